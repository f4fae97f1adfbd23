import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { inGroups } from '../../src/ledger/group-commit.ts';
import { DatabaseUnavailable } from '../../src/store/database.ts';

t.test('each gets its own outcome, and what waits goes together', async (t) => {
  const groups: number[] = [];
  const commit = inGroups<number, string>(async (group) => {
    groups.push(group.length);
    await sleep(1);
    return group.map((item) => `done ${item}`);
  });
  const outcomes = await Promise.all(Array.from({ length: 150 }, (_, at) => commit(at)));
  t.same(
    outcomes,
    Array.from({ length: 150 }, (_, at) => `done ${at}`),
  );
  t.same(groups, [1, 64, 64, 21]);
});

t.test('one that cannot be committed fails alone, and is found by halves', async (t) => {
  let calls = 0;
  const commit = inGroups<number, number>(async (group) => {
    calls += 1;
    await sleep(1);
    if (group.includes(40)) throw new Error('poisoned');
    return group;
  });
  const all = await Promise.allSettled(Array.from({ length: 65 }, (_, at) => commit(at)));
  t.same(
    all.flatMap(({ status }, at) => (status === 'rejected' ? [at] : [])),
    [40],
  );
  t.ok(calls < 20, `${calls} commits`);
});

t.test('what is tried again holds up nobody who comes later', async (t) => {
  const stuck = Promise.withResolvers<void>();
  const commit = inGroups<string, string>(async (group) => {
    await sleep(1);
    if (group.includes('slow') && group.length > 1) throw new Error('waited too long');
    if (group.includes('slow')) await stuck.promise;
    return group;
  });
  const first = commit('first');
  const slow = commit('slow');
  const beside = commit('beside');
  t.same(await Promise.all([first, beside]), ['first', 'beside']);
  t.equal(await commit('later'), 'later');
  stuck.resolve();
  t.equal(await slow, 'slow');
});

t.test('without a database all of a group fail, and none is tried again', async (t) => {
  let calls = 0;
  const commit = inGroups<number>(async () => {
    calls += 1;
    await sleep(1);
    throw new DatabaseUnavailable(undefined);
  });
  const all = await Promise.allSettled([commit(1), commit(2), commit(3)]);
  t.ok(all.every(({ status }) => status === 'rejected'));
  t.equal(calls, 2);
});
