import type { Communication } from '@medplum/fhirtypes';
import { formatUtc } from '../../fhir/instant.ts';
import type { Transaction } from '../../store/database.ts';
import { findAll } from '../find-resource.ts';
import { defaultLaw } from '../healthcare-service/policy.ts';
import type { ChannelName } from '../municipality.ts';
import { tellUnreached } from '../task/unreached.ts';
import { failed } from './communication.ts';
import { noteFailed } from './failed-number.ts';
import type { Receipt } from './receipt.ts';
import { type Deed, isCitizens, type RecordPorts, writeDeeds } from './record.ts';

type Kept = Communication & { id: string };

/** A receipt, by the channel that tells of it. */
export interface CameIn extends Receipt {
  readonly channel: ChannelName;
}

const receiptSql = `
update reminder r set receipt = x.status, receipt_at = to_timestamp($4 / 1000.0)
from unnest($1::text[], $2::text[], $3::text[]) as x(id, status, channel)
where r.id = x.id and r.receipt is null and r.channel = x.channel returning r.id, r.patient, r.recipient, r.appointment, r.channel, r.receipt as status`;

const withReceipt = (stored: Kept, status: Receipt['status'], now: number): Kept =>
  status === 'delivered'
    ? { ...stored, received: formatUtc(now) }
    : { ...stored, status: 'stopped', statusReason: failed('undeliverable') };

interface Entered extends CameIn {
  readonly patient: string;
  readonly recipient: string;
  readonly appointment: string;
}

const firstOfEach = (receipts: readonly CameIn[]): CameIn[] => [
  ...new Map(receipts.toReversed().map((one) => [one.id, one])).values(),
];

/** A number that nothing reaches is noted, and the unit is told of the citizen. */
async function lose(tx: Transaction, ports: RecordPorts, rows: readonly Entered[], now: number) {
  const lost = rows.filter(({ status }) => status === 'undeliverable');
  const numbers = lost.filter(({ channel }) => channel === 'sms').map(({ id }) => id);
  await noteFailed(tx, numbers, now);
  const citizens = lost.filter(isCitizens).map(({ appointment }) => appointment);
  await tellUnreached(tx, ports, citizens);
}

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
    const { rows } = await tx.query<Entered>(
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
    await writeDeeds(tx, ports, deeds);
    await lose(tx, ports, rows, now);
  });
}
