import { isDeepStrictEqual } from 'node:util';
import type { CodeSystem, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import t from 'tap';
import { fshTexts } from '../../src/fhir/profile.ts';
import { validate } from '../../src/fhir/validate.ts';
import { layCore } from '../../src/profiles/cache.ts';
import { compile } from '../../src/profiles/compile.ts';
import { definitions as ours } from '../contracts/fsh.ts';
import { said } from '../contracts/same-element.ts';
import { profileOf } from '../contracts/structure-element.ts';
import { canonicalsIn, elsewhere, isDependency, publishedIn } from './canonicals.ts';
import { contentsWith, definitions, edition } from './contents.ts';
import { offline } from './offline.ts';

t.setTimeout(600_000);

const cache = t.testdir();
layCore(cache);
const { result, tried } = await offline(() =>
  compile(fshTexts(), { cache, version: edition.version }),
);
const { resources: compiled } = result;
const { resources, examples } = contentsWith(compiled);
const { profiles } = definitions;

const ofType = <T extends Resource>(type: T['resourceType']) =>
  compiled.filter((one): one is T & typeof one => one.resourceType === type);

const structures = ofType<StructureDefinition>('StructureDefinition');
const byUrl = new Map(structures.map((one) => [one.url, one]));

t.test('SUSHI compiles the profiles without a network, an error or a warning', async (t) => {
  t.equal(tried, 0, 'no connection was tried');
  t.same(result.errors, []);
  t.same(result.warnings, []);
  const kinds = new Set(['Profile', 'Extension', 'CodeSystem', 'ValueSet']);
  t.equal(compiled.length, ours.filter(({ kind }) => kinds.has(kind)).length);
  t.ok(structures.every(({ snapshot }) => (snapshot?.element.length ?? 0) > 3));
});

t.test('SUSHI says what it does not understand', async (t) => {
  const text = 'Profile: Odd\nParent: Patient\nId: odd\n* nosuch 1..1\n';
  const odd = await compile([{ file: 'odd.fsh', text }], { cache, version: '0.0.1' });
  t.match(odd.errors, [/nosuch/]);
});

t.test('the house reads of each definition what SUSHI reads', async (t) => {
  t.ok(structures.length > 80, `${structures.length} of them`);
  for (const definition of structures) {
    const { url = '' } = definition;
    const own = profiles.profile(url) ?? profiles.extension(url);
    if (!own) throw new Error(`${url} is not read`);
    const theirs = profileOf(definition, (one) => byUrl.get(one));
    t.same(said(own, definition), said(theirs, definition), url);
    t.same([own.type, own.contexts], [theirs.type, theirs.contexts], `${url} stands there`);
  }
});

t.test('a difference would be seen', async (t) => {
  const [definition] = structures.filter(({ id }) => id === 'samspil-slot');
  const own = definition && profiles.profile(definition.url ?? '');
  if (!own) throw new Error('no slot');
  const before = said(own, definition);
  const changed = structuredClone(definition);
  for (const element of changed.differential?.element ?? [])
    if (element.id === 'Slot.serviceType') element.min = 0;
  const theirs = profileOf(changed, (one) => byUrl.get(one));
  t.notOk(isDeepStrictEqual(before, said(theirs, changed)));
});

/** What SUSHI adds to a resource, and the house has no use for. */
const bare = <T extends Resource>(resource: T): unknown => {
  const { version: _, count: __, ...rest } = resource as CodeSystem;
  return rest;
};

/** Codes one by one: several of a system may stand in one part. */
const parts = ({ compose, ...rest }: ValueSet): unknown => {
  const each = (all: NonNullable<ValueSet['compose']>['include'] = []) =>
    all.flatMap(({ concept, ...part }) =>
      concept ? concept.map((one) => ({ ...part, concept: [one] })) : [part],
    );
  return { ...rest, include: each(compose?.include), exclude: each(compose?.exclude) };
};

t.test('codes and sets of codes are the same, concept for concept', async (t) => {
  const [systems, sets] = [ofType<CodeSystem>('CodeSystem'), ofType<ValueSet>('ValueSet')];
  t.ok(systems.length > 30 && sets.length > 30, `${systems.length} and ${sets.length}`);
  for (const system of systems)
    t.same(
      bare(profiles.codeSystem(system.url ?? '') as CodeSystem),
      bare(system),
      `${system.url}`,
    );
  for (const set of sets) {
    const own = profiles.valueSet(set.url ?? '') as ValueSet;
    t.same(bare(parts(own) as ValueSet), bare(parts(set) as ValueSet), `${set.url}`);
  }
});

t.test('every definition is valid R4', async (t) => {
  for (const resource of compiled)
    t.same(
      validate(resource, definitions).map(({ expression, text }) => `${expression}: ${text.en}`),
      [],
      `${resource.id}`,
    );
});

/** What the package itself defines: by URL, in R5's extension where R4 has no URL, and the systems that it names. */
const definedBy = (one: Resource): (string | undefined)[] => [
  'url' in one ? one.url : one.id,
  ...((one as StructureDefinition).extension ?? []).map(({ valueUri }) => valueUri),
  ...(one.resourceType === 'NamingSystem' ? one.uniqueId.map(({ value }) => value) : []),
];

t.test('every canonical is in the package or in what it depends on', async (t) => {
  const there = new Set([...resources.flatMap(definedBy), ...publishedIn(cache)]);
  const isThere = (url: string): boolean =>
    there.has(url) || elsewhere.has(url) || isDependency(url);
  const named = new Map(
    [...resources, ...examples.map(({ resource }) => resource)].flatMap((one) =>
      [...canonicalsIn(one)].map((url) => [url, `${one.resourceType}/${one.id}`] as const),
    ),
  );
  t.ok(named.size > 300, `${named.size} canonicals`);
  t.same(
    [...named].filter(([url]) => !isThere(url)),
    [],
  );
  t.same(
    [...elsewhere.keys()].filter((url) => !named.has(url)),
    [],
    'nothing is excused that is not named',
  );
});
