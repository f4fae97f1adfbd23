import type { Appointment, CarePlan, HealthcareService, Patient, Slot } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { parseInstant } from '../../fhir/instant.ts';
import { notFound } from '../../fhir/outcome.ts';
import { type Interval, widen } from '../../scheduling/interval.ts';
import { cutOf } from '../../scheduling/policy.ts';
import type { Facts } from '../../scheduling/rule.ts';
import type { Ports } from '../define.ts';
import { offForTimes } from '../feature-unit.ts';
import { findOne } from '../find-resource.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { isRemote } from '../healthcare-service/remote.ts';
import type { Adding } from '../schedule/use.ts';
import { isExclusive } from '../slot/element.ts';
import { type ClassSession, sessionIn } from '../slot/session-element.ts';
import type { Stored } from '../write-plan.ts';
import { citizenTimes, countedIn, isVisit } from './citizen-times.ts';
import { offerRow } from './offer-row.ts';
import type { Reservation } from './reserve.ts';
import { takersOf } from './takers.ts';

/** A time that is asked for, with all that decides whether it may be had. */
export interface Offer extends Interval {
  readonly slot: Slot & { id: string };
  readonly service: HealthcareService & { id: string };
  readonly practitioner?: string;
  readonly location?: string;
  readonly exclusiveLocation: boolean;
  /** What the roster adds. */
  readonly adding?: Adding;
  /** It is a session of a class. */
  readonly session?: ClassSession;
}

/** Loads a slot and what it is a time of. 404 when there is no such slot. */
export async function loadOffer(ports: Ports, slotId: string): Promise<Offer> {
  const row = await offerRow({ query: ports.db.pipelined }, slotId);
  if (!row) throw notFound('Slot', slotId);
  const { slot, service, place, adding } = row;
  const session = sessionIn(slot);
  const practitioner = session?.practitioner ?? row.role;
  const location = isRemote(service) ? undefined : row.location;
  return {
    ...{ slot, service, adding },
    start: parseInstant(slot.start),
    end: parseInstant(slot.end),
    ...(practitioner !== undefined && { practitioner }),
    ...(location !== undefined && { location }),
    exclusiveLocation: location !== undefined && isExclusive(place),
    ...(session && { session }),
  };
}

/** The time that an offer takes of its person, room and equipment, buffers and the way there included. */
export function reservationsFor(
  { municipality }: Pick<Ports, 'municipality'>,
  offer: Offer,
  appointment: string,
): Reservation[] {
  const cut = cutOf(policyOf(offer.service, municipality), offer.adding?.travelMinutes);
  const during = widen(offer, cut.bufferBeforeMs, cut.bufferAfterMs);
  const actors = takersOf({
    practitioner: offer.practitioner,
    ...(offer.exclusiveLocation && { room: offer.location }),
    equipment: offer.adding?.equipment,
  });
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
  const { rows } = await ports.db.pipelined<{ content: string; version: number }>(
    `select content, version from care_plan where patient = $1 and view & 1 <> 0 and p_status && '{active}'
       and p_date_from <= to_timestamp($2 / 1000.0) and p_date_to > to_timestamp($2 / 1000.0)`,
    [patient, ports.now()],
    { name: 'active-care-plans' },
  );
  const plans = rows.map(
    ({ content, version }): Stored<CarePlan> => ({ resource: JSON.parse(content), version }),
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

export interface Question {
  readonly ports: Ports;
  readonly actor: Actor;
  readonly patient: string;
  readonly service: HealthcareService;
  readonly time: Interval & { readonly practitioner?: string };
  readonly slotFree: boolean;
  readonly standing?: Appointment & { readonly time: Interval };
  /** Why staff set rules aside. */
  readonly override?: string | undefined;
}

/** In what capacity the rules are asked. An association books nothing: of all it may least. */
export const capacityOf = ({ capacity }: Actor): Facts['capacity'] => {
  if (capacity === 'association') return 'link-holder';
  return capacity === 'cura' || capacity === 'system' ? 'staff' : capacity;
};

/** Everything that the rules of booking, moving and cancelling ask. */
export async function factsOf({
  ports,
  actor,
  patient,
  service,
  time,
  slotFree,
  standing,
  override,
}: Question): Promise<Facts> {
  const now = ports.now();
  const short = { query: ports.db.pipelined };
  const { id } = standing ?? {};
  const { start, end, practitioner } = time;
  const asked = { start, end, practitioner, now, service: service.id, ...(id && { id }) };
  const [citizen, granted, times, [off = []]] = await Promise.all([
    findOne<Patient>(short, ports.room('Patient'), patient),
    grantedService(ports, patient, service),
    citizenTimes(short, patient, asked),
    offForTimes(ports, [service]),
  ]);
  return {
    ...{ now, off },
    ...{ start, end, practitioner },
    policy: { smsLink: ports.municipality.smsLink, ...policyOf(service, ports.municipality) },
    capacity: capacityOf(actor),
    mandateRights: actor.mandate?.rights ?? [],
    hasGrantedService: granted !== undefined,
    slotFree,
    citizenAlive: isAlive(citizen?.resource),
    ...countedIn(times, asked),
    overrides: override !== undefined,
    ...(standing && {
      status: standing.status,
      current: standing.time,
      readOnly: isVisit(standing),
    }),
  };
}
