import type { MigrationStep } from './migrate.ts';

/** Of a message that tells of a move: the start that its recipient knows, so that a move back which came first is no message. */
export const reminderMoveTable: MigrationStep = {
  id: '019-reminder-move',
  sql: 'alter table reminder add column was timestamptz;',
};
