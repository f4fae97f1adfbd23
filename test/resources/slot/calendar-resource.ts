import type { Appointment, HealthcareService, Schedule } from '@medplum/fhirtypes';
import { structure } from '../../../src/fhir/canonical.ts';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { formatInstant } from '../../../src/fhir/instant.ts';
import { holdExpires } from '../../../src/resources/appointment/participants.ts';

const minuteMs = 60_000;

export interface ServiceRules {
  readonly minutes: number;
  readonly before?: number;
  readonly after?: number;
  readonly horizon?: number;
  readonly form?: 'attendance' | 'video' | 'home';
  readonly withinHours?: boolean;
}

export const serviceOf = (id: string, rules: ServiceRules): HealthcareService => ({
  resourceType: 'HealthcareService',
  id,
  active: true,
  providedBy: { reference: 'Organization/unit' },
  type: [{ coding: [{ system: 'urn:test', code: id }] }],
  characteristic: [{ coding: [{ code: rules.form ?? 'attendance' }] }],
  extension: [
    {
      url: structure('booking-policy'),
      extension: [
        { url: 'durationMinutes', valueInteger: rules.minutes },
        { url: 'bufferBeforeMinutes', valueInteger: rules.before ?? 0 },
        { url: 'bufferAfterMinutes', valueInteger: rules.after ?? 0 },
        { url: 'alignmentMinutes', valueInteger: 5 },
        { url: 'horizonDays', valueInteger: rules.horizon ?? 3 },
        { url: 'withinOpeningHours', valueBoolean: rules.withinHours ?? false },
      ],
    },
  ],
});

/** A stretch of wall time of a date, such as `{ date: '2026-10-25', from: '22:00', to: '06:00' }`. */
export interface Stretch {
  readonly date: string;
  readonly from: string;
  readonly to: string;
  readonly place?: string;
}

export interface RosterRules {
  readonly person: string;
  readonly service: string;
  readonly place: string;
  readonly shifts: readonly Stretch[];
  readonly absences?: readonly Stretch[];
  readonly equipment?: readonly string[];
  readonly travel?: number;
  readonly active?: boolean;
}

const stretchOf = (url: string, { date, from, to, place }: Stretch) => ({
  url: structure(url),
  extension: [
    { url: 'date', valueDate: date },
    { url: 'from', valueTime: `${from}:00` },
    { url: 'to', valueTime: `${to}:00` },
    ...(place === undefined
      ? []
      : [{ url: 'location', valueReference: { reference: `Location/${place}` } }]),
  ],
});

/** The id of a Schedule by its name; Slots' ids follow from it. */
export const calendarId = (name: string): string =>
  uuidv5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', name);

export const scheduleOf = (name: string, rules: RosterRules): Schedule => ({
  resourceType: 'Schedule',
  id: calendarId(name),
  active: rules.active ?? true,
  extension: [
    ...rules.shifts.map((shift) => stretchOf('roster', shift)),
    ...(rules.absences ?? []).map((absence) => stretchOf('absence', absence)),
    ...(rules.equipment ?? []).map((thing) => ({
      url: structure('equipment'),
      valueString: thing,
    })),
    ...(rules.travel === undefined
      ? []
      : [{ url: structure('travel-minutes'), valueInteger: rules.travel }]),
  ],
  actor: [
    { reference: `PractitionerRole/${rules.person}` },
    { reference: `HealthcareService/${rules.service}` },
    { reference: `Location/${rules.place}` },
  ],
  planningHorizon: { start: '2026-01-01', end: '2028-01-01' },
});

export interface Visit {
  readonly person?: string;
  readonly service: string;
  readonly place?: string;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly minutes: number;
  readonly status?: Appointment['status'];
  /** Makes it a hold. Epoch milliseconds. */
  readonly expires?: number;
}

export const appointmentOf = (id: string, visit: Visit): Appointment => {
  const actors = [
    'Patient/somebody',
    `HealthcareService/${visit.service}`,
    ...(visit.person === undefined ? [] : [`Practitioner/${visit.person}`]),
    ...(visit.place === undefined ? [] : [`Location/${visit.place}`]),
  ];
  return {
    resourceType: 'Appointment',
    id,
    status: visit.expires === undefined ? (visit.status ?? 'booked') : 'pending',
    ...(visit.expires !== undefined && {
      extension: [{ url: holdExpires, valueDateTime: formatInstant(visit.expires) }],
    }),
    start: formatInstant(visit.start),
    end: formatInstant(visit.start + visit.minutes * minuteMs),
    participant: actors.map((reference) => ({ actor: { reference }, status: 'accepted' })),
  };
};
