import type { CodeSystem, ValueSet, ValueSetCompose } from '@medplum/fhirtypes';
import t from 'tap';
import { bindingFault } from '../../src/fhir/validate-binding.ts';
import { expand, type Terminology } from '../../src/fhir/value-set.ts';

const system = 'urn:s';
const tree: CodeSystem = {
  resourceType: 'CodeSystem',
  status: 'active',
  content: 'complete',
  url: system,
  concept: [{ code: 'a', concept: [{ code: 'b', concept: [{ code: 'c' }] }] }, { code: 'd' }],
};
const sets: Record<string, ValueSetCompose> = {
  all: { include: [{ system }] },
  some: { include: [{ system, concept: [{ code: 'a' }, { code: 'x' }] }] },
  below: { include: [{ system, filter: [{ property: 'concept', op: 'is-a', value: 'b' }] }] },
  under: {
    include: [{ system, filter: [{ property: 'concept', op: 'descendent-of', value: 'b' }] }],
  },
  imported: { include: [{ valueSet: ['below'] }, { system: 'urn:t', concept: [{ code: 'e' }] }] },
  without: { include: [{ system }], exclude: [{ system, concept: [{ code: 'd' }] }] },
  mime: { include: [{ system: 'urn:ietf:bcp:13' }] },
  unknown: { include: [{ system: 'urn:nobody' }] },
  importsUnknown: { include: [{ valueSet: ['unknown'] }] },
  regex: { include: [{ system, filter: [{ property: 'code', op: 'regex', value: 'a' }] }] },
};
const from: Terminology = {
  codeSystem: (url) => (url === system ? tree : undefined),
  valueSet: (url): ValueSet | undefined =>
    sets[url] && { resourceType: 'ValueSet', status: 'active', compose: sets[url] },
};

t.test('a value set is expanded by systems, lists, trees, imports and exclusions', async (t) => {
  const codings = (url: string) => [...(expand(url, from)?.codings ?? [])].sort();
  t.same(codings('all|4.0.1'), ['urn:s|a', 'urn:s|b', 'urn:s|c', 'urn:s|d']);
  t.same(codings('some'), ['urn:s|a', 'urn:s|x']);
  t.same(codings('below'), ['urn:s|b', 'urn:s|c']);
  t.same(codings('under'), ['urn:s|c']);
  t.same(codings('imported'), ['urn:s|b', 'urn:s|c', 'urn:t|e']);
  t.same(codings('without'), ['urn:s|a', 'urn:s|b', 'urn:s|c']);
});

t.test('what cannot be known is not guessed', async (t) => {
  for (const url of ['unknown', 'importsUnknown', 'regex', 'none'])
    t.equal(expand(url, from), undefined);
});

t.test('a code, a coding and a concept are held against the set', async (t) => {
  const [set, mime] = [expand('all', from), expand('mime', from)];
  if (!set || !mime) return t.fail('not expanded');
  const good = ['a', { system, code: 'a' }, { coding: [{ code: 'x' }, { system, code: 'b' }] }];
  for (const value of good) t.equal(bindingFault(set, value), undefined);
  t.equal(bindingFault(set, 'x'), 'x');
  t.equal(bindingFault(set, { code: 'a' }), 'a', 'without its system');
  t.equal(bindingFault(set, { system: 'urn:t', code: 'a' }), 'a');
  t.equal(bindingFault(set, { text: 'a' }), 'text');
  t.equal(bindingFault(mime, 'text/plain; charset=utf-8'), undefined);
  t.equal(bindingFault(mime, 'tekst'), 'tekst');
});
