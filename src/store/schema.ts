import { acceptedKeyTable } from './accepted-key-table.ts';
import { binaryContentTable } from './binary-content-table.ts';
import { bulkTables } from './bulk.ts';
import { calendarFeedTable } from './calendar-feed-table.ts';
import { classTables } from './class-table.ts';
import { compartmentTable } from './compartment.ts';
import { freeTimeTable } from './free-time-table.ts';
import { holdTable } from './hold-table.ts';
import { laterTable } from './later-table.ts';
import { leaseTable } from './lease.ts';
import { ledgerTable } from './ledger-table.ts';
import { loginRelativeTable } from './login-relative.ts';
import { messageTables } from './message-table.ts';
import type { MigrationStep } from './migrate.ts';
import { outboxTable } from './outbox.ts';
import { reminderMoveTable } from './reminder-move-table.ts';
import { reminderTables } from './reminder-table.ts';
import { retentionTables } from './retention-table.ts';
import { roomIndexTable } from './room-index.ts';
import { ruleTables } from './rule-table.ts';
import { scheduleUseTable } from './schedule-use-table.ts';
import { schedulingTables } from './scheduling-table.ts';
import { subscriptionTables } from './subscription-table.ts';
import { treeTables } from './tree-table.ts';

/** Tables that belong to no room. Each step runs once, in order; a step that has been released is never edited. */
export const schema: readonly MigrationStep[] = [
  outboxTable,
  {
    id: '001-start',
    sql: `
create extension if not exists btree_gist;

create table installation (name text primary key, value text not null);

create table cura_record (
  record text collate "C" not null, cura_id text collate "C" not null, id text collate "C" not null,
  version bigint not null, deleted boolean not null default false, seen bigint not null default 0,
  primary key (record, cura_id));
create index cura_record_id on cura_record (id, record);

create table sync_state (
  name text primary key, cursor bigint not null, round bigint not null default 0,
  loaded_at timestamptz, checked_at timestamptz);

create table quarantine (
  record text collate "C" not null, cura_id text collate "C" not null, version bigint not null,
  expression text not null, at timestamptz not null, primary key (record, cura_id));

create table intent (
  id text collate "C" primary key, kind text not null, record text not null, room text not null,
  resource_id text collate "C" not null, patient text collate "C", join_key text,
  state text not null default 'open' check (state in ('open', 'done', 'refused')),
  method text not null check (method in ('create', 'replace')),
  policy text not null, draft jsonb, base_version bigint, actor jsonb not null, refusal jsonb,
  made_at timestamptz not null, settled_at timestamptz);
create index intent_key on intent (join_key, made_at) where join_key is not null;
create index intent_open on intent (made_at) where state = 'open';
create index intent_resource on intent (resource_id, made_at);
create unique index intent_join on intent (join_key) where state = 'open';

create table reservation (
  actor text collate "C" not null, during tstzrange not null, appointment text collate "C" not null,
  intent text collate "C", exclusive boolean not null default true,
  primary key (appointment, actor, during),
  constraint reservation_overlap exclude using gist (actor with =, appointment with <>, during with &&)
    where (exclusive));
create index reservation_intent on reservation (intent) where intent is not null;

create table reminder (
  id text collate "C" primary key, appointment text collate "C" not null, patient text collate "C" not null,
  start timestamptz not null, follows text collate "C" not null default '', code_hash text not null,
  tries integer not null default 0,
  state text not null default 'due' check (state in ('due', 'sent', 'skipped', 'failed')),
  reason text, used_at timestamptz, made_at timestamptz not null, queued_at timestamptz not null,
  sending_at timestamptz, settled_at timestamptz,
  receipt text check (receipt in ('delivered', 'undeliverable')), receipt_at timestamptz,
  unique (appointment, start, follows));
create index reminder_due on reminder (queued_at) where state = 'due';
create index reminder_code on reminder (code_hash);

create table access_record (
  seq bigint generated always as identity primary key, at timestamptz not null, request text not null,
  caller text not null, capacity text not null, patient text collate "C", mandate text,
  interaction text not null, target text not null, shown integer not null);
create index access_record_patient on access_record (patient, at);
`,
  },
  { id: '002-infix', sql: 'create extension if not exists pg_trgm;' },
  compartmentTable,
  leaseTable,
  bulkTables,
  ledgerTable,
  treeTables,
  roomIndexTable,
  retentionTables,
  loginRelativeTable,
  schedulingTables,
  holdTable,
  classTables,
  reminderTables,
  scheduleUseTable,
  ruleTables,
  freeTimeTable,
  calendarFeedTable,
  reminderMoveTable,
  laterTable,
  acceptedKeyTable,
  subscriptionTables,
  messageTables,
  binaryContentTable,
];
