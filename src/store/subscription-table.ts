import type { MigrationStep } from './migrate.ts';

/**
 * What changed and may be told; for each Subscription what it waits for, for whom it was made, and how far it has come; and the events of
 * each, numbered. `seq` grows in the order of the commits, as events are numbered by one process at a time.
 */
export const subscriptionTables: MigrationStep = {
  id: '020-subscription',
  sql: `
create table change_event (
  seq bigint generated always as identity primary key, type text collate "C" not null, id text collate "C" not null,
  version integer not null, patient text collate "C", removed boolean not null, at timestamptz not null);
create index change_event_patient on change_event (patient);

create table subscription_run (
  id text collate "C" primary key, type text collate "C" not null, patient text collate "C" not null default '',
  citizen text collate "C" not null default '', who text collate "C" not null, owner text not null,
  query text not null default '', channel text not null, content text not null, live boolean not null,
  ends timestamptz not null, events bigint not null default 0, sent bigint not null default 0, batch bigint not null default 0,
  failures integer not null default 0, failing_at timestamptz, told_at timestamptz not null,
  heartbeat_seconds integer not null default 0, timeout_seconds integer not null, max_count integer not null,
  holder text not null default '', held_until timestamptz not null default '-infinity');
create index subscription_run_watch on subscription_run (type, patient) where live;
create index subscription_run_who on subscription_run (who) where live;

create table subscription_event (
  seq bigint generated always as identity primary key, subscription text collate "C" not null, number bigint not null,
  at timestamptz not null, type text collate "C" not null, resource text collate "C" not null,
  version integer not null, removed boolean not null, unique (subscription, number));
create index subscription_event_resource on subscription_event (resource);
create index subscription_event_at on subscription_event (at);
`,
};
