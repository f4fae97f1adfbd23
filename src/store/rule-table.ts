import type { MigrationStep } from './migrate.ts';

/** Times that Cura gave twice are few, and are looked for by whose they are. */
export const ruleTables: MigrationStep = {
  id: '014-rule',
  sql: 'create index reservation_unguarded on reservation (actor) where not exclusive;',
};
