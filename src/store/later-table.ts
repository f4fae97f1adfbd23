import type { MigrationStep } from './migrate.ts';

/** Whether the resource of a write stands here before Cura has it. */
export const laterTable: MigrationStep = {
  id: '017-later',
  sql: 'alter table intent add column later boolean not null default false;',
};
