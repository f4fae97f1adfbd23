import type { Appointment, HealthcareService } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { uuidv7 } from '../../fhir/id.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { notFound, unprocessable } from '../../fhir/outcome.ts';
import {
  alive,
  granted,
  keepsWaitlist,
  mandate,
  manner,
  offered,
  ownLogin,
  relatives,
  takesBookings,
} from '../../scheduling/eligibility-rules.ts';
import type { Rule } from '../../scheduling/rule.ts';
import type { Wish } from '../../scheduling/waitlist.ts';
import type { Transaction } from '../../store/database.ts';
import type { Call, Ports } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { lawOf } from '../healthcare-service/policy.ts';
import { checkedComment } from '../task/request.ts';
import type { Stored } from '../write-plan.ts';
import { actorOf, assertHolds, write } from './decide.ts';
import { actedBy, extended } from './hold-state.ts';
import { participants } from './participants.ts';
import { wishExtension } from './waitlist-wish.ts';

/** Who waits for what. */
export interface Waiting {
  readonly service: string;
  readonly patient: string;
  readonly wish: Wish;
  readonly comment?: string;
}

/** Whoever could not book the service is not offered a time of it. */
const joinRules: readonly Rule[] = [
  takesBookings,
  keepsWaitlist,
  ownLogin,
  mandate,
  relatives,
  alive,
  ...manner('book', 'bestilles', 'booked'),
  offered,
  granted,
];

const alreadyWaiting = () =>
  unprocessable('already-waiting', {
    da: 'Borgeren står allerede på ventelisten til ydelsen.',
    en: 'The citizen is on the waiting list of the service already.',
  });

const draft = (
  service: HealthcareService & { id: string },
  { patient, wish, comment }: Waiting,
  actor: Actor,
  now: number,
): Appointment & { id: string } => ({
  resourceType: 'Appointment',
  id: uuidv7(now),
  ...extended({}, actedBy(actor, now), wishExtension(wish, now)),
  status: 'waitlist',
  ...(service.type && { serviceType: service.type }),
  created: formatInstant(now),
  ...(comment !== undefined && { comment }),
  participant: participants({ patient, service: service.id }, 'tentative'),
  requestedPeriod: [
    { start: formatInstant(wish.window.start), end: formatInstant(wish.window.end) },
  ],
});

/** Entries that came to something, which may still stand beside the resource. */
export const forgetEnded = (tx: Pick<Transaction, 'query'>, patient: string | null = null) =>
  tx.query(
    `delete from waiting w where ($1::text is null or w.patient = $1) and not exists (
       select from appointment a where a.id = w.appointment and a.view & 1 <> 0 and a.p_status && '{waitlist,pending}')`,
    [patient],
    { name: 'forget-waiting' },
  );

/** One open entry for each citizen and service, whoever else is just joining. */
const entering =
  (id: string, { patient, service }: Waiting, now: number) =>
  async (tx: Transaction): Promise<void> => {
    await forgetEnded(tx, patient);
    const { rowCount } = await tx.query(
      `insert into waiting (appointment, patient, service, joined_at)
       values ($1, $2, $3, to_timestamp($4 / 1000.0)) on conflict do nothing`,
      [id, patient, service, now],
      { name: 'join-waitlist' },
    );
    if (rowCount === 0) throw alreadyWaiting();
  };

/** 404 for a person whom nobody knows: an entry would wait for good. */
async function assertKnown({ db, room }: Ports, { practitioner }: Wish): Promise<void> {
  if (practitioner === undefined) return;
  if (!(await findOne(db, room('Practitioner'), practitioner)))
    throw notFound('Practitioner', practitioner);
}

/** Puts a citizen on the waiting list of a service. Refusals: 403 right, 404 no such service, 422 rule. */
export async function joinWaitlist(call: Call, waiting: Waiting): Promise<Stored<Appointment>> {
  const { ports } = call;
  const { patient, wish } = waiting;
  const actor = await actorOf(call, patient);
  const room = ports.room('HealthcareService');
  const found = await findOne<HealthcareService>(ports.db, room, waiting.service);
  if (!found) throw notFound('HealthcareService', waiting.service);
  const service = found.resource;
  await assertKnown(ports, wish);
  const question = { ports, actor, patient, service, time: wish.window, slotFree: true };
  await assertHolds(joinRules, question);
  const now = ports.now();
  checkedComment(waiting.comment);
  const resource = draft(service, waiting, actor, now);
  const plan = { kind: 'join-waitlist', record: 'aftale', here: true, method: 'create' } as const;
  const guard = entering(resource.id, waiting, now);
  const about = { patient, policy: lawOf(service), guard };
  return write(ports, { ...plan, ...about, resource }, actor, undefined);
}
