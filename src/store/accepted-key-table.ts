import type { MigrationStep } from './migrate.ts';

/**
 * By what a client may send something again, such as its identifier of a measurement, and what was said then: a resend makes none
 * more. Both are keyed hashes, for a client may write anything.
 */
export const acceptedKeyTable: MigrationStep = {
  id: '024-accepted-key',
  sql: `
create table accepted_key (
  patient text collate "C" not null, key text collate "C" not null, id text collate "C" not null,
  content text collate "C" not null, primary key (patient, key));
`,
};
