import type { MigrationStep } from './migrate.ts';

/**
 * Relatives that only a login has shown. Their RelatedPerson holds no number, for the token's is kept as its keyed hash alone; here
 * it is found by that hash, so that a stop laid on it follows the person whatever Cura calls the person later.
 */
export const loginRelativeTable: MigrationStep = {
  id: '007-login-relative',
  sql: `
create table login_relative (
  person bytea not null, patient text collate "C" not null, related_person text collate "C" not null,
  primary key (person, patient));
create index login_relative_patient on login_relative (patient);
`,
};
