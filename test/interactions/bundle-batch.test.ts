import type { BundleEntry } from '@medplum/fhirtypes';
import t from 'tap';
import { type Heard, issuesOf, startPlain } from './plain-house.ts';

const patient = (more: object = {}) => ({
  resourceType: 'Patient',
  name: [{ family: 'Holm' }],
  ...more,
});

const request = (method: string, url: string, more: object = {}) => ({
  request: { method, url, ...more },
});
const bundle = (entry: readonly object[], more: object = {}) => ({
  resourceType: 'Bundle',
  type: 'batch',
  ...(entry.length > 0 && { entry }),
  ...more,
});

const statuses = ({ body }: Heard) =>
  (body.entry as BundleEntry[]).map(({ response }) => response?.status?.slice(0, 3));

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const binary = (contentType: string, data: string) => ({
  resource: { resourceType: 'Binary', contentType, data },
});

t.test('a batch is many requests in one', async (t) => {
  const { ask, base } = await startPlain(t, ['Patient', 'Binary']);
  const batch = (entry: readonly object[], headers = {}) => ask('POST', '', bundle(entry), headers);
  await ask('PUT', 'Patient/b1', patient({ id: 'b1' }));

  await t.test('each entry is answered for itself, in order', async (t) => {
    const heard = await batch([
      request('GET', 'Patient/b1'),
      request('GET', 'Patient/nobody'),
      { resource: patient(), ...request('POST', 'Patient') },
      { resource: patient({ name: [] }), ...request('POST', 'Patient') },
      { resource: patient({ id: 'b2' }), ...request('PUT', 'Patient/b2') },
      request('DELETE', 'Patient/b2'),
      request('GET', 'Wizard/1'),
      request('POST', 'Patient/b1'),
      request('GET', `${base}/Patient?_id=b1`),
      request('HEAD', 'Patient/b1'),
      request('GET', 'Patient/b1/_history'),
      request('GET', '/Patient/b1?_format=json'),
    ]);
    t.equal(heard.status, 200);
    t.equal(heard.body.type, 'batch-response');
    const expected = '200 404 201 422 201 204 404 405 200 200 200 200';
    t.same(statuses(heard), expected.split(' '));
    const [read, missing, made, invalid] = heard.body.entry;
    t.match(read, { resource: { id: 'b1' }, response: { status: '200 OK', etag: 'W/"1"' } });
    t.match(read.response.lastModified, /^\d{4}-.*Z$/);
    t.equal(missing.response.outcome.issue[0].details.coding[0].code, 'not-found');
    const address = `${base}/Patient/${made.resource.id}`;
    t.match(made, { fullUrl: address, response: { location: `${address}/_history/1` } });
    t.same(invalid.response.outcome.issue[0].expression, ['Patient.name']);
    t.equal(invalid.resource, undefined);
    t.equal(heard.body.entry[9].resource, undefined, 'HEAD has no body');
    t.equal(heard.body.entry[8].resource.total, 1);
  });

  await t.test('the conditions of an entry hold', async (t) => {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const heard = await batch([
      request('GET', 'Patient/b1', { ifNoneMatch: 'W/"1"' }),
      request('GET', 'Patient/b1', { ifNoneMatch: 'W/"2"' }),
      request('GET', 'Patient/b1', { ifModifiedSince: tomorrow }),
      request('GET', 'Patient/b1', { ifModifiedSince: yesterday }),
      { resource: patient({ id: 'b1' }), ...request('PUT', 'Patient/b1', { ifMatch: 'W/"4"' }) },
      { resource: patient(), ...request('POST', 'Patient', { ifNoneExist: '_id=b1' }) },
      { resource: patient({ active: true }), ...request('PUT', 'Patient?_id=b1') },
      request('DELETE', 'Patient?name=nobody'),
    ]);
    t.same(statuses(heard), '304 200 304 200 412 200 200 204'.split(' '));
    t.equal(heard.body.entry[0].resource, undefined);
  });

  await t.test('a patch and a form come in a Binary', async (t) => {
    const patch = [{ op: 'replace', path: '/gender', value: 'other' }];
    const json = [{ op: 'add', path: '/gender', value: 'female' }];
    const part = (name: string, value: object) => ({ name, ...value });
    const parameters = {
      resourceType: 'Parameters',
      parameter: [
        {
          name: 'operation',
          part: [
            part('type', { valueCode: 'replace' }),
            part('path', { valueString: 'Patient.gender' }),
            part('value', { valueCode: 'male' }),
          ],
        },
      ],
    };
    const form = Buffer.from('_id=b1').toString('base64');
    const heard = await batch([
      { ...binary('application/json-patch+json', base64(json)), ...request('PATCH', 'Patient/b1') },
      { resource: parameters, ...request('PATCH', 'Patient/b1') },
      { ...binary('application/fhir+json', base64(parameters)), ...request('PATCH', 'Patient/b1') },
      {
        ...binary('application/x-www-form-urlencoded', form),
        ...request('POST', 'Patient/_search'),
      },
      request('POST', 'Patient/_search?_id=b1'),
      { ...binary('text/plain', base64(patch)), ...request('PATCH', 'Patient/b1') },
      { ...binary('application/json-patch+json', 'e30='), ...request('PATCH', 'Patient/b1') },
      { ...binary('text/plain', 'aGVq'), ...request('POST', 'Binary') },
    ]);
    t.same(statuses(heard), '200 200 200 200 200 415 400 201'.split(' '));
    t.match(
      [0, 1, 2].map((at) => heard.body.entry[at].resource.gender),
      ['female', 'male', 'male'],
    );
    t.equal(heard.body.entry[3].resource.total, 1);
  });

  await t.test('the whole is answered as is preferred', async (t) => {
    const made = { resource: patient(), ...request('POST', 'Patient') };
    const both = [made, request('GET', 'Patient/b1')];
    const bare = await batch(both, { prefer: 'return=minimal' });
    t.equal(bare.body.entry[0].resource, undefined);
    t.equal(bare.body.entry[1].resource.id, 'b1', 'what is read is always shown');
    const word = await batch(both, { prefer: 'return=OperationOutcome' });
    t.equal(word.body.entry[0].response.outcome.resourceType, 'OperationOutcome');
    t.same((await batch([])).body, { resourceType: 'Bundle', type: 'batch-response' });
  });

  await t.test('a Bundle that cannot be read is refused for all its faults', async (t) => {
    const cases: readonly [object, string][] = [
      [bundle([], { type: 'collection' }), '400 bundle-type Bundle.type'],
      [patient(), '400 resource-type resourceType'],
      [bundle([], { entry: {} }), '400 entry-request Bundle.entry[0].request'],
      [
        bundle([{ resource: patient() }, request('get', 'Patient'), request('PUT', 'Patient/1')]),
        '400 entry-request Bundle.entry[0].request entry-method Bundle.entry[1].request.method body-missing Bundle.entry[2].resource',
      ],
      [
        bundle([{ resource: patient(), ...request('GET', 'Patient') }]),
        '400 entry-resource Bundle.entry[0].resource',
      ],
      [bundle([request('GET', 'Patient')], { wizard: 1 }), '400 unknown-member Bundle.wizard'],
      [
        bundle(Array.from({ length: 1_001 }, () => request('GET', 'Patient/b1'))),
        '413 too-many-entries Bundle.entry',
      ],
    ];
    for (const [sent, expected] of cases) {
      const heard = await ask('POST', '', sent);
      t.equal([heard.status, ...issuesOf(heard)].join(' '), expected);
    }
    t.equal((await ask('POST', '?x=1', bundle([]))).status, 400);
    t.equal((await ask('GET', '')).status, 405);
  });

  await t.test('an entry goes nowhere but here', async (t) => {
    const wrong = [
      'https://elsewhere.example/fhir/Patient/b1',
      '//elsewhere.example/Patient/b1',
      'http:Patient/b1',
      '../fhir/Patient/b1',
      'Patient/../Patient/b1',
      'Patient/%2e%2e/b1',
      'Patient%2Fb1',
      'Patient/b1%2F_history',
      'Patient\\b1',
      'Patient/b1#x',
      'Patient/%zz',
      'Patient//b1',
      '',
      '?_id=b1',
      `Patient/${'x'.repeat(10_000)}`,
      '__proto__/b1',
    ];
    const heard = await batch(wrong.map((url) => request('GET', url)));
    const refused = heard.status === 400 ? wrong.map(() => '400') : statuses(heard);
    t.same(
      refused.filter((status: string | undefined) => !/^40[04]$/.test(`${status}`)),
      [],
    );
    const inner = bundle([request('GET', 'Patient/b1')]);
    const nested = await batch([{ resource: inner, ...request('POST', '/') }]);
    t.match(nested.body.entry[0].response.outcome.issue[0].details.coding[0].code, 'nested-bundle');
  });
});
