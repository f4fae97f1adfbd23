import type { MigrationStep } from './migrate.ts';

/**
 * A message to one recipient: made when the appointment is, sent when it is due. `follows` is the newest message that told of another
 * time, so that what is moved away and back is told again. `next_at` is when somebody looks at it next. `number_hash` is of the number it
 * was given for; `failed_number` keeps those that no message reaches, and neither holds a number.
 */
export const reminderTables: MigrationStep = {
  id: '013-reminder',
  sql: `
alter table reminder
  add column kind text not null default 'reminder' check (kind in ('reminder', 'moved', 'cancelled', 'offer')),
  add column plan text collate "C" not null default 'days-1',
  add column recipient text collate "C",
  add column channel text check (channel in ('sms', 'nemsms', 'digital-post')),
  add column passed text[] not null default '{}',
  add column number_hash text collate "C",
  add column due_at timestamptz,
  add column until timestamptz,
  add column next_at timestamptz;
update reminder set recipient = 'Patient/' || patient, due_at = made_at, until = start, next_at = queued_at,
  channel = case when sending_at is not null then 'sms' end;
alter table reminder
  alter column kind drop default, alter column plan drop default, alter column recipient set not null,
  alter column due_at set not null, alter column until set not null, alter column next_at set not null,
  drop column queued_at,
  drop constraint reminder_appointment_start_follows_key,
  add constraint reminder_once unique (appointment, start, plan, recipient, follows);
create index reminder_due on reminder (next_at) where state = 'due';
create index reminder_patient on reminder (patient);

create table failed_number (
  recipient text collate "C" not null, number_hash text collate "C" not null, patient text collate "C" not null,
  at timestamptz not null, primary key (recipient, number_hash));
create index failed_number_patient on failed_number (patient);
`,
};
