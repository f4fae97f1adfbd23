import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { prepareStore } from '../../src/main/foundation.ts';
import type { Database } from '../../src/store/database.ts';
import { putAll, removeAll } from '../../src/store/put.ts';
import { type BulkContext, runExport } from '../../src/workers/bulk-run.ts';
import { testDatabase } from '../database.ts';
import { contextOf, madeOf, waiting, writeRound } from './bulk-scene.ts';
import type { BulkDoom } from './doomed-bulk.ts';

const small = { rows: 2, bytes: 1_000_000 };

async function scene(t: Test): Promise<BulkContext> {
  const { db, owner, connection } = await testDatabase(t);
  const context = await contextOf(connection, db);
  await prepareStore(db, context.rooms, { owner });
  await writeRound(context, 0);
  return context;
}

/** Everything of one round, each once. */
const whole = (round: number): string[] =>
  ['Patient/p', 'Observation/o'].flatMap((type) =>
    [0, 1, 2, 3, 4].map((at) => `${type}${at} ${round}`),
  );

/** The same database, where something is done after each transaction. */
const after = (context: BulkContext, act: () => Promise<unknown>): BulkContext => {
  const { db } = context.ports;
  const transaction: Database['transaction'] = async (work, options) => {
    const result = await db.transaction(work, options);
    await act();
    return result;
  };
  return { ...context, ports: { ...context.ports, db: { ...db, transaction } } };
};

t.setTimeout(120_000);

t.test('An export is of one moment, whatever is written meanwhile', async (t) => {
  const context = await scene(t);
  let round = 0;
  let last = Promise.resolve();
  const writing = after(context, () => {
    round += 1;
    const mine = round;
    last = last.then(() => writeRound(context, mine));
    return last;
  });
  const ids = [await waiting(context), await waiting(context)];
  await Promise.all(ids.map((id) => runExport(writing, id, small)));
  for (const id of ids) {
    const { output, state } = await madeOf(context, id);
    t.equal(state, 'done');
    t.same(output, whole(Number(output[0]?.split(' ')[1])));
  }
  t.ok(round > 10, `${round} rounds were written meanwhile`);
});

t.test('What was begun before the moment is waited for', async (t) => {
  const context = await scene(t);
  const { db, now, room } = context.ports;
  const at = now();
  const slow = db.transaction(async (tx) => {
    const resource = { resourceType: 'Patient', id: 'slow' } as const;
    await putAll(tx, room('Patient'), [resource], now());
    await sleep(500);
  });
  await sleep(100);
  const id = await waiting(context, { types: ['Patient'], since: at - 1 });
  await runExport(context, id);
  await slow;
  t.same((await madeOf(context, id)).output, ['Patient/slow ']);
});

const program = new URL('doomed-bulk.ts', import.meta.url).pathname;

async function die(doom: BulkDoom): Promise<string | null> {
  const child = spawn(process.execPath, [program, JSON.stringify(doom)], { stdio: 'inherit' });
  const [, signal] = await once(child, 'close');
  return signal;
}

t.test('A killed worker leaves no half export, and the next one makes it whole', async (t) => {
  const context = await scene(t);
  const { connection } = context.ports.db;
  const deaths = [2, 4, 9].map(async (killAt) => {
    const id = await waiting(context);
    t.equal(await die({ connection, id, killAt }), 'SIGKILL', `at transaction ${killAt}`);
    t.not((await madeOf(context, id)).state, 'done');
    await runExport(context, id, small);
    await runExport(context, id, small);
    t.same(await madeOf(context, id), { state: 'done', output: whole(0), deleted: [] });
  });
  await Promise.all(deaths);
});

t.test('Of two workers with one export the later makes it', async (t) => {
  const context = await scene(t);
  const id = await waiting(context);
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let chunks = 0;
  const later = after(context, async () => {
    chunks += 1;
    if (chunks !== 2) return;
    begun.resolve();
    await ended.promise;
  });
  let second: Promise<void> | undefined;
  const earlier = after(context, async () => {
    second ??= runExport(later, id, { rows: 1, bytes: 1 });
    await begun.promise;
  });
  await runExport(earlier, id, small);
  t.equal((await madeOf(context, id)).state, 'running', 'the earlier can end nothing');
  ended.resolve();
  await second;
  t.same(await madeOf(context, id), { state: 'done', output: whole(0), deleted: [] });
});

t.test('A cancelled export ends in the middle', async (t) => {
  const context = await scene(t);
  const id = await waiting(context);
  let chunks = 0;
  const cancelled = after(context, async () => {
    chunks += 1;
    if (chunks === 3) await context.ports.db.query('delete from bulk_export where id = $1', [id]);
  });
  await runExport(cancelled, id, { rows: 1, bytes: 1 });
  t.equal(chunks, 3, 'nothing more was written');
  t.same(await madeOf(context, id), { state: undefined, output: [], deleted: [] });
});

t.test('What was changed and deleted since, in the compartments of a Group', async (t) => {
  const context = await scene(t);
  const { db, now, room } = context.ports;
  const since = now();
  await sleep(5);
  const member = ['p1', 'p2', 'p3'].map((id) => ({
    entity: { reference: `Patient/${id}` },
    ...(id === 'p2' && { inactive: true }),
  }));
  const group = { resourceType: 'Group', id: 'g', actual: true, type: 'person', member } as const;
  await db.transaction(async (tx) => {
    await putAll(tx, room('Group'), [{ ...group, member: [...member] }], now());
    await removeAll(tx, room('Observation'), ['o4'], now());
  });
  const made = async (asked: Parameters<typeof waiting>[1]) => {
    const id = await waiting(context, asked);
    await runExport(context, id);
    return madeOf(context, id);
  };
  const of = { level: 'Group', group: 'g', types: ['Patient', 'Observation'] } as const;
  const all = ['Patient/p1 0', 'Patient/p3 0', 'Observation/o1 0', 'Observation/o3 0'];
  t.same((await made(of)).output, all);
  const changed = await made({ ...of, since });
  t.same([changed.output, changed.deleted], [[], ['DELETE Observation/o4']]);
  await writeRound(context, 1, 2);
  t.same((await made({ ...of, since })).output, ['Patient/p1 1', 'Observation/o1 1']);
  t.same((await made({ level: 'Patient', types: ['Observation'] })).output.length, 4);
  const filters = [{ type: 'Patient', query: 'family=round&_id=p1,p4' }];
  t.same((await made({ types: ['Patient'], filters })).output, ['Patient/p1 1', 'Patient/p4 0']);
});
