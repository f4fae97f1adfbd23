import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { appendRows } from '../../src/ledger/append.ts';
import { minLogLines, tellMinLog } from '../../src/ledger/minlog.ts';
import { httpMinLog, MinLogUnavailable } from '../../src/ledger/minlog-http.ts';
import { retriesOf } from '../../src/workers/define-worker.ts';
import { minLogWorker, startMinLog } from '../../src/workers/minlog.ts';
import { openQueues } from '../../src/workers/queue.ts';
import { noon } from '../store/shelf.ts';
import { type Log, look, number, openScene, organisation, startLog } from './minlog-scene.ts';

const idsOf = (records: readonly { CorrelationId: string }[]): string[] =>
  records.map(({ CorrelationId }) => CorrelationId);

const rowIds = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

const minLogOf = ({ url }: Log) => httpMinLog({ url, timeoutMs: 200 });

t.test('Looks by staff and machines come to the log in its fields, and no others', async (t) => {
  const { db, add } = await openScene(t);
  const log = await startLog(t);
  let unknown = 0;
  const ports = {
    ...{ db, organisation, minLog: minLogOf(log) },
    onUnknown: (count: number) => {
      unknown += count;
    },
  };
  await add(look(0));
  await tellMinLog(ports);
  t.same(log.kept, [], 'what was before it was switched on');
  const machine = look(2, { agent: 'system/bulk', capacity: 'system', interaction: '$export' });
  const nurse = look(1);
  await add(
    nurse,
    machine,
    look(3, { capacity: 'self', agent: 'Patient/a' }),
    look(4, { capacity: 'relative', agent: 'RelatedPerson/r' }),
    look(5, { kind: 'refusal', outcome: '4' }),
    look(6, { kind: 'write' }),
    look(7, { patient: null }),
    look(8, { patient: 'gone' }),
  );
  await tellMinLog(ports);
  const at = new Date(noon + 1000).toISOString();
  t.same(log.kept, [
    {
      ...{ SystemName: 'Samspil', Activity: 'search-type Appointment, CarePlan' },
      ...{ Reason: 'CAREMGT', Criticality: 'normal', FromDateTime: at, ToDateTime: at },
      ...{ OrganisationId: '99994398', OrganisationIdSource: 'CVR' },
      ...{ PersonIdentifier: number, PersonIdentifierSource: 'CPR' },
      ...{ UserPersonIdentifier: 'M-7', UserPersonIdentifierSource: 'urn:staff' },
      ...{ UserPersonName: 'Sanne Marie Holm', UserRole: 'staff', CorrelationId: nurse.id },
    },
    {
      ...log.kept[0],
      ...{ Activity: '$export Appointment, CarePlan', UserRole: 'system' },
      ...{ FromDateTime: log.kept[1]?.FromDateTime, ToDateTime: log.kept[1]?.ToDateTime },
      ...{ UserPersonIdentifier: 'system/bulk', UserPersonIdentifierSource: 'Samspil' },
      ...{ UserPersonName: 'Sandby Kommune', CorrelationId: machine.id },
    },
  ]);
  t.equal(unknown, 1, 'a citizen who is gone is counted');
  await tellMinLog(ports);
  t.equal(log.seen.length, 2, 'each once, when nothing goes wrong');
});

t.test('Whatever the log answers, nothing is lost, and a repeat has the same id', async (t) => {
  const { db, add } = await openScene(t);
  const log = await startLog(t);
  const ports = { db, organisation, minLog: minLogOf(log) };
  await tellMinLog(ports);
  const rows = [look(1), look(2), look(3)];
  await add(...rows);
  for (const fault of ['500', 'silence', 'reset', 'kept-then-reset'] as const) {
    log.faults.push(fault);
    await t.rejects(tellMinLog(ports), { name: 'MinLogUnavailable' }, fault);
  }
  const more = look(4);
  await add(more);
  await tellMinLog(ports);
  const ids = rowIds([...rows, more]);
  t.same(idsOf(log.kept), [...rowIds(rows), ...ids], 'once without our knowing, and once again');
  t.same([...new Set(idsOf(log.kept))], ids);
  t.ok(new MinLogUnavailable('') instanceof Error);
});

t.test('Killed while it tells, the next goes on where it was', async (t) => {
  const { db, add } = await openScene(t);
  const log = await startLog(t);
  await tellMinLog({ db, organisation, minLog: minLogOf(log) });
  const rows = Array.from({ length: 1_200 }, (_, second) => look(second));
  await add(...rows);
  const program = new URL('doomed-minlog.ts', import.meta.url).pathname;
  const doom = JSON.stringify({ connection: db.connection, url: log.url });
  const child = spawn(process.execPath, [program, doom], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  log.faults.push(() => child.kill('SIGKILL'));
  const [, signal] = await once(child, 'close');
  t.equal(signal, 'SIGKILL');
  await tellMinLog({ db, organisation, minLog: minLogOf(log) });
  t.same(idsOf(log.kept), rowIds(rows));
  t.ok(log.seen.length > rows.length, 'some came twice');
});

t.test('A transaction that ends late is told of too', async (t) => {
  const { db, add } = await openScene(t);
  const log = await startLog(t);
  const ports = { db, organisation, minLog: minLogOf(log) };
  await tellMinLog(ports);
  const [slow, quick] = [look(1), look(2)];
  await db.transaction(async (tx) => {
    await appendRows(tx, [slow]);
    await add(quick);
    await tellMinLog(ports);
  });
  await tellMinLog(ports);
  t.same(new Set(idsOf(log.kept)), new Set([slow.id, quick.id]));
});

t.test('The worker tells by itself, after a fault too', async (t) => {
  const { db, add, owner } = await openScene(t);
  const log = await startLog(t);
  const queues = await openQueues({
    connection: owner.connection,
    retries: retriesOf([minLogWorker]),
  });
  t.teardown(() => queues.close());
  const minLog = { db, organisation, minLog: minLogOf(log) };
  await tellMinLog(minLog);
  log.faults.push('500');
  await startMinLog(queues, { minLog }, 100);
  const row = look(1);
  await add(row);
  for (let tries = 0; log.kept.length === 0 && tries < 200; tries += 1) await sleep(50);
  t.same(idsOf(log.kept), [row.id]);
});

t.test('A period is exported in the same fields', async (t) => {
  const { db, add } = await openScene(t);
  const rows = Array.from({ length: 1_001 }, (_, second) => look(second));
  await add(...rows, look(2, { capacity: 'self' }), look(2_000));
  const read = async (from: number, to: number): Promise<string[]> => {
    const lines: string[] = [];
    for await (const line of minLogLines({ db, organisation }, { from, to })) lines.push(line);
    return lines;
  };
  const all = await read(noon, noon + 1_001_000);
  t.same(idsOf(all.map((line) => JSON.parse(line))), rowIds(rows));
  t.same(await read(noon + 5_000, noon + 6_000), [all[5]]);
  t.same(await read(noon - 5_000, noon), []);
});
