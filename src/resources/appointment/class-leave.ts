import type { Appointment } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { FhirError, notFound } from '../../fhir/outcome.ts';
import type { Call, Ports } from '../define.ts';
import type { Stored, WritePlan } from '../write-plan.ts';
import { assertReason, type Cancellation, cancelling } from './cancel.ts';
import { notAClass, type Several } from './class-series.ts';
import { seatIn } from './class-session.ts';
import { actorOf } from './decide.ts';
import { participantId } from './participants.ts';
import { standing } from './standing.ts';

type Kept = Appointment & { id: string };

const aheadSql = `
select content from appointment where patient = $1 and view & 1 <> 0 and p_status && '{booked}'
  and sort > to_timestamp($2 / 1000.0) order by sort, id`;

/** The citizen's seats in a class that lie ahead, in order. */
async function seatsAhead(
  { db, now }: Ports,
  patient: string,
  service: string,
): Promise<readonly Kept[]> {
  const { rows } = await db.query<{ content: string }>(aheadSql, [patient, now()], {
    name: 'seats-ahead',
  });
  return rows
    .map(({ content }) => JSON.parse(content) as Kept)
    .filter((one) => seatIn(one) && participantId(one, 'HealthcareService') === service);
}

/** Leaves a class by any of one's seats in it: all sessions that lie ahead. What Cura refuses is told session by session. */
export async function leaveSeries(
  call: Call,
  id: string,
  given: Omit<Cancellation, 'id'>,
): Promise<Several> {
  const { ports } = call;
  const { patient, service, stored } = await standing(ports, id);
  const actor: Actor = await actorOf(call, patient, notFound('Appointment', id));
  assertReason(given.reason, actor);
  if (!seatIn(stored.resource)) throw notAClass();
  const made: Stored[] = [];
  const plans: WritePlan[] = [];
  let acting = actor;
  for (const one of await seatsAhead(ports, patient, service.id)) {
    const decided = await cancelling(ports, { id: one.id, ...given }, actor);
    if ('before' in decided) made.push(decided.before);
    else {
      plans.push(decided.plan);
      acting = decided.actor;
    }
  }
  // Nothing lies ahead: what is asked for is refused, or was done before.
  if (plans.length + made.length === 0) {
    const decided = await cancelling(ports, { id, ...given }, actor);
    return 'before' in decided ? [decided.before] : ports.writeTogether([decided.plan], actor);
  }
  const told = plans.length === 0 ? [] : await ports.writeTogether(plans, acting);
  const failed = told.find((one) => one instanceof FhirError);
  if (failed && made.length === 0 && told.every((one) => one instanceof FhirError)) throw failed;
  return [...made, ...told];
}
