import t from 'tap';
import { remember } from '../../src/access/remember.ts';

/** A memory of three things whose clock stands at `clock.at`; `found` tells what was looked for. */
function memory() {
  const clock = { at: 0 };
  const found: string[] = [];
  const know = remember<string>({ most: 3, now: () => clock.at });
  const ask = (key: string, until = 10) =>
    know(key, async () => {
      found.push(key);
      return { value: key.toUpperCase(), until };
    });
  return { clock, found, ask, know };
}

t.test('What is known is not looked for again until its time is over', async (t) => {
  const { clock, found, ask } = memory();
  t.same([await ask('a'), await ask('a')], ['A', 'A']);
  clock.at = 9;
  await ask('a');
  t.same(found, ['a']);
  clock.at = 10;
  await ask('a', 20);
  t.same(found, ['a', 'a']);
});

t.test('What was not used for longest goes first', async (t) => {
  const { found, ask } = memory();
  for (const key of ['a', 'b', 'c', 'a', 'd']) await ask(key);
  t.same(found, ['a', 'b', 'c', 'd']);
  for (const key of ['d', 'c', 'a']) await ask(key);
  t.same(found, ['a', 'b', 'c', 'd'], 'the others are still known');
  await ask('b');
  t.same(found.at(-1), 'b');
});

t.test('A failure is shared and not remembered', async (t) => {
  const { know, ask } = memory();
  let times = 0;
  const fail = async () => {
    times += 1;
    throw new RangeError('no');
  };
  const all = await Promise.allSettled([know('a', fail), know('a', fail), know('a', fail)]);
  t.same(
    all.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
  t.equal(times, 1);
  t.equal(await ask('a'), 'A');
});
