import type { MigrationStep } from './migrate.ts';

/**
 * A hold's time ends by the clock: `expires` in the past counts as free, unless an intent is just booking it. Who wants the time takes
 * such rows away; nobody waits for a sweeper.
 */
export const schedulingTables: MigrationStep = {
  id: '010-scheduling',
  sql: `
alter table reservation add column expires timestamptz;
create index reservation_expires on reservation (expires) where expires is not null;
`,
};
