import type { ValueSet } from '@medplum/fhirtypes';
import t from 'tap';
import { issuesOf, startPlain } from './plain-house.ts';

const system = 'http://example.org/colours';
const colours = {
  ...{ resourceType: 'CodeSystem', id: 'colours', url: system, version: '1', status: 'active' },
  ...{ name: 'Colours', content: 'complete' },
  concept: [{ code: 'red', display: 'Red', concept: [{ code: 'crimson' }] }, { code: 'blue' }],
};
const setOf = (id: string, include: object) => ({
  ...{ resourceType: 'ValueSet', id, status: 'active', url: `http://example.org/${id}` },
  compose: { include: [include] },
});
const reds = { system, filter: [{ property: 'concept', op: 'is-a', value: 'red' }] };
const map = {
  ...{ resourceType: 'ConceptMap', id: 'map', status: 'active', url: 'http://example.org/map' },
  group: [
    {
      source: system,
      target: 'http://example.org/short',
      element: [{ code: 'red', target: [{ code: 'r', equivalence: 'equivalent' }] }],
    },
  ],
};

const codesIn = ({ expansion }: ValueSet): string[] =>
  (expansion?.contains ?? []).map(({ code = '' }) => code);

t.test('Terminology that is stored in plain rooms is asked like R4’s', async (t) => {
  const types = ['ValueSet', 'CodeSystem', 'ConceptMap'] as const;
  const { ask } = await startPlain(t, types);
  for (const one of [colours, setOf('reds', reds), setOf('all', { system }), map])
    t.equal((await ask('PUT', `${one.resourceType}/${one.id}`, one)).status, 201, one.id);
  const nested = setOf('nested', { valueSet: ['http://example.org/reds'] });
  await ask('PUT', 'ValueSet/nested', nested);
  for (const [path, expected] of [
    ['ValueSet/$expand?url=http://example.org/reds', ['red', 'crimson']],
    ['ValueSet/nested/$expand', ['red', 'crimson']],
    ['ValueSet/$expand?url=http://example.org/nested', ['red', 'crimson']],
    ['ValueSet/all/$expand', ['red', 'crimson', 'blue']],
  ] as const) {
    const { status, body } = await ask('GET', path);
    t.same([status, codesIn(body)], [200, expected], path);
  }
  const result = async (path: string) => {
    const { body } = await ask('GET', path);
    return body.parameter?.[0]?.valueBoolean ?? issuesOf({ body } as never);
  };
  const inReds = 'ValueSet/$validate-code?url=http://example.org/reds';
  t.equal(await result(`${inReds}&system=${system}&code=crimson`), true);
  t.equal(await result(`${inReds}&system=${system}&code=blue`), false);
  t.equal(await result(`CodeSystem/colours/$validate-code?code=blue`), true);
  t.equal(await result(`CodeSystem/$validate-code?url=${system}&version=1&code=blue`), true);
  t.same(await result(`CodeSystem/$validate-code?url=${system}&version=2&code=blue`), [
    'unknown-code-system',
  ]);
  t.equal(await result(`ConceptMap/$translate?system=${system}&code=red`), true);
  t.equal(await result(`ConceptMap/map/$translate?system=${system}&code=blue`), false);
  const { body } = await ask('GET', `CodeSystem/$lookup?system=${system}&code=red`);
  t.equal(
    body.parameter.find(({ name }: { name: string }) => name === 'display').valueString,
    'Red',
  );
  await ask('DELETE', 'ValueSet/reds');
  t.same(await result(`${inReds}&code=red`), ['unknown-value-set']);
});
