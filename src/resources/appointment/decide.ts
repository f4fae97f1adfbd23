import type { Appointment } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { isRelated } from '../../access/relation.ts';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { FhirError, fail } from '../../fhir/outcome.ts';
import { broken, type Rule } from '../../scheduling/rule.ts';
import type { Call, Ports } from '../define.ts';
import { contact } from '../organization/contact.ts';
import type { Stored, WritePlan } from '../write-plan.ts';
import { alternatives, refused, taken } from './refusal.ts';
import { factsOf, type Offer } from './situation.ts';

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
    throw taken(await alternatives(ports, offer));
  }
}

/** Refuses with every rule that does not hold: with other times when only the time is wrong, else with the unit's phone and hours. */
export async function assertHolds(
  rules: readonly Rule[],
  question: Parameters<typeof factsOf>[0],
  offer?: Offer,
): Promise<void> {
  const facts = await factsOf(question);
  const failed = broken(rules, facts);
  if (failed.length === 0) return;
  const timeOnly = failed.every(({ kind }) => kind === 'taken');
  const more =
    offer && timeOnly
      ? await alternatives(question.ports, offer)
      : await contact(question.ports, question.service);
  throw refused(failed, facts, more);
}

/** What the same act came to when it was asked for before, if that still stands. */
export async function doneBefore(
  ports: Ports,
  joinKey: string,
  stands: (appointment: Appointment) => boolean,
): Promise<Stored<Appointment> | undefined> {
  const earlier = (await ports.earlier(joinKey)) as Stored<Appointment> | undefined;
  return earlier && stands(earlier.resource) ? earlier : undefined;
}
