import type { Transaction } from '../store/database.ts';
import { createAll } from '../store/put.ts';
import type { StoredRoom } from '../store/stored-room.ts';
import { appendRows } from './append.ts';
import { type Act, provenanceOf, writeRow } from './provenance.ts';

/** Leaves the Provenance and the ledger row of each write, in the transaction of that write. `room` is that of Provenance. */
export async function recordWrites(
  tx: Transaction,
  room: StoredRoom,
  acts: readonly Act[],
  now: number,
): Promise<void> {
  const made = acts.map((act) => ({ act, provenance: provenanceOf(act) }));
  await createAll(
    tx,
    room,
    made.map(({ provenance }) => provenance),
    now,
  );
  await appendRows(
    tx,
    made.map(({ act, provenance }) => writeRow(act, provenance)),
  );
}
