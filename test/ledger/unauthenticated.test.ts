import t from 'tap';
import { networkOf } from '../../src/ledger/network.ts';
import {
  createRefusalCount,
  foldRefusals,
  mostNetworks,
} from '../../src/ledger/unauthenticated.ts';
import type { Database } from '../../src/store/database.ts';
import { emptyLedger, noon } from './rows.ts';

t.setTimeout(60_000);

const minuteMs = 60_000;

interface Counted {
  readonly n: number;
  readonly sum: number;
  readonly others: number;
}

const countsOf = async (db: Pick<Database, 'query'>, from: string, number: string) =>
  (
    await db.query<Counted>(`select count(*)::int as n, coalesce(sum(${number}), 0)::int as sum,
      coalesce(sum(${number}) filter (where network = 'others'), 0)::int as others from ${from}`)
  ).rows[0];

const waiting = (db: Database) => countsOf(db, 'unauthenticated', 'number');
const told = (db: Database) => countsOf(db, `ledger where kind = 'unauthenticated'`, 'shown');

/** What a flood left in one minute, as several processes counted it. */
const flood = (db: Database, networks: number) =>
  db.query(
    `insert into unauthenticated select to_timestamp($1 / 1000.0), 'n' || n, case when n = 777 then 9 else 1 end
     from generate_series(1, $2::int) n`,
    [noon, networks],
  );

/** The sizes of the steps that a fold takes; `dies`: in which it is cut short. */
function stepping(
  db: Database,
  dies?: number,
): { steps: number[]; db: Pick<Database, 'transaction'> } {
  const steps: number[] = [];
  const transaction: Database['transaction'] = async (work, options) => {
    const done = await db.transaction(async (tx) => {
      const result = await work(tx);
      if (steps.length === dies) throw new Error('the process died');
      return result;
    }, options);
    if (typeof done === 'number') steps.push(done);
    return done;
  };
  return { steps, db: { transaction } };
}

t.test('a flood is moved in steps, and leaves few rows', async (t) => {
  const { db } = await emptyLedger(t);
  await flood(db, 5_000);
  const dying = stepping(db, 3);
  await t.rejects(foldRefusals(dying.db, noon + 3 * minuteMs), /died/);
  t.same([(await waiting(db))?.n, (await told(db))?.n], [mostNetworks + 1 - 750, 750]);
  const { steps, db: counted } = stepping(db);
  t.equal(await foldRefusals(counted, noon + 3 * minuteMs), mostNetworks + 1 - 750);
  t.ok(Math.max(...dying.steps, ...steps) <= 250, `${steps}`);
  t.same(await told(db), { n: mostNetworks + 1, sum: 5_008, others: 3_000 });
  t.equal((await waiting(db))?.n, 0);
  const { rows } = await db.query(`select shown from ledger where network = 'n777'`);
  t.same(rows, [{ shown: 9 }], 'the busiest are told apart');
});

t.test('two who move at once move each count once', async (t) => {
  const { db } = await emptyLedger(t);
  await flood(db, 3_000);
  const moved = await Promise.all([1, 2, 3].map(() => foldRefusals(db, noon + 3 * minuteMs)));
  t.equal(
    moved.reduce((sum, one) => sum + one, 0),
    mostNetworks + 1,
  );
  t.match(await told(db), { n: mostNetworks + 1, sum: 3_008 });
});

t.test('who comes from ever new addresses is counted, in few rows', async (t) => {
  const { db } = await emptyLedger(t);
  const count = createRefusalCount(db);
  const hex = (n: number): string => n.toString(16);
  const all = (at: number, address: (n: number) => string, number: number) =>
    Promise.all(Array.from({ length: number }, (_, n) => count(address(n), at)));
  await all(noon, (n) => `10.1.${n >> 8}.${n & 255}`, mostNetworks + 500);
  t.same(await waiting(db), { n: mostNetworks + 1, sum: mostNetworks + 500, others: 500 });
  await count('10.1.0.0', noon + 1);
  t.match(await waiting(db), { others: 500 }, 'whom one knows one goes on to know');
  await all(noon + minuteMs, (n) => `2001:db8::${hex(n)}`, 100);
  await count('192.0.2.7', noon + minuteMs);
  const { rows } = await db.query(
    `select network, number from unauthenticated where minute = to_timestamp($1 / 1000.0) order by 1`,
    [noon + minuteMs],
  );
  t.same(rows, [
    { network: '192.0.2.7', number: 1 },
    { network: '2001:db8::/64', number: 100 },
  ]);
});

t.test('a network is an IPv4 address or 64 bits of an IPv6 one', (t) => {
  const cases: Readonly<Record<string, string>> = {
    '192.0.2.1': '192.0.2.1',
    '::ffff:192.0.2.1': '192.0.2.1',
    '::ffff:c000:201': '192.0.2.1',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
    '2001:DB8:1:2::6': '2001:db8:1:2::/64',
    '2001:db8::1': '2001:db8::/64',
    '2001:db8:0:1::1': '2001:db8:0:1::/64',
    'fe80::1%eth0': 'fe80::/64',
    '::1': '::/64',
    '1:2:3:4:5:6:7::': '1:2:3:4::/64',
    '::': '::/64',
    '': 'unknown',
    _hidden: 'unknown',
    '1.2.3.4.5': 'unknown',
    [`x${'y'.repeat(9_000)}`]: 'unknown',
  };
  for (const [address, network] of Object.entries(cases)) t.equal(networkOf(address), network);
  t.end();
});
