import type { Act } from '../ledger/provenance.ts';
import { recordWrites } from '../ledger/record.ts';
import { findOne } from '../resources/find-resource.ts';
import type { Transaction } from '../store/database.ts';
import { deviceId } from './identity.ts';
import type { Intent } from './intent.ts';
import type { SyncPorts } from './ports.ts';

/** The act was done, but a newer version is here already: the one who acted stays in the Provenance. */
export async function recordLate(tx: Transaction, ports: SyncPorts, intent: Intent): Promise<void> {
  const now = ports.now();
  const stored = await findOne(tx, ports.room(intent.room), intent.resourceId);
  const act: Act = {
    target: { type: intent.room, id: intent.resourceId, version: stored?.version ?? 1 },
    patient: intent.patient,
    actor: intent.actor,
    kind: intent.kind,
    outcome: intent.method === 'create' ? 'created' : 'updated',
    policy: intent.policy,
    occurred: intent.madeAt,
    recorded: now,
    assembler: `Device/${deviceId(ports.namespace, 'samspil')}`,
  };
  await recordWrites(tx, ports.room('Provenance'), [act], now);
}
