import t, { type Test } from 'tap';
import {
  releaseSeats,
  type SeatClaim,
  standSeats,
  takenSeats,
  takeSeats,
} from '../../../src/resources/appointment/class-seat.ts';
import type { Database, Transaction } from '../../../src/store/database.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { layGrants, roleNow } from '../../../src/store/role.ts';
import { schema } from '../../../src/store/schema.ts';
import { testDatabase } from '../../database.ts';

const now = Date.UTC(2026, 10, 24, 9, 0);
const callers = 64;

interface Hall {
  readonly db: Database;
  readonly claim: (intent: string, sessions: readonly string[]) => SeatClaim;
  /** Whether the intent got its seats, in a transaction of its own. */
  readonly take: (intent: string, ...sessions: readonly string[]) => Promise<boolean>;
  readonly count: (session: string) => Promise<number>;
  readonly within: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
}

/** Sessions by their capacity: `a` has 1 seat, `b` 2, `c` 3. */
async function hall(t: Test): Promise<Hall> {
  const { db, owner } = await testDatabase(t);
  await migrate(owner, schema);
  await layGrants(owner, await roleNow(db));
  for (const [at, id] of ['a', 'b', 'c'].entries())
    await db.query(
      `insert into class_session values ($1, 'schedule', $1, $2, to_timestamp($3 / 1000.0), '{}', '')`,
      [id, at + 1, now],
    );
  const claim: Hall['claim'] = (intent, sessions) => ({
    intent,
    seats: sessions.map((session) => ({
      session,
      appointment: `appointment of ${intent}`,
      citizen: `citizen of ${intent}`,
    })),
  });
  const within: Hall['within'] = (work) => db.transaction(work);
  return {
    db,
    claim,
    within,
    take: async (intent, ...sessions) =>
      (await within((tx) => takeSeats(tx, [claim(intent, sessions)], now))).has(intent),
    count: async (session) =>
      (await db.query('select from seat where session = $1', [session])).rowCount,
  };
}

t.test('of 64 callers on the last seat one has it, and no session is ever too full', async (t) => {
  const { take, count, within } = await hall(t);
  for (let round = 0; round < 5; round += 1) {
    const won = await Promise.all(
      Array.from({ length: callers }, (_, at) => take(`${round} ${at}`, 'a')),
    );
    t.equal(won.filter((one) => one).length, 1);
    t.equal(await count('a'), 1);
    await within((tx) => releaseSeats(tx, [`${round} ${won.indexOf(true)}`]));
  }
  const won = await Promise.all(
    Array.from({ length: callers }, (_, at) =>
      take(`all ${at}`, ...(at % 2 === 0 ? ['a', 'b', 'c'] : ['c', 'b', 'a'])),
    ),
  );
  t.equal(won.filter((one) => one).length, 1, 'a series has all its seats or none');
  t.same([await count('a'), await count('b'), await count('c')], [1, 1, 1]);
});

t.test('of several intents in one transaction each stands or falls for itself', async (t) => {
  const { claim, within, count } = await hall(t);
  const claims = [
    claim('1', ['b', 'c']),
    claim('2', ['a']),
    claim('3', ['a', 'c']),
    claim('4', []),
  ];
  const won = await within((tx) => takeSeats(tx, claims, now));
  t.same([...won].sort(), ['1', '2', '4']);
  t.equal(await count('c'), 1, 'and the third took nothing');
});

t.test(
  'nobody has two seats in one session, and there is none where there is no session',
  async (t) => {
    const { claim, within, take } = await hall(t);
    t.ok(await take('1', 'c'));
    const twice = { ...claim('1', ['c']), intent: '2' };
    const other = {
      ...twice,
      seats: twice.seats.map((one) => ({ ...one, appointment: 'another' })),
    };
    t.notOk((await within((tx) => takeSeats(tx, [other], now))).has('2'));
    t.notOk(await take('3', 'nowhere'));
  },
);

t.test(
  'a hold keeps its seat as long as it lasts, and is given it back when Cura refuses',
  async (t) => {
    const { within, take, claim, db } = await hall(t);
    const seat = { session: 'a', appointment: 'appointment of 1', citizen: 'citizen of 1' };
    const hold = (expires: number) =>
      within((tx) => standSeats(tx, [seat.appointment], [{ ...seat, expires }]));
    await hold(now + 60_000);
    t.notOk(await take('2', 'a'), 'it is held');
    t.ok((await within((tx) => takeSeats(tx, [claim('1', ['a'])], now))).has('1'), 'and booked');
    await within((tx) => releaseSeats(tx, ['1']));
    t.notOk(await take('2', 'a'), 'a refusal leaves the hold');
    t.equal((await within((tx) => takenSeats(tx, ['a'], now))).get('a'), 1);
    t.equal((await within((tx) => takenSeats(tx, ['a'], now + 60_000))).get('a'), undefined);
    await hold(now);
    t.ok(await take('2', 'a'), 'what is over by the clock is in nobody’s way');
    const { rows } = await db.query('select appointment from seat');
    t.same(rows, [{ appointment: 'appointment of 2' }]);
  },
);

t.test('what Cura says stands, also where it is too much, and nobody new gets in', async (t) => {
  const { within, take, count } = await hall(t);
  const seats = ['x', 'y', 'z'].map((one) => ({ session: 'b', appointment: one, citizen: one }));
  await within((tx) =>
    standSeats(
      tx,
      seats.map(({ appointment }) => appointment),
      seats,
    ),
  );
  t.equal(await count('b'), 3);
  t.notOk(await take('1', 'b'));
  await within((tx) => standSeats(tx, ['x', 'y'], []));
  t.ok(await take('1', 'b'));
});
