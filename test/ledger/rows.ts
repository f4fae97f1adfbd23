import type { Test } from 'tap';
import { appendRows } from '../../src/ledger/append.ts';
import { type Ledger, openLedger } from '../../src/ledger/checkpoint-log.ts';
import { type Hash, leafHash } from '../../src/ledger/merkle.ts';
import type { LedgerRow } from '../../src/ledger/row.ts';
import type { Database, Transaction } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { embeddedRole, layGrants } from '../../src/store/role.ts';
import { schema } from '../../src/store/schema.ts';
import { testDatabase } from '../database.ts';

/** Tuesday 24 November 2026, 10:00 in Copenhagen. */
export const noon = Date.UTC(2026, 10, 24, 9, 0);

/** A look at a citizen's data. */
export const look = (id: string, given: Partial<LedgerRow> = {}): LedgerRow => ({
  ...{ id, kind: 'access', at: noon, request: `request ${id}`, agent: 'Practitioner/nurse' },
  ...{ capacity: 'staff', patient: 'karen', mandate: null, interaction: 'search-type' },
  ...{ query: 'Appointment?patient=karen', targets: ['Appointment/a', 'Appointment/b'], shown: 2 },
  ...{ purpose: 'TREAT', policy: null, client: 'test', network: '192.0.2.1', outcome: '0' },
  ...{ digest: null, ...given },
});

/** Appends so many rows named `<name> <n>`. */
export const append = (tx: Pick<Transaction, 'query'>, name: string, count: number) =>
  appendRows(
    tx,
    Array.from({ length: count }, (_, at) => look(`${name} ${at}`)),
  );

export const seed = Buffer.alloc(32, 7);

/** An empty ledger on a database of its own. */
export async function emptyLedger(
  t: Test,
): Promise<{ db: Database; owner: Database; ledger: Ledger; setNow: (now: number) => void }> {
  const { db, owner } = await testDatabase(t);
  await migrate(owner, schema);
  await layGrants(owner, embeddedRole);
  const clock = { now: noon };
  const ledger = await openLedger({
    ...{ db, now: () => clock.now, origin: 'https://samspil.test', seed },
  });
  const setNow = (now: number): void => {
    clock.now = now;
  };
  return { db, owner, ledger, setNow };
}

/** The leaves as the tree has them, and the rows in their order. */
export async function standing(
  db: Database,
): Promise<{ size: number; leaves: Hash[]; rows: { id: string; leaf: Hash }[] }> {
  const { rows: tiles } = await db.query<{ hashes: Buffer }>(
    'select hashes from tile where level = 0 order by number',
  );
  const bytes = Buffer.concat(tiles.map(({ hashes }) => hashes));
  const { rows } = await db.query<{ id: string; commitment: Buffer }>(
    'select id, commitment from ledger order by tx, seq',
  );
  const { rows: head } = await db.query<{ size: number }>('select size from tree');
  return {
    size: head[0]?.size ?? -1,
    leaves: Array.from({ length: bytes.length / 32 }, (_, at) =>
      bytes.subarray(at * 32, (at + 1) * 32),
    ),
    rows: rows.map(({ id, commitment }) => ({ id, leaf: leafHash(commitment) })),
  };
}
