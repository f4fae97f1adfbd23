import { setTimeout as sleep } from 'node:timers/promises';
import { appendRows } from '../../src/ledger/append.ts';
import { type Ledger, makeCheckpoint, openLedger } from '../../src/ledger/checkpoint-log.ts';
import { proveInclusion } from '../../src/ledger/proof.ts';
import type { LedgerRow } from '../../src/ledger/row.ts';
import { rowsAtOnce, sealRows } from '../../src/ledger/seal.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';
import { schema } from '../../src/store/schema.ts';

/** What the ledger's tree came to; latencies in milliseconds. */
export interface TreeFigures {
  /** Rows sealed a second, with nobody writing. */
  readonly sealed: number;
  /** Rows written and sealed a second at once, and how many were left to seal when writing ended. */
  readonly both: { readonly written: number; readonly left: number };
  readonly proof: { readonly p50: number; readonly p99: number };
}

const fillAtOnce = 500_000;
const proofs = 3_000;

const row = (id: string): LedgerRow => ({
  ...{ id, kind: 'access', at: Date.now(), request: `r-${id}`, agent: 'Practitioner/nurse' },
  ...{ capacity: 'staff', patient: `patient-${id.length}`, mandate: null, interaction: 'read' },
  ...{ query: 'Appointment/1', targets: ['Appointment/1'], shown: 1, purpose: 'TREAT' },
  ...{ policy: null, client: 'bench', network: '192.0.2.1', outcome: '0', digest: null },
});

/** Indexes are built once, at the end. */
async function fill(db: Database, rows: number): Promise<void> {
  const { rows: indexes } = await db.query<{ name: string; text: string }>(
    `select indexname as name, indexdef as text from pg_indexes where tablename = 'ledger' and indexname not like '%_pkey'`,
  );
  for (const { name } of indexes) await db.query(`drop index ${name}`);
  for (let from = 1; from <= rows; from += fillAtOnce)
    await db.query(
      `insert into ledger (commitment, nonce, id, kind, at, agent, capacity, patient, interaction, targets, shown, outcome)
       select sha256(n::text::bytea), substr(sha256(n::text::bytea), 1, 16), 'row-' || n, 'access', to_timestamp(1.7e9 + n),
         'Practitioner/' || n % 2000, 'staff', 'patient-' || n % 50000, 'read', array['Appointment/' || n % 1000000], 1, '0'
       from generate_series($1::bigint, $2::bigint) as n`,
      [from, Math.min(rows, from + fillAtOnce - 1)],
    );
  for (const { text } of indexes) await db.query(text);
  await db.query('vacuum analyze ledger');
}

async function sealAsTheWorker(db: Database): Promise<number> {
  let [sealed, last] = [0, rowsAtOnce];
  while (last === rowsAtOnce) {
    last = await sealRows(db);
    sealed += last;
  }
  return sealed;
}

/** Writes in groups of 50 as fast as it goes, on two connections, and seals once a second as the worker does. */
async function writeAndSeal(db: Database, seconds: number): Promise<TreeFigures['both']> {
  const end = performance.now() + seconds * 1_000;
  let written = 0;
  const write = async (name: string): Promise<void> => {
    while (performance.now() < end) {
      const group = Array.from({ length: 50 }, (_, at) => row(`${name}-${written + at}`));
      written += group.length;
      await appendRows(db, group);
    }
  };
  let sealed = 0;
  const seal = async (): Promise<void> => {
    while (performance.now() < end) {
      sealed += await sealAsTheWorker(db);
      await sleep(1_000);
    }
  };
  const sealing = seal();
  await Promise.all([write('a'), write('b')]);
  const left = written - sealed;
  await sealing;
  return { written: written / seconds, left };
}

async function timeProofs(ledger: Ledger, rows: number): Promise<TreeFigures['proof']> {
  const took: number[] = [];
  for (let at = 0; at < proofs; at += 1) {
    const id = `row-${1 + Math.floor(Math.random() * rows)}`;
    const start = performance.now();
    const proof = await proveInclusion(ledger, id);
    took.push(performance.now() - start);
    if (!proof || proof === 'unsealed') throw new Error(`There is no proof of ${id}.`);
  }
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.floor(took.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

/** Fills a ledger of so many rows on a PostgreSQL of its own, and measures sealing and proving. */
export async function benchTree(
  rows: number,
  dataDir: string,
  seconds: number,
): Promise<TreeFigures> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  const db = openDatabase({ connection: postgres.connection, applicationName: 'bench' });
  try {
    await migrate(db, schema);
    await fill(db, rows);
    const start = performance.now();
    const count = await sealAsTheWorker(db);
    const sealed = (count * 1_000) / (performance.now() - start);
    const both = await writeAndSeal(db, seconds);
    await sealAsTheWorker(db);
    const parts = { now: Date.now, origin: 'https://samspil.example', seed: Buffer.alloc(32, 1) };
    const ledger = await openLedger({ db, ...parts });
    await makeCheckpoint(ledger);
    return { sealed, both, proof: await timeProofs(ledger, rows) };
  } finally {
    await db.close();
    await postgres.stop();
  }
}
