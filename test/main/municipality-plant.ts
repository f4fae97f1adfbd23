/** What is done to a municipality's folder for each check to find. */
export interface Planting {
  readonly write: (path: string, text: string) => void;
  readonly remove: (path: string) => void;
  /** Puts these members into `municipality.json`. */
  readonly change: (part: object) => void;
}

const json = (value: unknown): string => JSON.stringify(value);
const sor = '900100010000160';
const unit = { sor, name: 'Klinikken' };
const emergency = { da: 'Ring 112.', en: 'Call 112.' };
const open = { days: ['mon'], from: '08:00', to: '12:00' };
const reminder = 'texts/reminder.da.hbs';
const roles = 'http://sandby.example/roles/jobrole';

/** By the key of the check. Each does what that check alone is to see. */
export const plants: Readonly<Record<string, (planting: Planting) => void>> = {
  'folder-missing': ({ remove }) => remove('municipality.json'),
  'not-json': ({ write }) => write('codes.json', '{'),
  form: ({ change }) => change({ smsLink: 'altid' }),
  'other-code': ({ change }) => change({ code: '0851' }),
  'unread-file': ({ write }) => write('texts/reminder.dk.hbs', 'Husk {{when}}'),
  'not-one-to-one': ({ write }) =>
    write(
      'codes.json',
      json({ tables: { 'aftale-status': { bekraeftet: 'planlagt', aftalt: 'planlagt' } } }),
    ),
  'broker-lacks': ({ write }) =>
    write('identity.json', json({ brokers: { ny: { person: { cpr: 'cpr' } } } })),
  'unit-unknown': ({ change }) => change({ features: { messages: ['Findes ikke'] } }),
  'unit-twice': ({ change }) => change({ units: [unit, { ...unit, name: 'En anden' }] }),
  'waitlist-without-booking': ({ change }) =>
    change({ features: { booking: 'off', video: 'off' } }),
  'video-without-booking': ({ change }) =>
    change({ units: [unit], features: { booking: [sor], waitlist: 'off' } }),
  'messages-without-dialogue': ({ change }) => change({ dialogue: undefined }),
  'messages-unit-closed': ({ change }) =>
    change({
      units: [unit],
      features: { messages: [sor] },
      dialogue: { replyDays: 2, units: { [sor]: { replyDays: null } }, emergency },
    }),
  'insight-opens-nothing': ({ change }) => change({ features: { insight: 'on' }, insight: [] }),
  'privilege-see': ({ change }) => change({ privileges: { 'urn:dk:sandby:handle': 'act' } }),
  'privilege-act': ({ change }) => change({ privileges: { 'urn:dk:sandby:se': 'see' } }),
  'role-staff': ({ change }) => change({ jobRoles: { [`${roles}/revisor/1`]: 'auditor' } }),
  'role-auditor': ({ change }) => change({ jobRoles: { [`${roles}/medarbejder/1`]: 'staff' } }),
  'deadline-before-lead': ({ change }) =>
    change({
      booking: { defaults: { leadTimeHours: 2, cancelDeadlineHours: 24, afterDeadline: 'refuse' } },
    }),
  'lead-beyond-horizon': ({ change }) =>
    change({ booking: { defaults: { leadTimeHours: 72, horizonDays: 2 } } }),
  'request-without-reply': ({ change }) =>
    change({ booking: { services: { 'G1.39': { book: 'request' } } } }),
  'link-cannot-cancel': ({ change }) =>
    change({ booking: { services: { 'G1.39': { smsLink: 'cancel', cancel: 'none' } } } }),
  'reply-zero': ({ change }) => change({ dialogue: { replyDays: 0, emergency } }),
  'quiet-always': ({ change }) => change({ quietHours: { from: '22:00', to: '22:00' } }),
  'reminder-in-quiet': ({ change }) =>
    change({
      quietHours: { from: '21:00', to: '07:00' },
      reminders: [{ daysBefore: 1, time: '22:30' }],
    }),
  'reminder-after-deadline': ({ change }) =>
    change({
      reminders: [{ hoursBefore: 3 }],
      booking: { defaults: { cancelDeadlineHours: 24 } },
    }),
  'video-window-empty': ({ change }) => change({ video: { opensMinutes: 0, closesMinutes: 0 } }),
  'no-such-date': ({ change }) => change({ closedDates: ['12-24', '02-30', '2026-02-29'] }),
  'hours-backwards': ({ change }) =>
    change({ units: [{ ...unit, openingHours: [{ ...open, to: '07:00' }] }] }),
  'hours-overlap': ({ change }) =>
    change({ units: [{ ...unit, openingHours: [open, { ...open, from: '11:00', to: '15:00' }] }] }),
  'never-open': ({ change }) => change({ units: [{ ...unit, openingHours: [] }] }),
  'text-broken': ({ write }) => write(reminder, 'Husk {{when}} {{patient}} {{link}}'),
  'text-sign': ({ write }) => write(reminder, 'Husk – {{when}} {{link}}'),
  'text-long': ({ write }) => write(reminder, `{{when}} {{link}} ${'x'.repeat(120)}`),
  'text-without-time': ({ write }) => write(reminder, 'Husk din aftale. {{link}}'),
  'text-without-link': ({ write }) => write(reminder, 'Husk din aftale {{when}}.'),
};
