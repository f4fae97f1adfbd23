import type { Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { issuesOf, startPlain } from './plain-house.ts';

const types = [
  ...(['Composition', 'Patient', 'Practitioner', 'Organization'] as const),
  ...(['Observation', 'Encounter'] as const),
];

const resources = [
  { resourceType: 'Organization', id: 'unit', name: 'Unit' },
  { resourceType: 'Organization', id: 'other', name: 'Not in it' },
  { resourceType: 'Practitioner', id: 'nurse' },
  {
    resourceType: 'Patient',
    id: 'one',
    managingOrganization: { reference: 'Organization/unit' },
  },
  {
    resourceType: 'Observation',
    id: 'weight',
    status: 'final',
    code: { text: 'Weight' },
    subject: { reference: 'Patient/one' },
    performer: [{ reference: 'Practitioner/nurse' }],
    valueQuantity: { value: 70.5 },
  },
  {
    resourceType: 'Composition',
    id: 'letter',
    status: 'final',
    type: { text: 'Letter' },
    subject: { reference: 'Patient/one' },
    date: '2026-11-24',
    author: [{ reference: 'Practitioner/nurse' }],
    title: 'Letter',
    section: [
      {
        title: 'Outer',
        section: [{ title: 'Inner', entry: [{ reference: 'Observation/weight' }] }],
      },
      { title: 'Gone', entry: [{ reference: 'Observation/none' }] },
    ],
  },
];

const refs = ({ entry = [] }: Bundle): string[] =>
  entry.map(({ resource }) => `${resource?.resourceType}/${resource?.id}`);

t.test('Composition/$document', async (t) => {
  const { ask } = await startPlain(t, [...types, 'Bundle']);
  const definitions = await loadDefinitions([...types, 'Bundle']);
  for (const one of resources) await ask('PUT', `${one.resourceType}/${one.id}`, one);

  await t.test('has the Composition first, and then all that it leads to, each once', async (t) => {
    for (const method of ['GET', 'POST']) {
      const { status, body } = await ask(method, 'Composition/letter/$document');
      t.equal(status, 200);
      t.same(refs(body), [
        ...['Composition/letter', 'Observation/weight', 'Patient/one', 'Practitioner/nurse'],
        'Organization/unit',
      ]);
      t.same([body.type, body.identifier.system], ['document', 'urn:ietf:rfc:3986']);
      t.ok(body.timestamp);
      t.same(
        validate(body, definitions).filter(({ severity }) => severity === 'error'),
        [],
      );
    }
  });

  await t.test('is stored where that is asked for', async (t) => {
    const { status, body, headers } = await ask(
      'POST',
      'Composition/letter/$document?persist=true',
    );
    t.equal(status, 200);
    t.match(headers.get('location'), `/Bundle/${body.id}/_history/1`);
    const kept = await ask('GET', `Bundle/${body.id}`);
    t.same(kept.body, body);
    t.equal(refs(kept.body).length, 5);
  });

  await t.test('refuses what it does not take', async (t) => {
    for (const [method, path, expected] of [
      ['GET', 'letter/$document?persist=true', [400, ['parameter-value persist']]],
      ['GET', 'letter/$document?persist=perhaps', [400, ['parameter-value persist']]],
      ['GET', 'letter/$document?graph=x', [400, ['unknown-parameter graph']]],
      ['GET', 'none/$document', [404, ['not-found']]],
      ['DELETE', 'letter/$document', [405, ['method-not-allowed']]],
    ] as const) {
      const heard = await ask(method, `Composition/${path}`);
      t.same([heard.status, issuesOf(heard)], expected, path);
    }
  });
});

t.test('Composition/$document stores nothing where no Bundles are kept', async (t) => {
  const { ask } = await startPlain(t, types);
  for (const one of resources) await ask('PUT', `${one.resourceType}/${one.id}`, one);
  const heard = await ask('POST', 'Composition/letter/$document?persist=true');
  t.same([heard.status, issuesOf(heard)], [422, ['persist']]);
});
