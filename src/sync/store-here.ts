/** What stands here by an act of somebody, with its Provenance and all that follows from it, in the caller's transaction. */
import type { Resource } from '@medplum/fhirtypes';
import type { Transaction } from '../store/database.ts';
import { putAll } from '../store/put.ts';
import { type Deed, recordActs, recording, type Told } from './act.ts';
import { roomOf } from './door.ts';
import type { SyncPorts } from './ports.ts';

/** A resource that is to stand, and by which act. */
export interface Deposit {
  readonly resource: Resource & { id: string };
  readonly deed: Deed;
}

/** Stores resources of one type; gives their versions, in order. What is as it was leaves no trace. */
export async function storeHere(
  tx: Transaction,
  ports: SyncPorts,
  type: string,
  deposits: readonly Deposit[],
): Promise<number[]> {
  const room = roomOf(ports, type);
  const resources = deposits.map(({ resource }) => resource);
  const written = await putAll(tx, ports.room(type), resources, ports.now());
  const changes = deposits.flatMap(({ resource, deed }, at): Told[] => {
    const one = written[at];
    if (!one) throw new Error(`${type} was not written.`);
    return one.outcome === 'same' ? [] : [{ written: one, resource, deed }];
  });
  if (changes.length > 0) {
    await recordActs(tx, ports, room, changes, { kind: 'store' });
    await room.after?.(tx, { ...ports, record: recording(ports) }, changes, { bulk: false });
  }
  return written.map(({ version }) => version);
}
