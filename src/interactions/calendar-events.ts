/** Appointments as events of a calendar, from what one search shows of them. */
import type {
  Appointment,
  Bundle,
  HealthcareService,
  Location,
  Practitioner,
  Resource,
} from '@medplum/fhirtypes';
import { virtualServiceUrl } from '../../mappings/element/virtual-service.ts';
import { parseInstant } from '../fhir/instant.ts';
import type { CalendarEvent } from '../scheduling/icalendar.ts';

/** Resources by `Type/id`. */
type Known = ReadonlyMap<string, Resource>;

const actors = ({ participant }: Appointment, known: Known, type: string): Resource[] =>
  participant.flatMap(({ actor }) => {
    const found = known.get(actor?.reference ?? '');
    return found?.resourceType === type ? [found] : [];
  });

/** The room first, then what it lies in. */
function chain(place: Location | undefined, known: Known): Location[] {
  const all: Location[] = [];
  let next = place;
  while (next && !all.includes(next)) {
    all.push(next);
    next = known.get(next.partOf?.reference ?? '') as Location | undefined;
  }
  return all;
}

const addressOf = ({ address }: Location): string[] =>
  address
    ? [(address.line ?? []).join(', '), `${address.postalCode ?? ''} ${address.city ?? ''}`]
    : [];

/** The page of a meeting by video. */
const meetingOf = ({ extension = [] }: Appointment): string =>
  extension
    .find(({ url }) => url === virtualServiceUrl)
    ?.extension?.find(({ url }) => url === 'address')?.valueUrl ?? '';

/** `Lokale 14, 2. sal, Bygning A, Sandby Sundhedshus, Havnegade 12, 9979 Sandby`. */
const placeText = (places: readonly Location[]): string =>
  [...places.map(({ name }) => name ?? ''), ...places.flatMap(addressOf)]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(', ');

const nameOf = ({ name }: Practitioner): string =>
  name?.map(
    ({ text, given = [], family = '' }) => text ?? [...given, family].join(' ').trim(),
  )[0] ?? '';

const described = (appointment: Appointment, places: readonly Location[], known: Known): string =>
  [
    ...actors(appointment, known, 'Practitioner').map((one) => nameOf(one as Practitioner)),
    ...places.flatMap(({ description }) => description ?? []),
    appointment.comment ?? '',
  ]
    .filter((line) => line !== '')
    .join('\n');

const statuses: Readonly<Partial<Record<Appointment['status'], CalendarEvent['status']>>> = {
  ...{ booked: 'confirmed', arrived: 'confirmed', 'checked-in': 'confirmed' },
  ...{ fulfilled: 'confirmed', pending: 'tentative', cancelled: 'cancelled' },
};

function eventOf(
  appointment: Appointment,
  known: Known,
  page: (id: string) => string,
): CalendarEvent[] {
  const { id = '', start, end, status, meta } = appointment;
  const shown = statuses[status];
  if (start === undefined || end === undefined || !shown) return [];
  const [service] = actors(appointment, known, 'HealthcareService') as HealthcareService[];
  const [place] = actors(appointment, known, 'Location') as Location[];
  const places = chain(place, known);
  const [where, description] = [
    placeText(places) || meetingOf(appointment),
    described(appointment, places, known),
  ];
  return [
    {
      uid: id,
      start: parseInstant(start),
      end: parseInstant(end),
      summary: service?.name ?? 'Aftale',
      ...(where !== '' && { place: where }),
      ...(description !== '' && { description }),
      url: page(id),
      status: shown,
      sequence: Number(meta?.versionId ?? 1),
      changed: parseInstant(meta?.lastUpdated ?? start),
    },
  ];
}

/** The events of a searchset that holds what its Appointments refer to. `page` is where one is read more of. */
export function eventsOf(bundle: Bundle, page: (id: string) => string): CalendarEvent[] {
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
  const known: Known = new Map(resources.map((one) => [`${one.resourceType}/${one.id}`, one]));
  return resources.flatMap((one) =>
    one.resourceType === 'Appointment' ? eventOf(one, known, page) : [],
  );
}
