import { createHash } from 'node:crypto';
import type { Binary, Bundle } from '@medplum/fhirtypes';
import { formatUtc } from '../fhir/instant.ts';
import { badRequest } from '../fhir/outcome.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { type CalendarEvent, calendarText } from '../scheduling/icalendar.ts';
import { eventsOf } from './calendar-events.ts';
import type { Asking, Desk, Entries, Look, Told } from './exchange.ts';
import { inputOf } from './operation.ts';
import { givenIn, textIn } from './operation-input.ts';
import { idAt } from './place.ts';
import { read } from './read.ts';
import type { GeneralOperation } from './route.ts';
import { answerSearch } from './search.ts';

const parameter: readonly OperationParameter[] = [
  {
    ...{ name: 'patient', use: 'in', min: 0, max: '1', type: 'string' },
    documentation: {
      da: 'Patient/id; den, der er logget på, når intet er sagt.',
      en: 'Patient/id; whoever is logged in when nothing is said.',
    },
  },
  {
    ...{ name: 'return', use: 'out', min: 1, max: '1', type: 'Binary' },
    documentation: {
      da: 'En kalender (text/calendar); som Binary, når FHIR ønskes.',
      en: 'A calendar (text/calendar); as a Binary where FHIR is asked for.',
    },
  },
];

const dayMs = 86_400_000;
const pastDays = 30;
/** Nobody has more appointments in a year than this. */
const mostEvents = 1_000;

/** All that an event tells of. */
const referred: Entries = [
  ...['actor:HealthcareService', 'practitioner', 'location'].map((name): [string, string] => [
    '_include',
    `Appointment:${name}`,
  ]),
  ['_include:iterate', 'Location:partof'],
];

const needsPatient = () =>
  badRequest(
    'parameter-missing',
    {
      da: 'Sig hvis kalender: parameteren patient mangler.',
      en: 'Say whose calendar: the parameter patient is missing.',
    },
    { expression: 'patient' },
  );

/** Whose appointments: those named, or the caller's own. */
function patientOf({ call: { grant } }: Desk, named: string | undefined): string {
  const own = grant.caller.kind === 'person' ? (grant.caller.patient ?? grant.self) : undefined;
  const patient = named?.replace(/^Patient\//, '') ?? own;
  if (patient === undefined) throw needsPatient();
  return patient;
}

/** A month back, and all that is ahead. */
const entriesFor = (desk: Desk, asking: Asking, operation: GeneralOperation): Entries => {
  const room = desk.rooms.find(({ type }) => type === 'Appointment');
  if (!room) throw new TypeError('There are no Appointments.');
  const given = givenIn(operation, inputOf(desk, room, asking, operation));
  const from = formatUtc(desk.call.ports.now() - pastDays * dayMs);
  return [
    ['patient', `Patient/${patientOf(desk, textIn(given, 'patient'))}`],
    ...([
      ['date', `ge${from}`],
      ['_count', String(mostEvents)],
    ] as const),
  ];
};

/** A calendar, and as a Binary for who reads FHIR. */
export function tellCalendar(events: readonly CalendarEvent[], looks: readonly Look[]): Told {
  const text = calendarText('Aftaler med kommunen', events);
  const contentType = 'text/calendar; charset=utf-8';
  const data = Buffer.from(text).toString('base64');
  const binary: Binary = { resourceType: 'Binary', contentType: 'text/calendar', data };
  const etag = `W/"${createHash('sha256').update(text).digest('base64url')}"`;
  const native = { contentType, body: text };
  return { status: 200, body: JSON.stringify(binary), native, etag, looks };
}

const run: GeneralOperation['run'] = async (desk, { room, id, asking, operation }) => {
  if (!room) throw new TypeError('$ics is asked of Appointment');
  if (id !== undefined) await read(desk.call, room, idAt(room, id));
  const entries: Entries = id === undefined ? entriesFor(desk, asking, operation) : [['_id', id]];
  // Conditions are about the calendar, which is not the search that it is made of.
  const plain: Asking = { ...asking, method: 'GET', conditions: {}, body: () => undefined };
  const told = await answerSearch(desk, {
    ...{ room, asking: plain, address: room.type },
    ...{ entries: [...entries, ...referred], inUrl: false },
  });
  const bundle = JSON.parse(String(told.body)) as Bundle;
  const page = (one: string): string => {
    const url = new URL(desk.call.ports.municipality.selfServiceUrl);
    url.searchParams.set('appointment', one);
    return url.href;
  };
  return tellCalendar(eventsOf(bundle, page), told.looks);
};

/** A citizen's appointments for a calendar program, for who is logged in. */
export const calendarOperation: GeneralOperation = {
  code: 'ics',
  title: { da: 'Aftaler som kalender', en: 'Appointments as a calendar' },
  types: ['Appointment'],
  offers: ({ patient }) => patient !== undefined,
  ...{ onSystem: false, onType: true, onInstance: true, affectsState: false },
  produces: 'text/calendar',
  parameter,
  run,
};
