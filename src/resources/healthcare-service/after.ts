import type { HealthcareService } from '@medplum/fhirtypes';
import { cutOf } from '../../scheduling/policy.ts';
import type { Transaction } from '../../store/database.ts';
import type { Change, Ports, Room } from '../define.ts';
import { refreshUses } from '../schedule/use.ts';
import { askAnew, askSlots, sharing } from '../slot/ask.ts';
import { policyOf } from './policy.ts';

type Needs = Pick<Ports, 'room' | 'now' | 'municipality'>;
type Policies = Pick<Ports, 'municipality'>;

const beforeOf = ({ written }: Change): HealthcareService | undefined =>
  written.before === undefined ? undefined : (JSON.parse(written.before) as HealthcareService);

/** What the appointments of a service take: when it is another, they stand in the way of others otherwise. */
const taking = (service: HealthcareService, { municipality }: Policies): string =>
  JSON.stringify([cutOf(policyOf(service, municipality)), service.characteristic]);

/** What its times follow from besides. */
const offering = (service: HealthcareService, { municipality }: Policies): string => {
  const { horizonDays, publicHolidays, withinOpeningHours } = policyOf(service, municipality);
  return JSON.stringify([
    ...[horizonDays, publicHolidays, withinOpeningHours],
    ...[service.type, service.providedBy],
  ]);
};

async function schedulesWith(tx: Transaction, service: string): Promise<string[]> {
  const { rows } = await tx.query<{ schedule: string }>(
    'select distinct schedule from schedule_use where service = $1',
    [service],
    { name: 'schedules-with' },
  );
  return rows.map(({ schedule }) => schedule);
}

/** Schedules whose times the appointments of a service may be in the way of, whoever gives it. */
async function schedulesBeside(tx: Transaction, service: string, now: number): Promise<string[]> {
  const { rows } = await tx.query<{ schedule: string }>(
    `select distinct u.schedule from appointment_link l join appointment a on a.id = l.id and a.view & 1 <> 0,
       unnest(a.p_actor) x join schedule_use u on u.actor = x and u.apart
     where l.param = 'actor' and l.value = $1 and l.sort > to_timestamp($2 / 1000.0) - interval '1 day'`,
    [`HealthcareService/${service}`, now],
  );
  return rows.map(({ schedule }) => schedule);
}

async function ask(tx: Transaction, ports: Needs, change: Change): Promise<void> {
  const { id, version } = change.written;
  const [before, after] = [beforeOf(change), change.resource as HealthcareService];
  const anew = before === undefined || taking(before, ports) !== taking(after, ports);
  if (before && !anew && offering(before, ports) === offering(after, ports)) return;
  const own = await schedulesWith(tx, id);
  // Who shared its rooms before is told too.
  const shared = anew ? await sharing(tx, own) : own;
  await refreshUses(tx, ports, own);
  const beside = anew
    ? [...(await sharing(tx, own)), ...(await schedulesBeside(tx, id, ports.now()))]
    : [];
  const all = [...new Set([...shared, ...beside])];
  await askSlots(
    tx,
    `${id}-${version}`,
    all.map((schedule) => ({ schedule })),
  );
  if (anew) await askAnew(tx, `${version}`, `HealthcareService/${id}`);
}

/** A service whose rules changed asks the worker for the Slots of all who give it, and of those who share their time. */
export const serviceChanged: NonNullable<Room['after']> = async (tx, ports, changes, { bulk }) => {
  if (bulk) return;
  for (const change of changes) await ask(tx, ports, change);
};
