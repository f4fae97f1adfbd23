import type { OperationOutcome } from '@medplum/fhirtypes';
import t from 'tap';
import { uuidv7 } from '../../src/fhir/id.ts';
import { validate } from '../../src/fhir/validate.ts';
import { registry } from '../../src/registry.ts';
import { citizenIdOf, fhir, verdict } from '../access/answer.ts';
import { type Ask, asker } from '../access/ask.ts';
import { noon, startHouse } from '../house.ts';
import { startPlain } from './plain-house.ts';

const said = ({ issue }: OperationOutcome): string[] =>
  issue.map(({ severity, details, expression = [] }) =>
    [severity, details?.coding?.[0]?.code, ...expression].join(' '),
  );

const post = (ask: Ask, path: string, body: object | string): Promise<Response> =>
  ask(path, {
    method: 'POST',
    headers: fhir,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const call = (...parameter: object[]) => ({ resourceType: 'Parameters', parameter });

t.test('$validate', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const [mine, theirs] = [
    await citizenIdOf(house, 'citizen'),
    await citizenIdOf(house, 'neighbour'),
  ];
  const citizen = await asker(house, 'citizen');
  const issuesOf = async (response: Response): Promise<string[]> => {
    const outcome = (await response.json()) as OperationOutcome;
    t.equal(response.status, 200);
    t.same(validate(outcome, house.service.definitions), []);
    return said(outcome);
  };
  const message = {
    ...{ resourceType: 'Communication', status: 'completed', sent: '2026-11-24T09:00:00Z' },
    subject: { reference: `Patient/${mine}` },
  };
  const bad = { resourceType: 'Communication', status: 'nonsense', sent: 'yesterday', more: 1 };

  await t.test('tells everything that is wrong, of a resource and of Parameters', async (t) => {
    for (const body of [bad, call({ name: 'resource', resource: bad })]) {
      const issues = await issuesOf(await post(citizen, 'Communication/$validate', body));
      for (const path of ['status', 'sent', 'more'])
        t.ok(
          issues.some((one) => one.endsWith(`Communication.${path}`)),
          `${path} in ${issues}`,
        );
    }
    const ofRoom = await issuesOf(await post(citizen, 'Communication/$validate', message));
    t.ok(ofRoom.includes('error missing Communication.category'), 'the profile of the room');
    const patient = await (await citizen(`Patient/${mine}`)).text();
    const fine = await issuesOf(await post(citizen, 'Patient/$validate', patient));
    t.notOk(fine.some((one) => one.startsWith('error')));
  });

  await t.test('looks at what is meant, and whether that is taken here', async (t) => {
    const made = await post(citizen, 'Patient/$validate?mode=create', { resourceType: 'Patient' });
    t.ok((await issuesOf(made)).includes('error method-not-allowed'));
    const noId = await post(
      citizen,
      'Communication/$validate',
      call({ name: 'resource', resource: message }, { name: 'mode', valueCode: 'update' }),
    );
    t.ok((await issuesOf(noId)).some((one) => one.startsWith('error id-needed')));
    const other = { name: 'profile', valueUri: 'http://example.org/profile' };
    const profiled = await post(
      citizen,
      'Communication/$validate',
      call({ name: 'resource', resource: message }, other),
    );
    t.match(await issuesOf(profiled), /unknown-profile/);
  });

  await t.test(
    'checks what is stored, as the caller sees it, and leaves an access record',
    async (t) => {
      const { rows: before } = await house.ports.db.query('select from ledger');
      for (const method of ['GET', 'POST']) {
        const issues = await issuesOf(await citizen(`Patient/${mine}/$validate`, { method }));
        t.notOk(
          issues.some((one) => one.startsWith('error')),
          `${issues}`,
        );
      }
      const { rows: after } = await house.ports.db.query('select from ledger');
      t.equal(after.length, before.length + 2);
      for (const id of [theirs, uuidv7(noon)])
        for (const query of ['', '?mode=delete'])
          t.equal(await verdict(await citizen(`Patient/${id}/$validate${query}`)), '404 not-found');
      const auditor = await asker(house, 'auditor');
      t.equal(await verdict(await auditor(`Patient/${mine}/$validate`)), '404 not-found');
      const relative = await asker(house, 'relative');
      t.equal((await relative(`Patient/${mine}/$validate`)).status, 200);
    },
  );

  await t.test('is there for every type, and refuses only what cannot be read', async (t) => {
    for (const { type } of registry) {
      const response = await post(citizen, `${type}/$validate`, { resourceType: type });
      t.equal(response.status, 200, type);
    }
    for (const [path, body, expected] of [
      ['Patient/$validate?mode=perhaps', {}, '400 parameter-value'],
      ['Patient/$validate?nonsense=1', {}, '400 unknown-parameter'],
      ['Patient/$validate', call({ name: 'other', valueString: 'x' }), '400 unknown-parameter'],
      ['Patient/$validate', { resourceType: 'Parameters', parameter: 1 }, '400 structure'],
      ['Patient/$validate', '{"resourceType":', '400'],
      ['Patient/$validate', '[]', '400'],
    ] as const)
      t.match(await verdict(await post(citizen, path, body)), expected);
    t.equal((await citizen(`Patient/${mine}/$validate`, { method: 'PUT' })).status, 405);
  });
});

t.test('$validate on plain rooms', async (t) => {
  const { ask } = await startPlain(t, ['Patient', 'Parameters']);
  const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">En</div>' };
  const patient = { resourceType: 'Patient', id: 'one', text, gender: 'female' };
  const saidOf = async (method: string, path: string, body?: object) => {
    const { status, body: outcome } = await ask(method, path, body);
    return `${status} ${said(outcome).join(', ')}`;
  };
  t.equal(await saidOf('POST', 'Patient/one/$validate', patient), '200 information ok');
  t.match(await saidOf('GET', 'Patient/one/$validate'), /404 error not-found/);
  await ask('PUT', 'Patient/one', patient);
  t.equal(await saidOf('GET', 'Patient/one/$validate'), '200 information ok');
  t.equal(await saidOf('GET', 'Patient/one/$validate?mode=delete'), '200 information ok');
  t.match(await saidOf('POST', 'Patient/two/$validate?mode=update', patient), /id-mismatch/);
  const plain = call({ name: 'anything', valueString: 'x' });
  t.equal(await saidOf('POST', 'Parameters/$validate', plain), '200 information ok');
});
