import type { MigrationStep } from './migrate.ts';

/**
 * Sessions of classes with their capacity, and who has a seat. Whoever wants a seat locks the session's row first, and counts then. A seat
 * with `intent` is being joined; one with `expires` is held, and nobody's from then on. `citizen` is the Patient's id. `content` is the
 * session as an Appointment without a citizen: the time that it takes of its `actors`.
 */
export const classTables: MigrationStep = {
  id: '012-class',
  sql: `
create table class_session (
  id text collate "C" primary key, schedule text collate "C" not null, slot text collate "C" not null,
  capacity integer not null check (capacity >= 0), starts timestamptz not null, actors text[] not null, content text not null);
create index class_session_schedule on class_session (schedule);
create index class_session_starts on class_session (starts);
create index class_session_slot on class_session (slot);

create table seat (
  session text collate "C" not null, appointment text collate "C" not null, citizen text collate "C" not null,
  intent text collate "C", expires timestamptz, primary key (session, appointment));
create index seat_appointment on seat (appointment);
create index seat_citizen on seat (citizen);
create index seat_intent on seat (intent) where intent is not null;
`,
};
