import t, { type Test } from 'tap';
import { parseInstant } from '../../src/fhir/instant.ts';
import { leastKeptYears } from '../../src/ledger/least-kept.ts';
import { keptOf, purgeLedger } from '../../src/ledger/retention.ts';
import { checked, dayMs, emptyKept, type KeptLedger, linesOf, looksAt } from './kept.ts';
import { at, tampered } from './tampering.ts';

t.setTimeout(120_000);

/** The database looks at its own clock. */
const now = Date.now();
const yearMs = 365.25 * dayMs;
const retention = keptOf({ accessYears: 5, provenanceYears: 10 });

const portsOf = ({ db, room, ledger }: KeptLedger) => ({
  ...{ db, provenance: room, now: ledger.now, samspil: 'samspil' },
});

/** Looks and writes of eleven years, of six, and of today, each sealed at their time. */
async function elevenYears(t: Test): Promise<KeptLedger> {
  const kept = await emptyKept(t, now - 11 * yearMs, retention);
  for (const years of [11, 6, 0]) {
    kept.setNow(now - years * yearMs);
    await kept.fill(`${years} years ago`, 20);
    await kept.seal();
  }
  return kept;
}

const counts = async ({ db }: KeptLedger, table: string) =>
  (await db.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n;

t.test('what rows say goes after its time, and the tree stays', async (t) => {
  const kept = await elevenYears(t);
  t.equal(await purgeLedger(portsOf(kept)), 43, '20 looks twice, and three writes');
  const { rows } = await kept.db.query(
    `select coalesce(kind, 'gone') as kind, count(*)::int as n, count(nonce)::int as nonces, count(agent)::int as agents
     from ledger group by 1 order by 1`,
  );
  t.same(rows, [
    { kind: 'access', n: 20, nonces: 20, agents: 20 },
    { kind: 'gone', n: 43, nonces: 0, agents: 0 },
    { kind: 'purge', n: 2, nonces: 2, agents: 2 },
    { kind: 'write', n: 6, nonces: 6, agents: 6 },
  ]);
  for (const table of ['provenance', '(select distinct id from provenance_link) l'])
    t.equal(await counts(kept, table), 6, `${table}: a Provenance goes with its row`);
  t.equal(await counts(kept, 'provenance_history'), 0);
  const { rows: said } = await kept.db.query<{ query: string; shown: number }>(
    `select query, shown from ledger where kind = 'purge' order by seq`,
  );
  t.match(
    said.map(({ query, shown }) => [query.replace(/ until .*/, ''), shown]),
    [
      ['access', 40],
      ['write', 3],
    ],
  );
  const until = parseInstant(said[0]?.query.split(' ').at(-1) ?? '');
  t.ok(until < now - 5 * yearMs && until > now - 7 * yearMs, 'up to when is said');
  await kept.seal();
  t.match(await checked(await linesOf(kept), { key: kept.ledger.key.publicJwk }), {
    rows: { purged: 43, write: 6, other: 22 },
    purged: { oldest: now - 11 * yearMs, youngest: now - 6 * yearMs, years: 5 },
  });
  const old = await linesOf(kept, { to: now - 11 * yearMs - 60_000 });
  t.match(await checked(old), { rows: { purged: 23, other: 0 } }, 'also in a period of then alone');
  t.equal(await purgeLedger(portsOf(kept)), 0, 'and once is enough');
  t.equal(await counts(kept, `ledger where kind = 'purge'`), 2);
});

t.test('rows that were emptied early are found, whatever the file says', async (t) => {
  t.equal(leastKeptYears, 2);
  const kept = await emptyKept(t, now - 1.9 * yearMs);
  await kept.fill('then', 5);
  await kept.seal();
  kept.setNow(now);
  await kept.fill('today', 5);
  await kept.seal();
  const lines = await tampered(kept, (tx) =>
    tx.query(`update ledger set nonce = null, kind = null, agent = null where ${at(4)}`),
  );
  const says = (change: object) => {
    const [head = '', ...rest] = lines;
    return checked([JSON.stringify({ ...JSON.parse(head), ...change }), ...rest]);
  };
  const early = (years: number) =>
    new RegExp(`^Row 4 says nothing any more, and is not ${years} years old`);
  for (const keptYears of [null, 0, 1]) t.match(await says({ keptYears }), early(2));
  t.match(await says({ keptYears: 5 }), early(5));
  t.match(await says({ made: '2999-01-01T00:00:00Z' }), early(2), 'nor when it says it was made');
});

t.test('the role that runs cannot take out what is younger, nor say that it is old', async (t) => {
  const kept = await emptyKept(t, now, retention);
  const { db } = kept;
  await kept.fill('today', 5);
  await looksAt(db, 'four years ago', 5, now - 4 * yearMs);
  for (const kind of ['access', 'write', 'purge', 'nothing', null])
    t.equal((await db.query('select * from purge_ledger($1)', [kind])).rowCount, 0, `${kind}`);
  const refused = { code: '42501' };
  for (const text of [
    `update retention set keep = interval '1 year'`,
    `insert into retention values ('x', interval '1 year')`,
    'delete from retention',
    `create or replace function purge_ledger(which text) returns table (gone text, noted timestamptz) language sql as 'select null, null'`,
  ])
    await t.rejects(db.query(text), refused, text);
  // A table of one's own in the place where PostgreSQL looks first.
  const { rowCount } = await db.transaction(async (tx) => {
    await tx.query(`create temp table retention (kind text, keep interval, done timestamptz)`);
    await tx.query(`insert into retention values ('access', interval '1 second', '-infinity')`);
    return tx.query(`select * from purge_ledger('access')`);
  });
  t.equal(rowCount, 0);
  t.equal(await counts(kept, 'ledger where nonce is null'), 0);
});

t.test('a purge that is cut short has done whole steps, and goes on', async (t) => {
  const kept = await emptyKept(t, now, retention);
  const { db } = kept;
  for (const round of [0, 1, 2]) await looksAt(db, `${round}`, 1_500, now - (9 - round) * yearMs);
  let steps = 0;
  const dying: KeptLedger['db'] = {
    ...db,
    transaction: (work, options) => {
      steps += 1;
      return db.transaction(async (tx) => {
        const result = await work(tx);
        if (steps === 2) throw new Error('the process died before its commit');
        return result;
      }, options);
    },
  };
  await t.rejects(purgeLedger({ ...portsOf(kept), db: dying }), /died/);
  t.equal(await counts(kept, 'ledger where nonce is null'), 2_000);
  t.equal(await counts(kept, `ledger where kind = 'purge'`), 1);
  const both = await Promise.all([purgeLedger(portsOf(kept)), purgeLedger(portsOf(kept))]);
  t.equal(both[0] + both[1], 2_500, 'two at once share what is left');
  const { rows } = await db.query<{ shown: number }>(
    `select sum(shown)::int as shown from ledger where kind = 'purge'`,
  );
  t.equal(rows[0]?.shown, 4_500, 'each step has told of itself');
});
