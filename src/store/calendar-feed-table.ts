import type { MigrationStep } from './migrate.ts';

/** Addresses of calendars that need no login: the hash of each, whose it is, and by whom it was opened. */
export const calendarFeedTable: MigrationStep = {
  id: '018-calendar-feed',
  sql: `
create table calendar_feed (
  code_hash text collate "C" primary key, patient text collate "C" not null,
  related_person text collate "C" not null default '', made_at timestamptz not null, ended_at timestamptz);
create unique index calendar_feed_open on calendar_feed (patient, related_person) where ended_at is null;
`,
};
