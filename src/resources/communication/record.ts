import type { Communication } from '@medplum/fhirtypes';
import { identifierSystem } from '../../fhir/canonical.ts';
import { formatUtc } from '../../fhir/instant.ts';
import type { Act } from '../../ledger/provenance.ts';
import { recordWrites } from '../../ledger/record.ts';
import type { Transaction } from '../../store/database.ts';
import { putAll } from '../../store/put.ts';
import type { Ports } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { defaultLaw } from '../healthcare-service/policy.ts';
import type { Receipt } from './gateway.ts';
import type { Plan } from './message.ts';

/** What writing down needs; `samspil` is the id of the Device that this service is. */
export interface RecordPorts extends Pick<Ports, 'db' | 'now' | 'room'> {
  readonly samspil: string;
}

/** A receipt may come before we know that the message was sent: the plan's row keeps it until then. */
interface Received {
  readonly receipt: Receipt['status'] | null;
  readonly receiptAt: number | null;
}

/** The Communication carries the plan's id, which is the gateway's too; its text is without the link, which is a key. */
const communication = (
  plan: Plan,
  status: 'completed' | 'stopped',
  { receipt, receiptAt }: Received,
  now: number,
): Communication & { id: string } => ({
  resourceType: 'Communication',
  id: plan.id,
  identifier: [{ system: identifierSystem('reminder'), value: plan.id }],
  status: receipt === 'undeliverable' ? 'stopped' : status,
  category: [
    {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/communication-category',
          code: 'notification',
        },
      ],
    },
  ],
  medium: [
    {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode', code: 'SMSWRIT' },
      ],
    },
  ],
  subject: { reference: `Patient/${plan.patient}` },
  recipient: [{ reference: `Patient/${plan.patient}` }],
  about: [{ reference: `Appointment/${plan.appointment}` }],
  sent: formatUtc(plan.sendingAt ?? now),
  ...(receipt === 'delivered' && { received: formatUtc(receiptAt ?? now) }),
});

interface Deed {
  readonly kind: 'remind' | 'receipt';
  readonly patient: string;
  readonly law: string;
}

/** The Communication and its Provenance. */
async function write(
  tx: Transaction,
  ports: RecordPorts,
  resource: Communication & { id: string },
  { kind, patient, law }: Deed,
): Promise<void> {
  const now = ports.now();
  const [written] = await putAll(tx, ports.room('Communication'), [resource], now);
  if (!written || written.outcome === 'same') return;
  const act: Act = {
    target: { type: 'Communication', id: resource.id, version: written.version },
    patient,
    actor: { capacity: 'system', who: `Device/${ports.samspil}`, patient },
    kind,
    outcome: written.outcome,
    policy: law,
    occurred: now,
    recorded: now,
    assembler: `Device/${ports.samspil}`,
  };
  await recordWrites(tx, ports.room('Provenance'), [act], now);
}

/** What became of a plan. A skipped one leaves no Communication: nothing was sent. */
export interface Ending {
  readonly state: 'sent' | 'failed' | 'skipped';
  readonly reason: string | null;
  readonly law: string;
}

/** Ends a plan and writes down what was sent, with a receipt that came first. Nothing happens when somebody else ended it. */
export async function settle(
  ports: RecordPorts,
  plan: Plan,
  { state, reason, law }: Ending,
): Promise<void> {
  const now = ports.now();
  await ports.db.transaction(async (tx) => {
    const { rows } = await tx.query<Received>(
      `update reminder set state = $2, reason = $3, settled_at = to_timestamp($4 / 1000.0)
       where id = $1 and state = 'due' returning receipt, receipt_at as "receiptAt"`,
      [plan.id, state, reason, now],
    );
    const [received] = rows;
    if (!received || state === 'skipped') return;
    const status = state === 'sent' ? 'completed' : 'stopped';
    const deed = { kind: 'remind', patient: plan.patient, law } as const;
    await write(tx, ports, communication(plan, status, received, now), deed);
  });
}

/**
 * Enters a delivery receipt, the first of a message: `received` is when it came. It waits on the plan's row when it is faster than we
 * are. A receipt for what we never sent changes nothing.
 */
export async function enterReceipt(
  ports: RecordPorts,
  { id, status }: { readonly id: string; readonly status: Receipt['status'] },
): Promise<void> {
  const now = ports.now();
  await ports.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ patient: string }>(
      `update reminder set receipt = $2, receipt_at = to_timestamp($3 / 1000.0)
       where id = $1 and receipt is null returning patient`,
      [id, status, now],
    );
    const stored = rows[0] && (await findOne<Communication>(tx, ports.room('Communication'), id));
    if (!rows[0] || !stored) return;
    const next: Communication & { id: string } =
      status === 'delivered'
        ? { ...stored.resource, received: formatUtc(now) }
        : { ...stored.resource, status: 'stopped' };
    await write(tx, ports, next, { kind: 'receipt', patient: rows[0].patient, law: defaultLaw });
  });
}
