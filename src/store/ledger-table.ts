import type { MigrationStep } from './migrate.ts';

/**
 * The rows of the ledger, appended only. `commitment` stays for good and is the leaf of the tree; the nonce and all that a row says
 * go when they have been kept long enough. AuditEvents are views of it; writes are found by their Provenance, and so have no part in
 * most indexes. Rows are sealed in the order (tx, seq), once every transaction before `tx` has ended.
 */
export const ledgerTable: MigrationStep = {
  id: '006-ledger',
  sql: `
drop table access_record;
create table ledger (
  seq bigint generated always as identity,
  tx bigint not null default pg_current_xact_id()::text::bigint,
  commitment bytea not null, nonce bytea,
  id text collate "C", kind text, at timestamptz not null, request text, agent text collate "C", capacity text,
  patient text collate "C", mandate text collate "C", interaction text, query text, targets text[], shown integer,
  purpose text, policy text, client text, network text, outcome text, digest text,
  primary key (tx, seq));
create index ledger_id on ledger (id) where id is not null;
create index ledger_at on ledger (at, id);
create index ledger_looked on ledger (at, id) where kind <> 'write';
create index ledger_patient on ledger (patient, at, id) where kind <> 'write' and patient is not null;
create index ledger_agent on ledger (agent, at, id) where kind <> 'write';
create index ledger_outcome on ledger (outcome, at, id) where kind <> 'write' and outcome <> '0';
create table ledger_reader (name text collate "C" primary key, tx bigint not null, seq bigint not null);
create table unauthenticated (
  minute timestamptz not null, network text collate "C" not null, number bigint not null,
  primary key (minute, network));
`,
};
