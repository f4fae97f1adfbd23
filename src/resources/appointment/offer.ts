import { setImmediate as turn } from 'node:timers/promises';
import type { Appointment, HealthcareService } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { FhirError } from '../../fhir/outcome.ts';
import { alive, citizenFree, granted } from '../../scheduling/eligibility-rules.ts';
import { bookableWindow } from '../../scheduling/policy.ts';
import { afterAwake } from '../../scheduling/quiet.ts';
import type { Rule } from '../../scheduling/rule.ts';
import { type FreeTime, type InLine, offerFor } from '../../scheduling/waitlist.ts';
import type { Transaction } from '../../store/database.ts';
import { isQuiet } from '../communication/due.ts';
import { notify } from '../communication/notify.ts';
import type { Ports } from '../define.ts';
import { offForTimes } from '../feature-unit.ts';
import { findOne } from '../find-resource.ts';
import { lawOf, policyOf } from '../healthcare-service/policy.ts';
import { isFreeAt } from '../slot/is-free.ts';
import { type BookedAs, bookedAs } from './class-offer.ts';
import { assertHolds, write } from './decide.ts';
import { type KeptHere, keptHere } from './hold-release.ts';
import { actedBy, expiresAt, extended, holdsOf, wishIn } from './hold-state.ts';
import { takeHeld, timeTaken } from './hold-time.ts';
import { freeTimesOf, lineOf, servicesWaitedFor } from './offer-line.ts';
import { participants } from './participants.ts';
import { loadOffer, type Offer } from './situation.ts';

/** An offer that would end sooner than this is none. */
const shortestMs = 5 * 60_000;

/** Until when the citizen can take an offer that is made now: some time of waking, and no longer than until the time begins. */
const offeredUntil = ({ now, municipality }: Ports, { start }: Offer): number =>
  Math.min(afterAwake(now(), holdsOf(municipality).offerMinutes, municipality.quietHours), start);

/** What is offered, and until when. */
interface Offering {
  readonly offer: Offer;
  readonly as: BookedAs;
  readonly expires: number;
}

function offeredTime(
  { stored, patient }: KeptHere,
  { offer, as, expires }: Offering,
  actor: Actor,
  now: number,
): Appointment & { id: string } {
  const { service, practitioner, location } = offer;
  const actors = {
    ...{ patient, service: service.id },
    ...(practitioner !== undefined && { practitioner }),
    ...(location !== undefined && { location }),
  };
  const { extension } = as.placed(stored.resource);
  return {
    ...stored.resource,
    ...extended(
      { ...(extension && { extension }) },
      ...[actedBy(actor, now), expiresAt(expires), wishIn(stored.resource)],
    ),
    status: 'pending',
    ...{ start: formatInstant(offer.start), end: formatInstant(offer.end) },
    slot: [{ reference: `Slot/${offer.slot.id}` }],
    participant: participants(actors, 'tentative'),
  };
}

/** Who is asked is asked once, of a time that nobody else has, and told of it: all in one transaction. */
const asking =
  (ports: Ports, { stored, patient }: KeptHere, { offer, as, expires }: Offering) =>
  async (tx: Transaction): Promise<void> => {
    const { id } = stored.resource;
    const { rowCount } = await tx.query(
      `update waiting set state = 'offered', offered = offered || $2::text where appointment = $1 and state = 'waiting'`,
      [id, offer.slot.id],
      { name: 'offer-to' },
    );
    if (rowCount === 0) throw timeTaken();
    await takeHeld(tx, { id, patient, expires, ...as.taking(id) }, ports.now());
    await notify(tx, ports, [
      { kind: 'offer', appointment: id, patient, start: offer.start, until: expires },
    ]);
  };

/** What the citizen's login would be judged by is judged when the offer is taken. */
const offerRules: readonly Rule[] = [alive, granted, citizenFree];

/** The rules are asked as of the citizen, who is not here. */
const citizen = (patient: string): Actor => ({ capacity: 'self', who: `Patient/${patient}` });

async function offerTo(ports: Ports, actor: Actor, id: string, slot: string): Promise<void> {
  const [kept, offer] = await Promise.all([keptHere(ports, id), loadOffer(ports, slot)]);
  const now = ports.now();
  const expires = offeredUntil(ports, offer);
  if (!kept || !isFreeAt(offer.slot, now) || expires < now + shortestMs) throw timeTaken();
  const { stored, patient, service } = kept;
  const as = await bookedAs(ports, offer, { patient });
  const question = { ports, actor: citizen(patient), patient, service, slotFree: true };
  await assertHolds(as.rules(offerRules), { ...question, time: offer });
  const offering = { offer, as, expires };
  const resource = offeredTime(kept, offering, actor, now);
  const plan = { kind: 'offer', record: 'aftale', here: true, method: 'replace' } as const;
  const guard = asking(ports, kept, offering);
  const about = { patient, policy: lawOf(service), basedOn: stored.version, guard };
  await write(ports, { ...plan, ...about, resource }, actor, undefined);
}

/** What no other time of the service would help against. */
const whateverTime: readonly string[] = [
  ...[alive, granted].map(({ key }) => key),
  ...['class-whole-only', 'class-single-only'],
];

/** Whose a refusal is: the time's, which is gone, one of this time for this citizen, or of all times. */
function refusalOf(error: unknown): 'gone' | 'unfit' | 'all' {
  if (!(error instanceof FhirError)) throw error;
  const { status, issues } = error;
  if (status === 409 || status === 404) return 'gone';
  const isOfTime = status === 422 && !issues.some(({ key }) => whateverTime.includes(key));
  return isOfTime ? 'unfit' : 'all';
}

function* untried(left: Iterable<FreeTime>, tried: ReadonlySet<FreeTime>): Iterable<FreeTime> {
  for (const time of left) if (!tried.has(time)) yield time;
}

/** Time that another got meanwhile is tried no more; one that this citizen cannot use is left to those behind. */
async function offerOne(
  ports: Ports,
  actor: Actor,
  one: InLine,
  left: Set<FreeTime>,
): Promise<boolean> {
  const tried = new Set<FreeTime>();
  const next = (): FreeTime | undefined => offerFor(one, untried(left, tried));
  for (let time = next(); time; time = next()) {
    tried.add(time);
    try {
      await offerTo(ports, actor, one.id, time.slot);
      left.delete(time);
      return true;
    } catch (error) {
      const refusal = refusalOf(error);
      // The citizen cannot have any, or is in line no more.
      if (refusal === 'all') return false;
      if (refusal === 'gone') left.delete(time);
    }
  }
  return false;
}

async function offerService(ports: Ports, actor: Actor, id: string): Promise<number> {
  const room = ports.room('HealthcareService');
  const service = await findOne<HealthcareService>(ports.db, room, id);
  if (!service) return 0;
  const [off = []] = await offForTimes(ports, [service.resource]);
  if (off.length > 0) return 0;
  const now = ports.now();
  const window = bookableWindow(now, policyOf(service.resource, ports.municipality));
  const times = await freeTimesOf(ports.db, id, window, now);
  if (times.length === 0) return 0;
  const left = new Set(times);
  let made = 0;
  for await (const one of lineOf(ports.db, id)) {
    if (await offerOne(ports, actor, one, left)) made += 1;
    await turn();
  }
  return made;
}

/**
 * Offers the times that are free to those who wait for them, the first in line first. Safe to run twice, and in several processes:
 * who is offered something is no longer in line, and a time is one hold's. Nobody is woken. Gives the number of offers.
 */
export async function offerFreeTimes(ports: Ports, actor: Actor): Promise<number> {
  if (isQuiet(ports.now(), ports.municipality.quietHours)) return 0;
  let made = 0;
  for (const service of await servicesWaitedFor(ports.db))
    made += await offerService(ports, actor, service);
  return made;
}
