import type { HealthcareService, Schedule, Slot } from '@medplum/fhirtypes';
import { parseInstant } from '../../fhir/instant.ts';
import type { FindQuery, FreeSlot } from '../../scheduling/find.ts';
import type { Ports } from '../define.ts';
import { idIn } from '../define.ts';
import { findAll, findLinked } from '../find-resource.ts';
import type { Input } from '../operation.ts';
import { actorIn } from '../schedule/roster.ts';
import { scheduleIn, slotLocation } from '../slot/derive.ts';
import type { Stored } from '../write-plan.ts';
import { referencesIn, tokensIn } from './input.ts';

const aroundMs = 14 * 86_400_000;

/** A free time with its service. */
export interface Candidate extends FreeSlot {
  readonly slot: Slot;
  readonly service: HealthcareService;
}

const hasCode = (service: HealthcareService, wanted: readonly string[]): boolean =>
  [...(service.type ?? []), ...(service.specialty ?? [])].some(({ coding = [] }) =>
    coding.some(
      ({ system, code }) => wanted.includes(`${system}|${code}`) || wanted.includes(`${code}`),
    ),
  );

/** The services that a search for times is about. */
export async function services(ports: Ports, input: Input): Promise<Stored<HealthcareService>[]> {
  const wanted = tokensIn(input, ['visit-type', 'specialty']);
  const ids = referencesIn(input, 'service', 'HealthcareService');
  const units = referencesIn(input, 'organization', 'Organization');
  const { rows } = await ports.db.query<{ id: string }>(
    'select id from healthcare_service where view & 1 <> 0',
  );
  const all = await findAll<HealthcareService>(
    ports.db,
    ports.room('HealthcareService'),
    rows.map(({ id }) => id),
  );
  return all.filter(
    ({ resource }) =>
      (wanted.length === 0 || hasCode(resource, wanted)) &&
      (ids.length === 0 || ids.includes(resource.id)) &&
      (units.length === 0 ||
        units.includes(idIn(resource.providedBy?.reference, 'Organization') ?? '')),
  );
}

const candidate = (
  { resource: slot }: Stored<Slot>,
  schedule: Schedule,
  service: HealthcareService & { id: string },
): Candidate => {
  const practitionerId = actorIn(schedule, 'PractitionerRole');
  const locationId =
    idIn(
      slot.extension?.find(({ url }) => url === slotLocation)?.valueReference?.reference,
      'Location',
    ) ?? actorIn(schedule, 'Location');
  return {
    slot,
    service,
    slotId: slot.id,
    serviceId: service.id,
    start: parseInstant(slot.start),
    end: parseInstant(slot.end),
    ...(practitionerId !== undefined && { practitionerId }),
    ...(locationId !== undefined && { locationId }),
  };
};

/** Free slots of the services, in and around the window. */
export async function candidates(
  ports: Ports,
  offered: readonly Stored<HealthcareService>[],
  window: FindQuery['window'],
): Promise<Candidate[]> {
  const byId = new Map(offered.map(({ resource }) => [resource.id, resource]));
  const schedules = await findLinked<Schedule>(ports.db, ports.room('Schedule'), {
    param: 'actor',
    values: offered.map(({ resource }) => `HealthcareService/${resource.id}`),
  });
  const scheduleOf = new Map(schedules.map(({ resource }) => [resource.id, resource]));
  const slots = await findLinked<Slot>(ports.db, ports.room('Slot'), {
    param: 'schedule',
    values: schedules.map(({ resource }) => `Schedule/${resource.id}`),
    from: Math.max(ports.now(), window.start - aroundMs),
    to: window.end + aroundMs,
  });
  return slots.flatMap((stored) => {
    const schedule = scheduleOf.get(scheduleIn(stored.resource));
    const service = byId.get((schedule && actorIn(schedule, 'HealthcareService')) ?? '');
    return schedule && service && stored.resource.status === 'free'
      ? [candidate(stored, schedule, service)]
      : [];
  });
}
