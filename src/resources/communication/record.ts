import type { Communication } from '@medplum/fhirtypes';
import { formatUtc } from '../../fhir/instant.ts';
import type { Act } from '../../ledger/provenance.ts';
import { recordWrites } from '../../ledger/record.ts';
import type { Transaction } from '../../store/database.ts';
import { putAll } from '../../store/put.ts';
import type { Ports } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { defaultLaw } from '../healthcare-service/policy.ts';
import type { ChannelName } from '../municipality.ts';
import { communicationOf, failed, type Received } from './communication.ts';
import type { Plan } from './facts.ts';
import { noteFailed } from './failed-number.ts';
import { insertPlans } from './plan-row.ts';
import type { Receipt } from './receipt.ts';

/** What writing down needs; `samspil` is the id of the Device that this service is. */
export interface RecordPorts extends Pick<Ports, 'db' | 'now' | 'room' | 'secret'> {
  readonly samspil: string;
  /** Told, in the transaction, of appointments whose citizen could not be reached. */
  readonly onUnreached?: (tx: Transaction, appointments: readonly string[]) => Promise<void>;
}

type Kept = Communication & { id: string };

/** A Communication, and why it is written. */
interface Deed {
  readonly resource: Kept;
  readonly kind: 'remind' | 'receipt';
  readonly patient: string;
  readonly law: string;
}

/** The Communications and their Provenance. */
async function write(tx: Transaction, ports: RecordPorts, deeds: readonly Deed[]): Promise<void> {
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

const settleSql = `
update reminder r set state = x.state, reason = x.reason, settled_at = to_timestamp($4 / 1000.0)
from unnest($1::text[], $2::text[], $3::text[]) as x(id, state, reason)
where r.id = x.id and r.state = 'due' returning r.id, r.receipt, r.receipt_at as "receiptAt"`;

/** A reminder to a citizen who wishes relatives to be told is sent to each of them too, as a message of its own. */
const forRelatives = (
  { plan }: Ending,
  relatives: ReadonlyMap<string, readonly string[]>,
  now: number,
) =>
  plan.kind === 'reminder' && plan.recipient === `Patient/${plan.patient}`
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
  await write(tx, ports, deeds);
  const refused = ours.filter(({ plan }) => plan.passed.includes('sms'));
  await noteFailed(
    tx,
    refused.map(({ plan }) => plan.id),
    now,
  );
  await ports.onUnreached?.(
    tx,
    ours.filter(({ state }) => state === 'failed').map(({ plan }) => plan.appointment),
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

/** A receipt, by the channel that tells of it. */
export interface CameIn extends Receipt {
  readonly channel: ChannelName;
}

const receiptSql = `
update reminder r set receipt = x.status, receipt_at = to_timestamp($4 / 1000.0)
from unnest($1::text[], $2::text[], $3::text[]) as x(id, status, channel)
where r.id = x.id and r.receipt is null and r.channel = x.channel returning r.id, r.patient, r.channel, r.receipt as status`;

const withReceipt = (stored: Kept, status: Receipt['status'], now: number): Kept =>
  status === 'delivered'
    ? { ...stored, received: formatUtc(now) }
    : { ...stored, status: 'stopped', statusReason: failed('undeliverable') };

const firstOfEach = (receipts: readonly CameIn[]): CameIn[] => [
  ...new Map(receipts.toReversed().map((one) => [one.id, one])).values(),
];

/**
 * Enters delivery receipts, the first of each message: `received` is when it came. One waits on the plan's row when it is faster than
 * we are. A receipt for what this channel never got changes nothing.
 */
export async function enterReceipts(
  ports: RecordPorts,
  receipts: readonly CameIn[],
): Promise<void> {
  const now = ports.now();
  const first = firstOfEach(receipts).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await ports.db.transaction(async (tx) => {
    const { rows } = await tx.query<CameIn & { patient: string }>(
      receiptSql,
      [
        first.map(({ id }) => id),
        first.map(({ status }) => status),
        first.map(({ channel }) => channel),
        now,
      ],
      { name: 'enter-receipts' },
    );
    const ids = rows.map(({ id }) => id);
    const stored = await findAll<Kept>(tx, ports.room('Communication'), ids);
    const byId = new Map(stored.map(({ resource }) => [resource.id, resource]));
    const deeds = rows.flatMap(({ id, patient, status }): Deed[] => {
      const one = byId.get(id);
      return one
        ? [{ resource: withReceipt(one, status, now), kind: 'receipt', patient, law: defaultLaw }]
        : [];
    });
    await write(tx, ports, deeds);
    const lost = rows.filter(
      ({ status, channel }) => status === 'undeliverable' && channel === 'sms',
    );
    await noteFailed(
      tx,
      lost.map(({ id }) => id),
      now,
    );
  });
}
