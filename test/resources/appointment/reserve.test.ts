import t from 'tap';
import {
  type Claim,
  clearAll,
  type Reservation,
  releaseAll,
  reserveAll,
  reserveFor,
  reserveStanding,
} from '../../../src/resources/appointment/reserve.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { layGrants, roleNow } from '../../../src/store/role.ts';
import { schema } from '../../../src/store/schema.ts';
import { testDatabase } from '../../database.ts';

const minuteMs = 60_000;
const noon = Date.UTC(2026, 10, 24, 12);

const { db, owner } = await testDatabase(t);
await migrate(owner, schema);
await layGrants(owner, await roleNow(db));

const time = (actor: string, appointment: string, from = 0, minutes = 30): Reservation => ({
  ...{ actor, appointment, start: noon + from * minuteMs, end: noon + (from + minutes) * minuteMs },
});

const claim = (intent: string, ...reservations: Reservation[]): Claim => ({ intent, reservations });

const reserve = async (claims: readonly Claim[], now = noon): Promise<string[]> =>
  [...(await db.transaction((tx) => reserveAll(tx, claims, now)))].sort();

interface Row {
  readonly actor: string;
  readonly appointment: string;
  readonly intent: string | null;
  readonly exclusive: boolean;
}

/** What stands, and takes it all away. */
async function standing(): Promise<string[]> {
  const { rows } = await db.query<Row>(
    'delete from reservation returning actor, appointment, intent, exclusive',
  );
  return rows
    .map(({ actor, appointment, intent, exclusive }) =>
      [actor, appointment, intent ?? '-', ...(exclusive ? [] : ['beside'])].join(' '),
    )
    .sort();
}

t.test('of many who want one time at once the first of them has it', async (t) => {
  const all = Array.from({ length: 64 }, (_, at) =>
    claim(`i${at}`, time('person', `a${at}`), time('room', `a${at}`)),
  );
  t.same(await reserve(all), ['i0']);
  t.same(await standing(), ['person a0 i0', 'room a0 i0']);
});

t.test('who does not get all leaves the rest to the others', async (t) => {
  t.same(await reserve([claim('i0', time('room', 'a0'))]), ['i0']);
  const short = claim('i1', time('person', 'a1'), time('room', 'a1'));
  t.same(await reserve([short, claim('i2', time('person', 'a2'))]), ['i2']);
  t.same(await standing(), ['person a2 i2', 'room a0 i0']);
});

t.test('times of one person that only touch are both given', async (t) => {
  const both = [claim('i0', time('person', 'a0')), claim('i1', time('person', 'a1', 30))];
  t.same(await reserve(both), ['i0', 'i1']);
  t.same(await standing(), ['person a0 i0', 'person a1 i1']);
});

t.test('a hold that is over is in nobody’s way, unless it is just being booked', async (t) => {
  const hold = { ...time('person', 'held'), expires: noon + 10 * minuteMs };
  await reserve([claim('hold', hold)]);
  await db.transaction((tx) => releaseAll(tx, ['hold']));
  t.same(await reserve([claim('i0', time('person', 'a0', 10))]), [], 'it lasts still');
  t.ok(await db.transaction((tx) => reserveFor(tx, 'own', [time('person', 'held')], noon)));
  t.same(await reserve([claim('i1', time('person', 'a1', 10))], noon + 20 * minuteMs), []);
  await db.transaction((tx) => releaseAll(tx, ['own']));
  t.same(await reserve([claim('i2', time('person', 'a2', 10))], noon + 20 * minuteMs), ['i2']);
  t.same(await standing(), ['person a2 i2']);
});

t.test('time that Cura gave twice stands twice, and what is new keeps off both', async (t) => {
  const twice = [time('person', 'a0'), time('person', 'a1', 20)];
  await db.transaction((tx) => reserveStanding(tx, ['a0', 'a1'], twice));
  t.same(await reserve([claim('i0', time('person', 'a2', 40))]), []);
  t.same(await standing(), ['person a0 -', 'person a1 - beside']);
});

t.test(
  'what an intent took is its appointment’s when that stands, and no more than that',
  async (t) => {
    await reserve([claim('i0', time('person', 'a0'), time('room', 'a0'))]);
    await db.transaction(async (tx) => {
      await reserveStanding(tx, ['a0'], [time('person', 'a0'), time('laser', 'a0')]);
      await clearAll(tx, ['i0']);
    });
    t.same(await standing(), ['laser a0 -', 'person a0 -']);
  },
);

t.test('two processes that want the same times never wait for each other in a ring', async (t) => {
  const rounds = Array.from({ length: 20 }, (_, round) => round);
  for (const round of rounds) {
    const group = (name: string): Claim[] =>
      rounds.map((at) =>
        claim(
          `${name}${at}`,
          time(`p${at}`, `${name}${at}`),
          time(`r${(at + round) % 20}`, `${name}${at}`),
        ),
      );
    const won = (await Promise.all([reserve(group('a')), reserve(group('b').reverse())])).flat();
    const rows = await standing();
    t.equal(rows.length, won.length * 2, `round ${round}: whoever has a time has all of it`);
    t.ok(won.length >= 10);
  }
  const { rows } = await db.query<{ n: number }>(
    'select deadlocks::int as n from pg_stat_database where datname = current_database()',
  );
  t.equal(rows[0]?.n, 0);
});
