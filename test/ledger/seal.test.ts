import t, { type Test } from 'tap';
import { rootOf } from '../../src/ledger/merkle.ts';
import { LedgerOrderError, sealAll, sealRows } from '../../src/ledger/seal.ts';
import { openTiles } from '../../src/ledger/tile.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { schema } from '../../src/store/schema.ts';
import { raiseLedgerOffset } from '../../src/store/tree-table.ts';
import { testPostgres } from '../database.ts';
import { append, emptyLedger, standing } from './rows.ts';

const hex = (hashes: readonly Buffer[]): string => Buffer.concat(hashes).toString('hex');

/** Every sealed row is a leaf, in the order of the ledger, and the tree over the leaves has the root that is told. */
async function assertSealed(t: Test, db: Database, size: number): Promise<void> {
  const { size: told, leaves, rows } = await standing(db);
  t.equal(told, size);
  t.equal(leaves.length, size);
  const sealed = rows.slice(0, size).map(({ leaf }) => leaf);
  t.ok(hex(leaves) === hex(sealed), 'the leaves are the rows in order');
  t.same(await openTiles(db).rootAt(size), rootOf(sealed));
}

t.test('rows are sealed in order, in any steps, over several levels of tiles', async (t) => {
  const { db } = await emptyLedger(t);
  for (const count of [1, 254, 1, 1, 511, 3]) {
    await append(db, 'row', count);
    await sealRows(db, 200);
  }
  t.equal(await sealAll(db), 771 - 657);
  await assertSealed(t, db, 771);
  await db.query(`insert into ledger (commitment, at)
    select sha256(n::text::bytea), now() from generate_series(1, 66000) as n`);
  t.equal(await sealAll(db), 66_000);
  await assertSealed(t, db, 66_771);
  t.equal(await sealAll(db), 0);
  const { rows } = await db.query(
    'select level, count(*) as n from tile group by level order by level',
  );
  t.same(rows, [
    { level: 0, n: 261 },
    { level: 1, n: 2 },
    { level: 2, n: 1 },
  ]);
});

t.test(
  'a transaction that commits late is sealed in its place, and nothing after it before it has ended',
  async (t) => {
    const { db } = await emptyLedger(t);
    const held = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const late = db.transaction(async (tx) => {
      await append(tx, 'late', 2);
      begun.resolve();
      await held.promise;
      await append(tx, 'later', 1);
    });
    await begun.promise;
    await append(db, 'after', 3);
    t.equal(await sealAll(db), 0);
    held.resolve();
    await late;
    t.equal(await sealAll(db), 6);
    await assertSealed(t, db, 6);
    const { rows } = await standing(db);
    t.same(
      rows.map(({ id }) => id),
      ['late 0', 'late 1', 'later 0', 'after 0', 'after 1', 'after 2'],
    );
  },
);

t.test('many writers and several sealers at once seal every row exactly once', async (t) => {
  const { db } = await emptyLedger(t);
  let writing = true;
  const writer = async (name: string): Promise<void> => {
    for (let at = 0; at < 40; at += 1)
      await db
        .transaction(async (tx) => {
          await append(tx, `${name} ${at}`, 1 + (at % 7));
          if (at % 10 === 9) throw new Error('rolled back');
          if (at % 3 === 0) await tx.query('select pg_sleep(0.002)');
          await append(tx, `${name} ${at} then`, 1);
        })
        .catch((error: Error) => t.equal(error.message, 'rolled back'));
  };
  const sealer = async (): Promise<number> => {
    let sealed = 0;
    while (writing) sealed += await sealRows(db, 50);
    return sealed;
  };
  const sealers = [sealer(), sealer(), sealer()];
  await Promise.all(['a', 'b', 'c', 'd'].map(writer));
  writing = false;
  const meanwhile = (await Promise.all(sealers)).reduce((sum, one) => sum + one, 0);
  const rest = await sealAll(db);
  const { rows } = await standing(db);
  t.equal(meanwhile + rest, rows.length);
  t.ok(meanwhile > 0, `${meanwhile} were sealed while rows were written`);
  await assertSealed(t, db, rows.length);
});

t.test('a tile can only grow', async (t) => {
  const { db } = await emptyLedger(t);
  await append(db, 'row', 5);
  await sealAll(db);
  const alter =
    "update tile set hashes = overlay(hashes placing '\\x00'::bytea from 3) where level = 0";
  await t.rejects(db.query(alter), { message: /A tile of the ledger only grows/ });
  await t.rejects(db.query('update tile set hashes = substr(hashes, 1, 64)'), {
    message: /A tile of the ledger only grows/,
  });
  await assertSealed(t, db, 5);
});

const burn = `do $$ begin for n in 1..3000 loop perform pg_current_xact_id(); commit; end loop; end $$`;

/** What a dump holds of the ledger, brought into another database. */
async function copyTo(from: Database, to: Database): Promise<void> {
  for (const table of ['ledger', 'tile', 'tree']) {
    const { rows } = await from.query<{ row: string }>(
      `select row_to_json(x)::text as row from ${table} x`,
    );
    await to.query(`delete from ${table}`);
    const overriding = table === 'ledger' ? 'overriding system value' : '';
    await to.query(
      `insert into ${table} ${overriding} select * from json_populate_recordset(null::${table}, $1::json)`,
      [`[${rows.map(({ row }) => row).join()}]`],
    );
  }
  await to.query(
    `select setval(pg_get_serial_sequence('ledger', 'seq'), (select max(seq) from ledger))`,
  );
}

t.test('after a restore into a new cluster rows are sealed on, in order and once', async (t) => {
  const first = await emptyLedger(t);
  await first.owner.query(burn);
  await append(first.db, 'sealed', 300);
  await sealAll(first.db);
  await append(first.db, 'not yet', 10);
  const other = await testPostgres(t);
  const db = openDatabase({ connection: other.connection, applicationName: 'restored' });
  t.teardown(() => db.close());
  await migrate(db, schema);
  await copyTo(first.owner, db);
  await t.rejects(
    sealAll(db),
    new LedgerOrderError(
      'The database was restored and counts its transactions anew: start Samspil again, and rows are sealed from there on.',
    ),
  );
  t.equal(await db.transaction(raiseLedgerOffset), true);
  await append(db, 'new', 20);
  t.equal(await db.transaction(raiseLedgerOffset), false);
  t.equal(await sealAll(db), 30);
  await assertSealed(t, db, 330);
  const { rows } = await standing(db);
  t.same(
    [rows[299]?.id, rows[300]?.id, rows[309]?.id, rows[310]?.id, rows[329]?.id],
    ['sealed 299', 'not yet 0', 'not yet 9', 'new 0', 'new 19'],
  );
});
