/** Checkpoints of this installation, kept for good; that of the day goes to the witness. */
import { instantToWall } from '../fhir/instant.ts';
import type { Database, Transaction } from '../store/database.ts';
import { enqueue } from '../store/outbox.ts';
import {
  type Checkpoint,
  type CheckpointKey,
  openCheckpointKey,
  signCheckpoint,
} from './checkpoint.ts';
import { openTiles, type Tiles } from './tile.ts';
import { openWitness, type Witness, type WitnessPlace } from './witness.ts';

/** All that the ledger's tree needs of the outside. */
export interface Ledger {
  readonly db: Database;
  readonly now: () => number;
  /** Base URL of the installation: what checkpoints name as their origin. */
  readonly origin: string;
  readonly key: CheckpointKey;
  readonly tiles: Tiles;
  /** Absent: nobody outside can tell whether the tree was made anew. */
  readonly witness?: Witness;
}

/** What a ledger is made of; `seed` is the 32 bytes that its key follows from. */
export interface LedgerParts extends Omit<Ledger, 'key' | 'tiles' | 'witness'> {
  readonly seed: Buffer;
  readonly witness?: WitnessPlace | undefined;
}

export async function openLedger({ seed, witness, ...given }: LedgerParts): Promise<Ledger> {
  const shown = { key: await openCheckpointKey(seed), tiles: openTiles(given.db) };
  return { ...given, ...shown, ...(witness && { witness: openWitness(witness, shown) }) };
}

/** A checkpoint as it is kept. `at` in epoch milliseconds. */
export interface KeptCheckpoint {
  readonly size: number;
  readonly at: number;
  readonly jws: string;
}

/** The newest one; undefined before the first row is sealed. */
export async function latestCheckpoint(
  db: Pick<Transaction, 'query'>,
): Promise<KeptCheckpoint | undefined> {
  const { rows } = await db.query<KeptCheckpoint>(
    'select size, at, jws from checkpoint order by size desc limit 1',
    [],
    { name: 'checkpoint' },
  );
  return rows[0];
}

/** The queue whose worker sends what is to go to the witness. */
export const witnessQueue = 'witness';

/** Puts down that a checkpoint is to go to the witness, and has it sent. `day`: only if none of that day has. */
export async function address(
  tx: Transaction,
  { size, at }: Pick<KeptCheckpoint, 'size' | 'at'>,
  day: string | null,
): Promise<void> {
  const { rowCount } = await tx.query(
    `insert into witness_letter (size, day, made_at) values ($1, $2, to_timestamp($3 / 1000.0)) on conflict do nothing`,
    [size, day, at],
  );
  if (rowCount > 0)
    await enqueue(tx, [
      { queue: witnessQueue, name: 'send', jobId: `letter-${size}-${at}`, data: { size, at } },
    ]);
}

async function keep(tx: Transaction, ledger: Ledger, checkpoint: Checkpoint): Promise<void> {
  const { size, time: at } = checkpoint;
  const jws = await signCheckpoint(ledger.key, checkpoint);
  await tx.query(
    'insert into checkpoint (size, at, jws) values ($1, to_timestamp($2 / 1000.0), $3)',
    [size, at, jws],
  );
  if (ledger.witness) await address(tx, { size, at }, instantToWall(ledger.now()).date);
}

/** Whether a checkpoint is too young for another. One from the future is not: the clock had run ahead, and no one waits for it. */
const isYoung = (last: KeptCheckpoint | undefined, now: number, afterMs: number): boolean =>
  last !== undefined && Math.abs(now - last.at) < afterMs;

/**
 * Signs what the tree is now, if it has grown since the last checkpoint and that is `afterMs` old; gives whether it did. No checkpoint is
 * older than the one before, whatever the clock says. A process that seals at this moment does it by itself.
 */
export const makeCheckpoint = (ledger: Ledger, afterMs = 0): Promise<boolean> =>
  ledger.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ size: number }>(
      'select size from tree for update skip locked',
    );
    const size = rows[0]?.size ?? 0;
    const last = await latestCheckpoint(tx);
    const now = ledger.now();
    if (size <= (last?.size ?? 0) || isYoung(last, now, afterMs)) return false;
    const time = Math.max(now, last?.at ?? now);
    const root = await ledger.tiles.rootAt(size);
    await keep(tx, ledger, { origin: ledger.origin, size, root, time });
    return true;
  });
