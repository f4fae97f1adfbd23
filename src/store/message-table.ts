import type { MigrationStep } from './migrate.ts';

/** The identifiers under which messages were sent, hashed with their senders; and who of all readers has read which, and when. */
export const messageTables: MigrationStep = {
  id: '022-message',
  sql: `
create table message_identifier (
  key text collate "C" primary key, patient text collate "C" not null, communication text collate "C" not null);
create index message_identifier_patient on message_identifier (patient);
create table message_read (
  communication text collate "C" not null, reader text collate "C" not null, patient text collate "C" not null,
  at timestamptz not null, primary key (communication, reader));
create index message_read_patient on message_read (patient);
`,
};
