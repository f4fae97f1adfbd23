import type { Appointment } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { isRelated } from '../../access/relation.ts';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { parseInstant } from '../../fhir/instant.ts';
import { FhirError, fail, type Issue } from '../../fhir/outcome.ts';
import { citizenFree, openBookings } from '../../scheduling/eligibility-rules.ts';
import { broken, type Facts, mayOverride, type Rule } from '../../scheduling/rule.ts';
import type { Call, Ports } from '../define.ts';
import { contact } from '../organization/contact.ts';
import type { Stored, WritePlan } from '../write-plan.ts';
import { type Asked, citizenTimes, countedIn, lockCitizen } from './citizen-times.ts';
import { noSeat } from './class-offer.ts';
import { alternatives, askInstead, overridable, refused, taken } from './refusal.ts';
import { factsOf, type Offer, type Question } from './situation.ts';

/** Who acts for the citizen, or `hidden`: by default a refusal that tells nothing of the citizen. */
export async function actorOf(
  call: Call,
  patient: string,
  hidden: FhirError = fail(403, noMandate),
): Promise<Actor> {
  const actor = actorFor(call.grant, patient, 'Appointment');
  const known =
    actor?.capacity !== 'staff' || (await isRelated(call.ports.db, call.grant, patient));
  if (!actor || !known) throw hidden;
  return actor;
}

/** The actor with the reason that rules were set aside for: it goes into intent, Provenance and Cura. */
export const explained = (actor: Actor, reason: string | undefined): Actor =>
  reason === undefined ? actor : { ...actor, reason };

/** Runs the write; a time that went meanwhile is refused like one that was taken before. */
export async function write(
  ports: Ports,
  plan: WritePlan,
  actor: Actor,
  offer: Offer | undefined,
): Promise<Stored<Appointment>> {
  try {
    return (await ports.write(plan, actor)) as Stored<Appointment>;
  } catch (error) {
    if (!offer || !(error instanceof FhirError) || error.status !== 409) throw error;
    const nearest = await alternatives(ports, offer);
    throw offer.session ? noSeat(nearest) : taken(nearest);
  }
}

/** What helps: other times where only the time is wrong, else the unit's phone and hours. */
async function help(
  { ports, patient, service, time, standing }: Question,
  failed: readonly Rule[],
  offer: Offer | undefined,
): Promise<Issue[]> {
  if (!offer || !failed.every(({ anotherTime }) => anotherTime)) return contact(ports, service);
  const asked = { ...time, now: ports.now(), service: service.id };
  const times = await citizenTimes(ports.db, patient, {
    ...asked,
    ...(standing?.id && { id: standing.id }),
  });
  return alternatives(ports, { ...offer, busy: times });
}

/** Of the rules that do not hold those that no reason of staff's sets aside. */
const standingAgainst = (rules: readonly Rule[], facts: Facts): Rule[] => {
  const aside = facts.capacity === 'staff' && facts.overrides;
  return broken(rules, facts).filter((rule) => !(aside && mayOverride(rule)));
};

interface Helping {
  readonly offer?: Offer;
  /** The operation that sends the unit a request. */
  readonly instead?: string;
}

/** Refuses with every rule that does not hold, and what helps. Gives what was decided on. */
export async function assertHolds(
  rules: readonly Rule[],
  question: Question,
  { offer, instead }: Helping = {},
): Promise<Facts> {
  const facts = await factsOf(question);
  const failed = standingAgainst(rules, facts);
  if (failed.length === 0) return facts;
  const more = await help(question, failed, offer);
  const ask = instead !== undefined && failed.some(({ askable }) => askable);
  throw refused(failed, facts, [
    ...more,
    ...(ask ? [askInstead(instead)] : []),
    ...overridable(failed, facts),
  ]);
}

const countedRules: readonly Rule[] = [openBookings, citizenFree];

/** Holds what was counted against two who book at once: whoever is second sees the first. A move makes none more. */
export const guardOf =
  (
    facts: Facts,
    patient: string,
    asked: Omit<Asked, 'now' | 'start' | 'end' | 'practitioner'>,
  ): NonNullable<WritePlan['guard']> =>
  async (tx) => {
    const { now: at, start, end, practitioner } = facts;
    const known: Asked = { ...asked, now: at, start, end, practitioner };
    await lockCitizen(tx, patient);
    const now = { ...facts, ...countedIn(await citizenTimes(tx, patient, known), known) };
    const failed = standingAgainst(facts.status === 'booked' ? [citizenFree] : countedRules, now);
    if (failed.length > 0) throw refused(failed, now);
  };

/** Whether a booking stands at a time: what Cura has moved since is not what is asked for again. Epoch milliseconds. */
export const isBookedAt =
  (time: number) =>
  ({ status, start }: Appointment): boolean =>
    status === 'booked' && start !== undefined && parseInstant(start) === time;

/** What the same act came to when it was asked for before, if that still stands. */
export async function doneBefore(
  ports: Ports,
  joinKey: string,
  stands: (appointment: Appointment) => boolean,
): Promise<Stored<Appointment> | undefined> {
  const earlier = (await ports.earlier(joinKey)) as Stored<Appointment> | undefined;
  return earlier && stands(earlier.resource) ? earlier : undefined;
}
