import t, { type Test } from 'tap';
import { book } from '../../src/resources/appointment/book.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { writeThroughOf } from '../../src/sync/write-through.ts';
import { agree } from './agree.ts';
import { citizens, type Ending, fateOf, freeTimes, run, wishesFor } from './crowd.ts';
import type { Wish } from './doomed-crowd.ts';
import { aftaler, scene, settleAll } from './scene.ts';

const house = await scene(t, { citizens: 90, curaTimeoutMs: 10_000, patienceMs: 15_000 });
const people = await citizens(house);
const times = await freeTimes(house);

/** So many wishes for times that nobody was given before. */
const wishes = (count: number): Wish[] => wishesFor(people, times.splice(0, count), 1);

/** Ids of the appointments that intents were made for at these times. */
async function asked(all: readonly Wish[]): Promise<string[]> {
  const { rows } = await house.sync.db.query<{ id: string }>(
    `select resource_id as id from intent where kind = 'book' and state <> 'refused' and split_part(join_key, ' ', 4) = any($1::text[])`,
    [all.map(({ slot }) => slot)],
  );
  return rows.map(({ id }) => id).sort();
}

const inCura = async (ids: readonly string[]): Promise<string[]> =>
  (await aftaler(house))
    .flatMap(({ eksternReference = '' }) =>
      ids.includes(eksternReference) ? eksternReference : [],
    )
    .sort();

async function killed(t: Test, killAt: number): Promise<Ending> {
  const all = wishes(20);
  t.equal(all.length, 20);
  const ending = await run({ ...fateOf(house, killAt), wishes: all });
  await settleAll(house);
  await synchronise(house.sync);
  const ids = await asked(all);
  t.same(await inCura(ids), ids, `each that was opened is in Cura once, killed at call ${killAt}`);
  t.equal(new Set(ids).size, ids.length);
  return ending;
}

t.test(
  'a process killed with 20 bookings under way leaves none lost and none doubled',
  async (t) => {
    const whole = await killed(t, 0);
    if (whole === 'SIGKILL') throw new Error('It was to live.');
    t.same(new Set(whole.statuses), new Set([201]), 'each has the time');
    t.comment(`${whole.calls} calls of database and Cura`);
    t.ok(whole.calls < 20 * 5, 'they share their commits');
    // Opening, while Cura is asked, and with all that is left: the commit of what Cura has.
    for (const at of [2, 20, 42]) t.equal(await killed(t, at), 'SIGKILL', `call ${at}`);
    await agree(t, house);
  },
);

t.test('of those who ask for the same times in two processes one has each', async (t) => {
  const all = wishesFor(people, times.splice(0, 12), 6);
  const endings = await Promise.all(
    [0, 1].map((own) =>
      run({ ...fateOf(house, 0), wishes: all.filter((_, at) => at % 2 === own) }),
    ),
  );
  const statuses = endings.flatMap((ending) => (ending === 'SIGKILL' ? [] : ending.statuses));
  t.equal(statuses.length, 72);
  t.equal(statuses.filter((status) => status === 201).length, 12, 'one winner each');
  t.equal(statuses.filter((status) => status === 409).length, 60, 'the others are told');
  await synchronise(house.sync);
  const ids = await asked(all);
  t.equal(ids.length, 12);
  t.same(await inCura(ids), ids);
  await agree(t, house);
});

/** Makes the store refuse what has a word in it, for a while. */
async function poisoned(table: string, column: string, work: () => Promise<void>): Promise<void> {
  await house.owner.query(`create function poison() returns trigger language plpgsql as $$
    begin if new.${column}::text like '%poison%' then raise exception 'poisoned'; end if; return new; end $$`);
  await house.owner.query(
    `create trigger poison before insert on ${table} for each row execute function poison()`,
  );
  try {
    await work();
  } finally {
    await house.owner.query('drop function poison() cascade');
  }
}

/** Books for all at once, in this process; the one in the middle says the word. */
async function together(all: readonly Wish[]): Promise<PromiseSettledResult<unknown>[]> {
  const write = writeThroughOf(house.sync);
  const ports = { ...house.ports, write };
  return Promise.allSettled(
    all.map(({ grant, patient, slot }, at) =>
      book(
        { ports, grant, language: 'da' },
        { slot, patient, ...(at === all.length >> 1 && { comment: 'poison' }) },
      ),
    ),
  );
}

const failed = (results: readonly PromiseSettledResult<unknown>[]): number[] =>
  results.flatMap(({ status }, at) => (status === 'rejected' ? [at] : []));

t.test('one whose intent the store does not take fails alone', async (t) => {
  const all = wishes(12);
  await poisoned('intent', 'draft', async () => {
    t.same(failed(await together(all)), [6]);
  });
  const ids = await asked(all);
  t.equal(ids.length, 11);
  t.same(await inCura(ids), ids);
  await agree(t, house);
});

t.test(
  'one that the store does not take after Cura has it fails alone, and recovery enters it',
  async (t) => {
    const all = wishes(12);
    await poisoned('appointment', 'content', async () => {
      t.same(failed(await together(all)), [6]);
    });
    const { rowCount } = await house.sync.db.query(`select from intent where state = 'open'`);
    t.equal(rowCount, 1, 'it is still to be settled');
    await settleAll(house);
    const ids = await asked(all);
    t.equal(ids.length, 12);
    t.same(await inCura(ids), ids);
    await agree(t, house);
  },
);
