import t, { type Test } from 'tap';
import { failExport, sweepExports } from '../../src/store/bulk.ts';
import { runExport } from '../../src/workers/bulk-run.ts';
import { startHouse, type TestHouse } from '../house.ts';
import { hasRedis, places } from '../workers/backend.ts';
import { here, keyOf, kickOff, later, linesOf, manifestOf } from './bulk-client.ts';

async function stored(house: TestHouse, table: string, where = 'true'): Promise<string[]> {
  const { rows } = await house.ports.db.query<{ content: string }>(
    `select content from ${table} where view & 1 <> 0 and ${where} order by id`,
  );
  return rows.map(({ content }) => content);
}

async function records(house: TestHouse) {
  const { rows } = await house.ports.db.query<Record<string, unknown>>(
    `select agent, capacity, patient, query, shown from ledger where interaction = '$export' order by seq`,
  );
  return rows;
}

async function wholeFlow(t: Test, house: TestHouse): Promise<void> {
  const system = house.as('system');
  const { db } = house.ports;
  const status = await kickOff(system, '$export?_type=Patient,Appointment,Organization');
  const waiting = await system(status);
  t.ok([200, 202].includes(waiting.status));
  const made = await manifestOf(system, status);
  const { output, transactionTime, ...rest } = made;
  t.same(rest, {
    request: 'https://samspil.test/fhir/$export?_type=Patient%2CAppointment%2COrganization',
    requiresAccessToken: true,
    deleted: [],
    error: [],
  });
  t.same(
    output.map(({ type }) => type),
    ['Patient', 'Appointment', 'Organization'],
  );
  const lines = await linesOf(system, output);
  t.same(
    lines,
    (
      await Promise.all(['patient', 'appointment', 'organization'].map((one) => stored(house, one)))
    ).flat(),
    'the bytes that stand, each once',
  );
  t.ok(lines.length > 60, `${lines.length} resources`);
  const kept = await records(house);
  const of = (test: (row: Record<string, unknown>) => boolean) => kept.filter(test);
  const citizens = await stored(house, 'patient');
  t.same(
    of(({ patient }) => patient !== null)
      .map(({ patient }) => patient)
      .sort(),
    citizens.map((one) => JSON.parse(one).id).sort(),
    'each citizen in it has a record',
  );
  const [whole, ...fetched] = of(({ patient }) => patient === null);
  t.match(whole, { capacity: 'system', agent: /^system\//, query: /^\$export/ });
  t.equal(fetched.length, output.length, 'each file that was fetched is recorded');

  const since = await kickOff(
    system,
    `Patient/$export?_type=Patient,Appointment&_since=${transactionTime}`,
  );
  t.same((await manifestOf(system, since)).output, [], 'nothing has changed since');

  const head = await system(here(output[0]?.url ?? ''), { method: 'HEAD' });
  t.equal(head.status, 200);
  t.equal(head.headers.get('content-type'), 'application/fhir+ndjson');
  for (const persona of ['citizen', 'staff', 'auditor']) {
    const ask = house.as(persona);
    t.equal(await keyOf(await ask('$export', { headers: later })), '403 export-forbidden', persona);
    t.equal(await keyOf(await ask(status)), '403 export-forbidden');
    t.equal(await keyOf(await ask(here(output[0]?.url ?? ''))), '403 export-forbidden');
    t.equal(await keyOf(await ask(status, { method: 'DELETE' })), '403 export-forbidden');
  }
  t.equal((await fetch(`${house.base}/$export`)).status, 401);
  await db.query(`update bulk_export set client = 'system other' where id = $1`, [
    status.split('/').at(-1),
  ]);
  t.equal(await keyOf(await system(status)), '404 not-found', 'that of another is not there');
  await db.query(`update bulk_export set client = $2 where id = $1`, [
    status.split('/').at(-1),
    (
      await db.query<{ client: string }>(
        `select client from bulk_export where client <> 'system other'`,
      )
    ).rows[0]?.client,
  ]);
  t.equal((await system(status, { method: 'DELETE' })).status, 202);
  t.equal(await keyOf(await system(status)), '404 not-found');
  t.equal(await keyOf(await system(here(output[0]?.url ?? ''))), '404 not-found');
  const left = await db.query('select from bulk_chunk where export = $1', [
    status.split('/').at(-1),
  ]);
  t.equal(left.rowCount, 0, 'its files are gone');
}

t.setTimeout(120_000);

t.test('An export', async (t) => {
  const house = await startHouse(t, { workers: true });
  const system = house.as('system');

  await t.test('is asked for, followed, fetched and taken away', (t) => wholeFlow(t, house));

  await t.test('is asked for by Parameters, and holds compartments alone', async (t) => {
    const body = JSON.stringify({
      resourceType: 'Parameters',
      parameter: [
        { name: '_type', valueString: 'Appointment' },
        { name: '_outputFormat', valueString: 'ndjson' },
        { name: '_typeFilter', valueString: 'Appointment?status=booked' },
      ],
    });
    const status = await kickOff(system, 'Patient/$export', { method: 'POST', body });
    const { output, request } = await manifestOf(system, status);
    t.equal(request, 'https://samspil.test/fhir/Patient/$export');
    const booked = await stored(
      house,
      'appointment',
      `patient is not null and content::jsonb->>'status' = 'booked'`,
    );
    t.ok(booked.length > 10);
    t.same(await linesOf(system, output), booked);
  });

  await t.test('is refused where it cannot be what was asked for', async (t) => {
    const refused = async (path: string, headers: Record<string, string> = later) =>
      keyOf(await system(path, { headers }));
    t.equal(await refused('$export', {}), '400 respond-async');
    t.equal(await refused('$export?_outputFormat=text/csv'), '400 output-format');
    t.equal(await refused('$export?_elements=id'), '400 unknown-parameter');
    t.equal(await refused('$export?_type=Nothing'), '400 unknown-type');
    t.equal(await refused('Patient/$export?_type=Organization'), '400 unknown-type');
    t.equal(await refused('$export?_since=yesterday'), '400 unreadable-value');
    t.equal(
      await refused('$export?_type=Patient&_typeFilter=Slot%3Fstatus%3Dfree'),
      '400 type-filter',
    );
    t.equal(await refused('$export?_typeFilter=Slot%3F_sort%3Dstart'), '400 type-filter');
    t.equal(await refused('$export?_typeFilter=Slot%3Fnone%3D1'), '400 unknown-parameter');
    t.equal(
      await refused('$export?_typeFilter=Patient%3Fidentifier%3D010170-1234'),
      '400 use-post-search',
    );
    t.equal(await refused('Group/1/$export'), '404 unknown-type');
    t.equal((await system('$export', { method: 'PUT', headers: later })).status, 405);
    t.equal((await system('bulk-status/1', { method: 'POST', headers: later })).status, 405);
    const lenient = { prefer: 'respond-async, handling=lenient' };
    const answer = await system('$export?_elements=id&_type=Location', { headers: lenient });
    t.equal(answer.status, 202);
    t.match(await answer.text(), /_elements/);
    await manifestOf(system, here(answer.headers.get('content-location')));
  });

  await t.test('goes when its time is over', async (t) => {
    const status = await kickOff(system, '$export?_type=Location');
    await manifestOf(system, status);
    await sweepExports(house.ports.db, house.ports.now() + 23 * 3_600_000);
    t.equal((await system(status)).status, 200);
    await sweepExports(house.ports.db, house.ports.now() + 25 * 3_600_000);
    t.equal((await system(status)).status, 404);
  });
});

t.test('An export that nobody makes yet', async (t) => {
  const house = await startHouse(t);
  const system = house.as('system');
  const status = await kickOff(system, '$export?_type=Location');
  const waiting = await system(status);
  t.equal(waiting.status, 202);
  t.match(waiting.headers.get('x-progress'), 'waiting');
  t.ok(Number(waiting.headers.get('retry-after')) > 0);
  t.equal(await kickOff(system, '$export?_type=Location'), status, 'is joined by its equal');
  for (const type of ['Slot', 'Schedule']) await kickOff(system, `$export?_type=${type}`);
  const fourth = await system('$export', { headers: later });
  t.ok(fourth.headers.get('retry-after'));
  t.equal(await keyOf(fourth), '429 too-many-exports');
  t.equal((await system(status, { method: 'DELETE' })).status, 202);
  await runExport(house.workers.bulk, status.split('/').at(-1) ?? '');
  t.equal((await system(status)).status, 404, 'and is not made once it was cancelled');
  const given = await kickOff(system, '$export?_type=Location');
  await failExport(house.ports.db, given.split('/').at(-1) ?? '');
  t.equal(await keyOf(await system(given)), '500 export-failed', 'and says when it was given up');
  for (const path of ['bulk-status/%2F', 'bulk-status/..%2F1', 'bulk-file/1/x', 'bulk-file/1'])
    t.equal((await system(path)).status, 404, path);
});

t.test('The same holds on Redis', { skip: !hasRedis() && 'no redis-server' }, async (t) => {
  const { redisUrl } = await places.redis(t);
  await wholeFlow(t, await startHouse(t, { workers: true, ...(redisUrl && { redisUrl }) }));
});
