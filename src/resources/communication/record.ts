import type { Communication } from '@medplum/fhirtypes';
import type { Act } from '../../ledger/provenance.ts';
import { recordWrites } from '../../ledger/record.ts';
import type { Transaction } from '../../store/database.ts';
import { putAll } from '../../store/put.ts';
import type { Ports } from '../define.ts';
import { tellUnreached } from '../task/unreached.ts';
import { communicationOf, type Received } from './communication.ts';
import type { Plan } from './facts.ts';
import { noteFailed } from './failed-number.ts';
import { insertPlans } from './plan-row.ts';

/** What writing down needs; `samspil` is the id of the Device that this service is. */
export interface RecordPorts extends Pick<Ports, 'db' | 'now' | 'room' | 'secret' | 'record'> {
  readonly samspil: string;
}

type Kept = Communication & { id: string };

/** A Communication, and why it is written. */
export interface Deed {
  readonly resource: Kept;
  readonly kind: 'remind' | 'receipt';
  readonly patient: string;
  readonly law: string;
}

/** Writes Communications and their Provenance. */
export async function writeDeeds(
  tx: Transaction,
  ports: RecordPorts,
  deeds: readonly Deed[],
): Promise<void> {
  const now = ports.now();
  const who = `Device/${ports.samspil}`;
  const written = await putAll(
    tx,
    ports.room('Communication'),
    deeds.map(({ resource }) => resource),
    now,
  );
  const acts = deeds.flatMap(({ resource, kind, patient, law }, at): Act[] => {
    const one = written[at];
    if (!one || one.outcome === 'same') return [];
    return [
      {
        target: { type: 'Communication', id: resource.id, version: one.version },
        actor: { capacity: 'system', who, patient },
        ...{ patient, kind, outcome: one.outcome, policy: law },
        ...{ occurred: now, recorded: now, assembler: who },
      },
    ];
  });
  await recordWrites(tx, ports.room('Provenance'), acts, now);
}

/** What became of a plan. A skipped one leaves no Communication: nothing was sent. */
export interface Ending {
  readonly plan: Plan;
  readonly state: 'sent' | 'failed' | 'skipped';
  readonly reason: string | null;
  readonly law: string;
}

/** What is skipped was given to no channel after all: it may be sent when it is true again. */
const settleSql = `
update reminder r set state = x.state, reason = x.reason, settled_at = to_timestamp($4 / 1000.0),
  sending_at = case when x.state <> 'skipped' then r.sending_at end, channel = case when x.state <> 'skipped' then r.channel end,
  passed = case when x.state <> 'skipped' then r.passed else '{}' end
from unnest($1::text[], $2::text[], $3::text[]) as x(id, state, reason)
where r.id = x.id and r.state = 'due' returning r.id, r.receipt, r.receipt_at as "receiptAt"`;

/** To the citizen, not to a relative. */
export const isCitizens = ({ recipient, patient }: Pick<Plan, 'recipient' | 'patient'>): boolean =>
  recipient === `Patient/${patient}`;

/** A reminder to a citizen who wishes relatives to be told is sent to each of them too, as a message of its own. */
const forRelatives = (
  { plan }: Ending,
  relatives: ReadonlyMap<string, readonly string[]>,
  now: number,
) =>
  plan.kind === 'reminder' && isCitizens(plan)
    ? (relatives.get(plan.patient) ?? []).map((recipient) => ({ ...plan, recipient, dueAt: now }))
    : [];

/** The appointment stands and it is its time: what was skipped for another reason has no relatives to tell. */
const isTold = ({ state, reason }: Ending): boolean =>
  state !== 'skipped' || reason === 'not wanted';

async function settleIn(
  tx: Transaction,
  ports: RecordPorts,
  endings: readonly Ending[],
  relatives: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const now = ports.now();
  const { rows } = await tx.query<Received & { id: string }>(
    settleSql,
    [
      endings.map(({ plan }) => plan.id),
      endings.map(({ state }) => state),
      endings.map(({ reason }) => reason),
      now,
    ],
    { name: 'settle-plans' },
  );
  const received = new Map(rows.map((row) => [row.id, row]));
  const ours = endings.filter(({ plan }) => received.has(plan.id));
  const deeds = ours.flatMap((ending): Deed[] => {
    const row = received.get(ending.plan.id);
    if (!row || ending.state === 'skipped') return [];
    const { plan, law } = ending;
    const resource = communicationOf(plan, ending, row, now);
    return [{ resource, kind: 'remind', patient: plan.patient, law }];
  });
  await writeDeeds(tx, ports, deeds);
  const refused = ours.filter(({ plan }) => plan.passed.includes('sms'));
  await noteFailed(
    tx,
    refused.map(({ plan }) => plan.id),
    now,
  );
  const unreached = ours.filter(({ plan, state }) => state === 'failed' && isCitizens(plan));
  await tellUnreached(
    tx,
    ports,
    unreached.map(({ plan }) => plan.appointment),
  );
  const told = ours.filter(isTold).flatMap((ending) => forRelatives(ending, relatives, now));
  await insertPlans(tx, ports, told);
}

/** Ends plans and writes down what was sent, with receipts that came first. Nothing happens to those that somebody else ended. */
export async function settleAll(
  ports: RecordPorts,
  endings: readonly Ending[],
  relatives: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  if (endings.length === 0) return;
  const sorted = endings.toSorted((a, b) => (a.plan.id < b.plan.id ? -1 : 1));
  await ports.db.transaction((tx) => settleIn(tx, ports, sorted, relatives));
}
