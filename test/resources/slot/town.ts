import type { Appointment, Location, Organization, Slot } from '@medplum/fhirtypes';
import { structure } from '../../../src/fhir/canonical.ts';
import { addDays, instantToWall, parseInstant } from '../../../src/fhir/instant.ts';
import { takesTime } from '../../../src/resources/appointment/participants.ts';
import { scheduleIn, slotLocation } from '../../../src/resources/slot/element.ts';
import type { Calendars } from './calendar.ts';
import {
  appointmentOf,
  calendarId,
  type Stretch,
  scheduleOf,
  serviceOf,
} from './calendar-resource.ts';
import { type Doing, people, places, type RandomStretch, services } from './doing.ts';

type Of<K extends Doing['kind']> = Extract<Doing, { kind: K }>;
type Acts = { readonly [K in Doing['kind']]: (doing: Of<K>) => Promise<void> };

const minuteMs = 60_000;
const heldMinutes = 10;

const placeOf = (id: string, isRoom: boolean): Location => ({
  resourceType: 'Location',
  id,
  physicalType: { coding: [{ code: isRoom ? 'ro' : 'si' }] },
});

const unitOf = (from: string, to: string): Organization => ({
  resourceType: 'Organization',
  id: 'unit',
  extension: [
    {
      url: structure('opening-hours'),
      extension: [
        ...['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => ({
          url: 'day',
          valueCode: day,
        })),
        { url: 'from', valueTime: `${from}:00` },
        { url: 'to', valueTime: `${to}:00` },
      ],
    },
  ],
});

const calendarNames = new Map(
  people.flatMap((person) =>
    services.map((service) => [calendarId(`${person} ${service}`), { person, service }] as const),
  ),
);

/** Takes one of the times that are free now, wherever it is. */
async function takeSlot(
  { ports, put }: Calendars,
  { which, nth, held }: Of<'slot'>,
): Promise<void> {
  const { rows } = await ports.db.query<{ content: string }>(
    `select content from slot where view & 1 <> 0 and p_status && '{free}' order by id`,
  );
  const { content } = rows[nth % (rows.length || 1)] ?? {};
  if (content === undefined) return;
  const slot = JSON.parse(content) as Slot;
  const whose = calendarNames.get(scheduleIn(slot));
  const [start, end] = [parseInstant(slot.start), parseInstant(slot.end)];
  const place = slot.extension?.find(({ url }) => url === slotLocation)?.valueReference?.reference;
  await put(
    appointmentOf(`appointment-${which}`, {
      ...{ ...whose, service: whose?.service ?? '', start, minutes: (end - start) / minuteMs },
      ...(place !== undefined && { place: place.replace('Location/', '') }),
      ...(held && { expires: ports.now() + heldMinutes * minuteMs }),
    }),
  );
}

/** What the sweeper does. */
async function sweep({ ports, put }: Calendars): Promise<void> {
  const { rows } = await ports.db.query<{ content: string }>(
    `select content from appointment where view & 1 <> 0 and p_status && '{pending}'`,
  );
  const over = rows
    .map(({ content }) => JSON.parse(content) as Appointment)
    .filter((one) => !takesTime(one, ports.now()));
  const cancelled = over.map(
    ({ meta: _, ...one }): Appointment => ({ ...one, status: 'cancelled' }),
  );
  if (cancelled.length > 0) await put(...cancelled);
}

async function wait(house: Calendars, { minutes }: Of<'wait'>, sweeps: boolean): Promise<void> {
  const before = house.ports.now();
  const after = before + minutes * minuteMs;
  house.setNow(after);
  if (sweeps) await sweep(house);
  if (instantToWall(before).date !== instantToWall(after).date) await house.round();
}

/** Empties the tables, so that one database serves many runs. */
async function clear({ ports }: Calendars): Promise<void> {
  const rooms = [
    'appointment',
    'schedule',
    'slot',
    'healthcare_service',
    'location',
    'organization',
  ];
  const tables = rooms.flatMap((room) => [room, `${room}_link`, `${room}_history`]);
  for (const table of [...tables, 'schedule_use', 'reservation', 'outbox', 'free_time'])
    await ports.db.query(`delete from ${table}`);
}

/** A town of two people, three services and three places, and what can happen to it. */
export async function town(
  house: Calendars,
  start: number,
  sweeps: boolean,
): Promise<(doing: Doing) => Promise<void>> {
  const { date } = instantToWall(start);
  await clear(house);
  await house.put(unitOf('08:00', '22:00'));
  await house.put(...places.map((id) => placeOf(id, id !== 'home')));
  const dated = (all: readonly RandomStretch[]): Stretch[] =>
    all.map(({ day, ...rest }) => ({ ...rest, date: addDays(date, day) }));
  const acts: Acts = {
    take: ({ all }) =>
      house.put(
        ...all.map(({ which, at, held, ...visit }) =>
          appointmentOf(`appointment-${which}`, {
            ...{ ...visit, start: start + at * minuteMs },
            ...(held !== undefined && { expires: house.ports.now() + held * minuteMs }),
          }),
        ),
      ),
    slot: (doing) => takeSlot(house, doing),
    remove: ({ which }) => house.remove('Appointment', `appointment-${which}`),
    roster: ({ shifts, absences, ...rules }) =>
      house.put(
        scheduleOf(`${rules.person} ${rules.service}`, {
          ...rules,
          ...{ shifts: dated(shifts), absences: dated(absences) },
        }),
      ),
    service: ({ service, ...rules }) => house.put(serviceOf(service, rules)),
    place: ({ place, isRoom }) => house.put(placeOf(place, isRoom)),
    hours: ({ from, to }) => house.put(unitOf(from, to)),
    gone: ({ person, service }) => house.remove('Schedule', calendarId(`${person} ${service}`)),
    wait: (doing) => wait(house, doing, sweeps),
  };
  return (doing) => acts[doing.kind](doing as never);
}
