import type {
  Appointment,
  CarePlan,
  HealthcareService,
  Location,
  Patient,
  Schedule,
  Slot,
} from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { parseInstant } from '../../fhir/instant.ts';
import { notFound } from '../../fhir/outcome.ts';
import { type Interval, widen } from '../../scheduling/interval.ts';
import { cutOf } from '../../scheduling/policy.ts';
import type { Facts } from '../../scheduling/rule.ts';
import { idIn, type Ports } from '../define.ts';
import { findAll, findOne } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { actorIn } from '../schedule/roster.ts';
import { isExclusive, scheduleIn, slotLocation } from '../slot/derive.ts';
import type { Stored } from '../write-plan.ts';
import type { Reservation } from './reserve.ts';

/** A time that is asked for, with all that decides whether it may be had. */
export interface Offer extends Interval {
  readonly slot: Slot & { id: string };
  readonly service: HealthcareService & { id: string };
  readonly practitioner?: string;
  readonly location?: string;
  readonly exclusiveLocation: boolean;
}

const offeredPlace = (slot: Slot, schedule: Schedule): string | undefined =>
  idIn(
    slot.extension?.find(({ url }) => url === slotLocation)?.valueReference?.reference,
    'Location',
  ) ?? actorIn(schedule, 'Location');

/** Loads a slot and what it is a time of. 404 when there is no such slot. */
export async function loadOffer(ports: Ports, slotId: string): Promise<Offer> {
  const slot = await findOne<Slot>(ports.db, ports.room('Slot'), slotId);
  const schedule =
    slot && (await findOne<Schedule>(ports.db, ports.room('Schedule'), scheduleIn(slot.resource)));
  const service =
    schedule &&
    (await findOne<HealthcareService>(
      ports.db,
      ports.room('HealthcareService'),
      actorIn(schedule.resource, 'HealthcareService'),
    ));
  if (!slot || !schedule || !service) throw notFound('Slot', slotId);
  const practitioner = actorIn(schedule.resource, 'PractitionerRole');
  const location = offeredPlace(slot.resource, schedule.resource);
  const place = await findOne<Location>(ports.db, ports.room('Location'), location);
  return {
    slot: slot.resource,
    service: service.resource,
    start: parseInstant(slot.resource.start),
    end: parseInstant(slot.resource.end),
    ...(practitioner !== undefined && { practitioner }),
    ...(location !== undefined && { location }),
    exclusiveLocation: isExclusive(place?.resource),
  };
}

/** The time that an offer takes of its person and room, buffers included. */
export function reservationsFor(offer: Offer, appointment: string): Reservation[] {
  const { bufferBeforeMs, bufferAfterMs } = cutOf(policyOf(offer.service));
  const during = widen(offer, bufferBeforeMs, bufferAfterMs);
  const actors = [
    ...(offer.practitioner === undefined ? [] : [`Practitioner/${offer.practitioner}`]),
    ...(offer.location !== undefined && offer.exclusiveLocation
      ? [`Location/${offer.location}`]
      : []),
  ];
  return actors.map((actor) => ({ actor, appointment, start: during.start, end: during.end }));
}

const codesOf = (concepts: CarePlan['category'] = []): string[] =>
  concepts.flatMap(({ coding = [] }) => coding.map(({ system, code }) => `${system}|${code}`));

/** The citizen's active granted service of the kind, if there is one. */
export async function grantedService(
  ports: Ports,
  patient: string,
  service: HealthcareService,
): Promise<Stored<CarePlan> | undefined> {
  const { rows } = await ports.db.query<{ id: string }>(
    `select id from care_plan where patient = $1 and view & 1 <> 0 and p_status && '{active}'
       and p_date_from <= to_timestamp($2 / 1000.0) and p_date_to > to_timestamp($2 / 1000.0)`,
    [patient, ports.now()],
    { name: 'active-care-plans' },
  );
  const plans = await findAll<CarePlan>(
    ports.db,
    ports.room('CarePlan'),
    rows.map(({ id }) => id),
  );
  const wanted = new Set(codesOf(service.type));
  return plans.find(({ resource }) =>
    resource.activity?.some(({ detail }) =>
      codesOf(detail?.code ? [detail.code] : []).some((code) => wanted.has(code)),
    ),
  );
}

const isAlive = (patient: Patient | undefined): boolean =>
  patient !== undefined &&
  patient.deceasedDateTime === undefined &&
  patient.deceasedBoolean !== true;

interface Question {
  readonly ports: Ports;
  readonly actor: Actor;
  readonly patient: string;
  readonly service: HealthcareService;
  readonly time: Interval;
  readonly slotFree: boolean;
  readonly standing?: Appointment & { readonly time: Interval };
}

const capacityOf = (actor: Actor): Facts['capacity'] =>
  actor.capacity === 'cura' || actor.capacity === 'system' ? 'staff' : actor.capacity;

/** Everything that the rules of booking, moving and cancelling ask. */
export async function factsOf({
  ports,
  actor,
  patient,
  service,
  time,
  slotFree,
  standing,
}: Question): Promise<Facts> {
  const citizen = await findOne<Patient>(ports.db, ports.room('Patient'), patient);
  return {
    now: ports.now(),
    start: time.start,
    end: time.end,
    policy: { smsLink: ports.municipality.smsLink, ...policyOf(service) },
    capacity: capacityOf(actor),
    mandateRights: actor.mandate?.rights ?? [],
    hasGrantedService: (await grantedService(ports, patient, service)) !== undefined,
    slotFree,
    citizenAlive: isAlive(citizen?.resource),
    ...(standing && { status: standing.status, current: standing.time }),
  };
}
