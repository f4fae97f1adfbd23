import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { searchParamsOf, unsupportedParams } from '../../src/fhir/r4-search.ts';
import type { SearchParam } from '../../src/fhir/search-param.ts';
import { capabilityStatement } from '../../src/interactions/capability.ts';
import { registry } from '../../src/registry.ts';

const definitions = await loadDefinitions(registry.map(({ type }) => type));
const types = new Set(registry.map(({ type }) => type));

interface Declared {
  readonly type: string;
  readonly code: string;
  readonly param: SearchParam;
}

const declared: readonly Declared[] = registry.flatMap(({ type, search }) =>
  Object.entries(search).map(([code, param]) => ({ type, code, param })),
);
const published = declared.filter(({ param }) => param.description === undefined);

/** The terms of R4's expression that concern the type; a reference is narrowed by our `target` instead of by `resolve()`. */
const terms = (expression: string, type: string): string[] =>
  expression
    .split('|')
    .map((term) => term.trim())
    .filter((term) => new RegExp(`\\b${type}\\.`).test(term));

const withoutResolve = (term: string): string => term.replace(/\.where\(resolve\(\) is \w+\)$/, '');

t.test('a search parameter is that of R4 for the type, or says what it finds', async (t) => {
  t.ok(published.length > 60, `${published.length} are those of R4`);
  for (const { type, code, param } of published) {
    const r4 = definitions.searchParameter(type, code);
    t.equal(r4?.type, param.type, `${type}.${code} has the type of R4`);
    const targets: readonly string[] = r4?.target ?? [];
    t.same(
      (param.target ?? []).filter((target) => !targets.includes(target)),
      [],
      `${type}.${code} names no target that R4 does not`,
    );
  }
});

t.test('a search parameter of R4 looks where R4 says', async (t) => {
  for (const { type, code, param } of published) {
    const r4 = definitions.searchParameter(type, code);
    const expected = terms(r4?.expression ?? '', type);
    const narrowed = param.target?.length === 1;
    const as = (all: string[]): string[] => (narrowed ? all.map(withoutResolve) : all);
    t.same(as(terms(param.expression, type)), as(expected), `${type}.${code}`);
  }
});

t.test(
  'each search parameter of R4 is declared by the room, or listed as not supported with a reason',
  async (t) => {
    let listed = 0;
    for (const { type, search } of registry) {
      const unsupported = unsupportedParams(type, search, definitions);
      listed += unsupported.length;
      const own = definitions.searchParameters(type).map(({ code = '' }) => code);
      const expected = own.filter((code) => !code.startsWith('_') && !Object.hasOwn(search, code));
      t.same(unsupported.map(({ code }) => code).sort(), expected.sort(), type);
      t.ok(unsupported.every(({ reason, url }) => reason.da && reason.en && url));
    }
    t.ok(listed > 90, `${listed} are not supported`);
  },
);

t.test('a search parameter of a room is of the kind that R4 makes of its definition', async (t) => {
  for (const { type, code, param } of published) {
    const made = searchParamsOf(type, definitions)[code];
    t.equal(made?.type, param.type, `${type}.${code}`);
    const targets = param.target ?? [];
    t.same(
      targets.filter((target) => !made?.target?.includes(target)),
      [],
      `${type}.${code}`,
    );
  }
});

t.test('a search parameter of ours has no name that R4 gives to something else', async (t) => {
  const ours = declared.filter(({ param }) => param.description !== undefined);
  t.ok(ours.length > 0);
  const taken = ours.filter(({ type, code }) => definitions.searchParameter(type, code));
  // A superset of R4's, which finds only targets that are Patients.
  t.same(
    taken.map(({ type, code }) => `${type}.${code}`),
    ['Provenance.patient'],
  );
});

t.test('every reference parameter leads to a room', async (t) => {
  const references = declared.filter(({ param }) => param.type === 'reference');
  t.ok(references.length > 20, `${references.length} reference parameters`);
  for (const { type, code, param } of references) {
    const targets = param.target ?? [];
    t.ok(
      targets.some((target) => types.has(target)),
      `${type}.${code} has a target here`,
    );
    t.ok(
      targets.every((target) => definitions.resourceTypes.has(target)),
      `${type}.${code} names types of R4 only`,
    );
    t.ok(types.has(targets[0] ?? ''), `${type}.${code}: a bare id is one of ours`);
  }
});

t.test('whatever is written can be asked for its Provenance, also by include', async (t) => {
  const written = registry.filter(({ origin }) => origin !== 'derived').map(({ type }) => type);
  t.ok(written.length > 10);
  const provenance = registry.find(({ type }) => type === 'Provenance');
  t.same([...(provenance?.search.target?.target ?? [])].sort(), [...written].sort());
});

t.test('a parameter within another finds a part of what that one does', async (t) => {
  const inner = declared.filter(({ param }) => param.within !== undefined);
  t.ok(inner.length > 0);
  for (const { type, code, param } of inner) {
    const outer = registry.find((room) => room.type === type)?.search[param.within ?? ''];
    t.equal(outer?.type, param.type, `${type}.${code} is of the type of ${param.within}`);
    t.same(
      (param.target ?? []).filter((target) => !outer?.target?.includes(target)),
      [],
      `${type}.${code} stays within the targets of ${param.within}`,
    );
  }
});

t.test('the CapabilityStatement names the definition that R4 gives a parameter', async (t) => {
  const statement = capabilityStatement({
    ...{ rooms: registry, definitions, presented: { name: 'Samspil', title: 'Samspil' } },
    base: 'https://samspil.test/fhir',
    date: '2026-11-24T09:00:00Z',
    ...{ formats: ['json'], patchFormats: [] },
  });
  const stated = statement.rest?.[0]?.resource ?? [];
  const definitionOf = (type: string, code: string): string | undefined =>
    stated
      .find((resource) => resource.type === type)
      ?.searchParam?.find(({ name }) => name === code)?.definition;
  t.equal(
    definitionOf('CarePlan', 'patient'),
    'http://hl7.org/fhir/SearchParameter/clinical-patient',
  );
  t.equal(
    definitionOf('Communication', 'about'),
    'https://samspil.example/fhir/SearchParameter/communication-about',
  );
  const r4 = 'http://hl7.org/fhir/SearchParameter/';
  for (const { type, searchParam = [] } of stated)
    for (const { name, definition = '' } of searchParam)
      if (definition.startsWith(r4))
        t.equal(definitions.searchParameter(`${type}`, name)?.url, definition, `${type}.${name}`);
});
