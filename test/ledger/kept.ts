import { join } from 'node:path';
import type { Test } from 'tap';
import { appendRows } from '../../src/ledger/append.ts';
import {
  type KeptCheckpoint,
  type Ledger,
  makeCheckpoint,
  openLedger,
} from '../../src/ledger/checkpoint-log.ts';
import { exportLedger } from '../../src/ledger/export.ts';
import type { ExportRange } from '../../src/ledger/export-rows.ts';
import { recordWrites } from '../../src/ledger/record.ts';
import { sealAll } from '../../src/ledger/seal.ts';
import { type Verified, verifyExport } from '../../src/ledger/verify.ts';
import type { Given } from '../../src/ledger/verify-key.ts';
import { sendLetters } from '../../src/ledger/witness-letter.ts';
import { prepareStore } from '../../src/main/foundation.ts';
import { provenance } from '../../src/resources/provenance/index.ts';
import type { Transaction } from '../../src/store/database.ts';
import type { Kept } from '../../src/store/retention-table.ts';
import { type StoredRoom, storeRoom } from '../../src/store/stored-room.ts';
import { type TestDatabase, temporaryDir, testDatabase } from '../database.ts';
import { look, seed } from './rows.ts';

export const dayMs = 86_400_000;

/** A ledger with writes and looks of five days, each with its checkpoint, which a witness has seen. */
export interface KeptLedger extends TestDatabase {
  readonly ledger: Ledger;
  readonly room: StoredRoom;
  /** The witness's file. */
  readonly file: string;
  readonly setNow: (now: number) => void;
  /** Three writes and some looks, at the ledger's time. */
  readonly fill: (name: string, looks: number) => Promise<void>;
  /** Seals all, signs it and shows it to the witness. */
  readonly seal: () => Promise<void>;
}

/** So many looks at a moment. */
export const looksAt = (
  tx: Pick<Transaction, 'query'>,
  name: string,
  count: number,
  at: number,
): Promise<void> =>
  appendRows(
    tx,
    Array.from({ length: count }, (_, n) => look(`${name} ${n}`, { at })),
  );

const samspil = 'Device/samspil';

const writesOf = (name: string, now: number) =>
  [1, 2, 3].map((version) => ({
    target: { type: 'Appointment', id: `a-${name}`, version },
    patient: 'karen',
    actor: { capacity: 'self', who: 'Patient/karen' } as const,
    ...({ kind: 'book', outcome: 'created', policy: 'urn:law', assembler: samspil } as const),
    ...{ occurred: now, recorded: now },
  }));

export async function emptyKept(
  t: Test,
  start: number,
  retention: readonly Kept[] = [],
): Promise<KeptLedger> {
  const database = await testDatabase(t);
  const { db, owner } = database;
  await prepareStore(db, [provenance], { owner, retention });
  const room = storeRoom(provenance, Buffer.alloc(32));
  const clock = { now: start };
  const file = join(temporaryDir(t), 'witness.jws');
  const given = { db, now: () => clock.now, origin: 'https://samspil.test', seed };
  const ledger = await openLedger({ ...given, witness: { file } });
  return {
    ...{ ...database, ledger, room, file },
    setNow: (now) => {
      clock.now = now;
    },
    fill: async (name, looks) => {
      await db.transaction((tx) => recordWrites(tx, room, writesOf(name, clock.now), clock.now));
      await looksAt(db, name, looks, clock.now);
    },
    seal: async () => {
      await sealAll(db);
      await makeCheckpoint(ledger);
      await sendLetters(ledger);
    },
  };
}

/** Five days of a hundred rows and a few. */
export async function keptLedger(t: Test, start: number): Promise<KeptLedger> {
  const kept = await emptyKept(t, start);
  for (const day of [0, 1, 2, 3, 4]) {
    kept.setNow(start + day * dayMs);
    await kept.fill(`day ${day}`, 97 + day);
    await kept.seal();
  }
  return kept;
}

/** The lines of an export made now. */
export async function linesOf({ db, ledger }: KeptLedger, range: ExportRange = {}) {
  const lines: string[] = [];
  const write = async (line: string): Promise<void> => void lines.push(line.trimEnd());
  await exportLedger(db, range, { write, now: ledger.now() });
  return lines;
}

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

/** What a check of the lines says: what was found, or the sentence of the fault. */
export const checked = (lines: readonly string[], given: Given = {}): Promise<Verified | string> =>
  verifyExport(each(lines), given).catch((error: Error) => {
    if (error.name !== 'VerifyFault') throw error;
    return error.message;
  });

export const checkpointsOf = async ({ db }: KeptLedger): Promise<KeptCheckpoint[]> =>
  (await db.query<KeptCheckpoint>('select size, at, jws from checkpoint order by size')).rows;
