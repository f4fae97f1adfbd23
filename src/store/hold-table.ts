import type { MigrationStep } from './migrate.ts';

/**
 * Who waits for a time of which service, in the order of `joined_at`; what is wished for stands in the Appointment of the same id.
 * `offered`: Slots that were offered and not taken, which are not offered again.
 */
export const holdTable: MigrationStep = {
  id: '011-hold',
  sql: `
create table waiting (
  appointment text collate "C" primary key, patient text collate "C" not null,
  service text collate "C" not null, joined_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'offered')),
  offered text[] not null default '{}',
  unique (patient, service));
create index waiting_line on waiting (service, joined_at, appointment) where state = 'waiting';
`,
};
