import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Test } from 'tap';

const shipped = new URL('../../mappings/', import.meta.url);

/** What is done to a municipality's folder for each check to find. */
export interface Planting {
  readonly write: (path: string, text: string | Buffer) => void;
  readonly remove: (path: string) => void;
  /** Puts these members into `municipality.json`. */
  readonly change: (part: object) => void;
}

const json = (value: unknown): string => JSON.stringify(value);
const sor = '900100010000160';
const unit = { sor, name: 'Klinikken' };
const emergency = { da: 'Ring 112.', en: 'Call 112.' };
const open = { days: ['mon'], from: '08:00', to: '12:00' };
const codes = { $schema: '../codes.schema.json' };
const goal = {
  room: 'Goal',
  citizen: 'open',
  relative: 'open',
  reason: { da: 'Mål', en: 'Goals' },
};
const monitoring = { responsible: 'Sundhedschefen', declared: '2026-09-01' };
const reminder = 'texts/reminder.da.hbs';
const roles = 'http://sandby.example/roles/jobrole';

/** By the key of the check. Each does what that check alone is to see. */
export const plants: Readonly<Record<string, (planting: Planting) => void>> = {
  'folder-missing': ({ remove }) => remove('municipality.json'),
  'not-json': ({ write }) => write('codes.json', '{'),
  form: ({ change }) => change({ smsLink: 'altid' }),
  'schema-unnamed': ({ change }) => change({ $schema: '../municipality.json' }),
  'other-code': ({ change }) => change({ code: '0851' }),
  'unread-file': ({ write }) => write('texts/reminder.dk.hbs', 'Husk {{when}}'),
  'stray-file': ({ write }) => {
    write('husk.txt', 'Ring til leverandøren');
    write('.DS_Store', 'x');
  },
  copied: ({ change }) =>
    change({ selfServiceUrl: 'https://selvbetjening.aalborg.example/aftaler' }),
  'not-one-to-one': ({ write }) =>
    write(
      'codes.json',
      json({
        ...codes,
        tables: { 'aftale-status': { bekraeftet: 'planlagt', aftalt: 'planlagt' } },
      }),
    ),
  'word-alike': ({ write }) =>
    write('codes.json', json({ ...codes, tables: { 'aftale-status': { Planlagt: 'aflyst' } } })),
  'broker-lacks': ({ write }) =>
    write(
      'identity.json',
      json({ $schema: '../identity.schema.json', brokers: { ny: { person: { cpr: 'cpr' } } } }),
    ),
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
  'dialogue-nobody': ({ change }) => change({ dialogue: { emergency } }),
  'insight-opens-nothing': ({ change }) => change({ features: { insight: 'on' }, insight: [] }),
  'insight-twice': ({ change }) =>
    change({ insight: [goal, { ...goal, citizen: 'closed', relative: 'closed' }] }),
  'insight-relative-alone': ({ change }) => change({ insight: [{ ...goal, citizen: 'closed' }] }),
  'monitoring-without-measurements': ({ change }) =>
    change({ monitoring, features: { measurements: 'off' } }),
  'monitoring-date': ({ change }) =>
    change({ monitoring: { ...monitoring, declared: '2026-02-30' } }),
  'limits-backwards': ({ change }) =>
    change({ monitoring: { ...monitoring, limits: { '8867-4': { low: 100, high: 50 } } } }),
  'approver-unknown': ({ change }) => change({ activities: { approvedBy: ['borgmester'] } }),
  'cvr-wrong': ({ change }) => change({ cvr: '12345678' }),
  'uri-alike': ({ change }) =>
    change({
      privileges: { 'urn:dk:sandby:se': 'see', 'urn:dk:sandby:SE': 'act' },
    }),
  'self-service-open': ({ change }) =>
    change({ selfServiceUrl: 'http://selvbetjening.sandby.example' }),
  'privilege-see': ({ change }) => change({ privileges: { 'urn:dk:sandby:handle': 'act' } }),
  'privilege-act': ({ change }) => change({ privileges: { 'urn:dk:sandby:se': 'see' } }),
  'role-staff': ({ change }) => change({ jobRoles: { [`${roles}/revisor/1`]: 'auditor' } }),
  'role-auditor': ({ change }) => change({ jobRoles: { [`${roles}/medarbejder/1`]: 'staff' } }),
  'deadline-before-lead': ({ change }) =>
    change({
      booking: { defaults: { leadTimeHours: 2, cancelDeadlineHours: 24, afterDeadline: 'refuse' } },
    }),
  'deadline-beyond-horizon': ({ change }) =>
    change({
      booking: { defaults: { horizonDays: 7, cancelDeadlineHours: 480, afterDeadline: 'refuse' } },
      reminders: [],
    }),
  'deadline-without-lead': ({ change }) =>
    change({ booking: { defaults: { cancelDeadlineHours: 12, afterDeadline: 'refuse' } } }),
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
  'name-sign': ({ change }) => change({ name: 'Sandby – Kommune' }),
  'text-sign': ({ write }) => write(reminder, 'Husk – {{when}} {{link}}'),
  'text-long': ({ write }) => write(reminder, `{{when}} {{link}} ${'x'.repeat(120)}`),
  'text-without-time': ({ write }) => write(reminder, 'Husk din aftale. {{link}}'),
  'offer-without-end': ({ write }) => write('texts/offer.da.hbs', 'Ledig tid {{when}} {{link}}'),
  'text-without-link': ({ write }) => write(reminder, 'Husk din aftale {{when}}.'),
};

/** A copy of the mappings with a fault planted in Sandby's folder. */
export function plantedIn(t: Test, plant?: (planting: Planting) => void): URL {
  const root = t.testdir();
  for (const part of ['texts', 'municipalities'])
    cpSync(new URL(part, shipped), join(root, part), { recursive: true });
  const folder = join(root, 'municipalities', '9999');
  const write = (path: string, text: string | Buffer): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  plant?.({
    write,
    remove: (path) => rmSync(join(folder, path)),
    change: (part) => {
      const before = JSON.parse(readFileSync(join(folder, 'municipality.json'), 'utf8'));
      write('municipality.json', JSON.stringify({ ...before, ...part }));
    },
  });
  return pathToFileURL(`${root}/`);
}
