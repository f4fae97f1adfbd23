/** What a change of a citizen or a service means for the messages that are planned. */
import type { HealthcareService } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { enqueue } from '../../store/outbox.ts';
import type { Change, Room } from '../define.ts';

type After = NonNullable<Room['after']>;

/** A wish given again counts for what is still of use: what was not wanted is looked at once more, of several reminders that are late the last. */
export const wishChanged: After = async (tx, { now }, changes, { bulk }) => {
  if (bulk) return;
  await tx.query(
    `update reminder r set state = 'due', reason = null, settled_at = null, next_at = to_timestamp($2 / 1000.0)
     where patient = any($1::text[]) and state = 'skipped' and reason in ('not wanted', 'no mandate')
       and sending_at is null and until > to_timestamp($2 / 1000.0)
       and not exists (select from reminder o where o.appointment = r.appointment and o.recipient = r.recipient and o.start = r.start
         and o.kind = 'reminder' and r.kind = 'reminder' and o.id <> r.id and o.reason in ('not wanted', 'no mandate') and o.state = 'skipped'
         and o.due_at <= to_timestamp($2 / 1000.0) and (o.due_at, o.id) > (r.due_at, r.id))`,
    [changes.map(({ resource }) => resource.id), now()],
    { name: 'wish-changed' },
  );
};

const planning = [structure('reminder-plan'), structure('booking-policy')];

/** Of a service, what its reminders are made from. */
const rulesOf = ({ extension = [] }: HealthcareService): string =>
  JSON.stringify(extension.filter(({ url }) => planning.includes(url)));

const isReplanned = ({ written: { before }, resource }: Change): boolean =>
  before !== undefined &&
  rulesOf(JSON.parse(before) as HealthcareService) !== rulesOf(resource as HealthcareService);

/** The appointments of a service whose reminders are others now are planned anew, by a job: there may be many. */
export const remindersChanged: After = async (tx, _, changes, { bulk }) => {
  if (bulk) return;
  const jobs = changes.filter(isReplanned).map(({ written, resource }) => ({
    ...{ queue: 'plan', name: 'replan', jobId: `${resource.id}-${written.version}` },
    data: { service: resource.id },
  }));
  await enqueue(tx, jobs);
};
