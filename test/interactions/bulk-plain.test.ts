import type { CapabilityStatement } from '@medplum/fhirtypes';
import t from 'tap';
import { servePlain } from '../../src/main/conformance-server.ts';
import { startBulkWorkers } from '../../src/workers/bulk.ts';
import { startRelay } from '../../src/workers/outbox.ts';
import { temporaryDir, testDatabase } from '../database.ts';
import { type Ask, keyOf, kickOff, later, linesOf, manifestOf } from '../http/bulk-client.ts';
import { recordAsPlain } from '../response-recording.ts';
import { queuesOf } from '../workers/backend.ts';

const types = ['Patient', 'Observation', 'Group', 'Organization'];

const operation = (name: string) => ({
  name: 'export',
  definition: `http://hl7.org/fhir/uv/bulkdata/OperationDefinition/${name}`,
});

t.test('The plain registry exports a Group too', async (t) => {
  const { db, owner, connection } = await testDatabase(t);
  const log = { info: () => undefined, error: () => undefined };
  const { app, base, service } = await servePlain({
    ...{
      db,
      owner,
      log,
      types,
      now: Date.now,
      host: '127.0.0.1',
      port: 0,
      dataDir: temporaryDir(t),
    },
  });
  recordAsPlain(base);
  t.teardown(() => app.close());
  const { ports, rooms, definitions } = service;
  const queues = await queuesOf(t, { connection });
  await startBulkWorkers(queues, { bulk: { ports, rooms, definitions } });
  const relay = startRelay({ db, queues, now: Date.now });
  t.teardown(() => relay.close());
  const ask: Ask = (path, init = {}) =>
    fetch(path.startsWith('/') ? new URL(path, base) : `${base}/${path}`, {
      ...init,
      headers: { 'content-type': 'application/fhir+json', ...init.headers },
    });
  const put = async (resource: { resourceType: string; id: string }): Promise<string> => {
    const path = `${resource.resourceType}/${resource.id}`;
    return (await ask(path, { method: 'PUT', body: JSON.stringify(resource) })).text();
  };
  const patients = [];
  for (const id of ['a', 'b', 'c']) patients.push(await put({ resourceType: 'Patient', id }));
  const observed = { resourceType: 'Observation', status: 'final', code: { text: 'æøå' } };
  const seen = await put({ ...observed, id: 'o', ...{ subject: { reference: 'Patient/b' } } });
  await put({ ...observed, id: 'other', ...{ subject: { reference: 'Patient/c' } } });
  await put({ resourceType: 'Organization', id: 'x', ...{ name: 'X' } });
  const member = ['a', 'b'].map((id) => ({ entity: { reference: `Patient/${id}` } }));
  await put({ resourceType: 'Group', id: 'g', ...{ type: 'person', actual: true, member } });

  const { output } = await manifestOf(
    ask,
    await kickOff(ask, 'Group/g/$export?_type=Patient,Observation'),
  );
  t.same(await linesOf(ask, output), [patients[0], patients[1], seen]);
  t.equal(await keyOf(await ask('Group/none/$export', { headers: later })), '404 not-found');
  const all = await manifestOf(ask, await kickOff(ask, 'Patient/$export'));
  t.same(
    all.output.map(({ type, count }) => `${type} ${count}`),
    ['Patient 3', 'Observation 2', 'Group 1'],
    'a Group is in the compartments of its members; an Organization is in none',
  );
  const statement = (await (await ask('metadata')).json()) as CapabilityStatement;
  const [rest] = statement.rest ?? [];
  t.match(rest?.operation, [operation('export')]);
  const operations = new Map(rest?.resource?.map((one) => [one.type, one.operation ?? []]));
  t.match(
    operations.get('Patient')?.find(({ name }) => name === 'export'),
    operation('patient-export'),
  );
  t.match(
    operations.get('Group')?.find(({ name }) => name === 'export'),
    operation('group-export'),
  );
  t.notOk(operations.get('Observation')?.some(({ name }) => name === 'export'));
});
