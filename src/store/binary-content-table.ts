import type { MigrationStep } from './migrate.ts';

/** The bytes of files, apart from their resources; files are packed as they come, so they are stored as they are. */
export const binaryContentTable: MigrationStep = {
  id: '023-binary-content',
  sql: `
create table binary_content (id text collate "C" primary key, patient text collate "C" not null, content bytea not null);
alter table binary_content alter column content set storage external;
create index binary_content_patient on binary_content (patient);
`,
};
