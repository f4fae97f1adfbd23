import type {
  ConceptMap,
  StructureMap,
  StructureMapGroupRule,
  StructureMapGroupRuleTarget,
} from '@medplum/fhirtypes';
import t from 'tap';
import { ours, structure } from '../../../src/fhir/canonical.ts';
import { ourTerminology } from '../../../src/fhir/our-terminology.ts';
import { validate } from '../../../src/fhir/validate.ts';
import { definitionsOf } from '../../../src/main/foundation.ts';
import { registry } from '../../../src/registry.ts';
import { codeTables } from '../../../src/resources/code-tables.ts';
import { structureMapsFor, untoldFor } from '../../../src/resources/structure-map/published.ts';

const definitions = await definitionsOf(registry.map(({ type }) => type));
const { conceptMaps } = ourTerminology(definitions.profiles, codeTables);
const maps = structureMapsFor(registry);

type Rule = StructureMapGroupRule;

const rulesIn = (rules: readonly Rule[] = []): Rule[] =>
  rules.flatMap((rule) => [rule, ...rulesIn(rule.rule)]);
const rulesOf = ({ group = [] }: StructureMap): Rule[] =>
  group.flatMap(({ rule }) => rulesIn(rule));
const targetsOf = (map: StructureMap): StructureMapGroupRuleTarget[] =>
  rulesOf(map).flatMap(({ target = [] }) => target);

const mapAt = (id: string): StructureMap => {
  const found = maps.find((one) => one.id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
};

t.test('each mapping has a valid StructureMap in each direction', async (t) => {
  const mappings = registry.flatMap((room) => room.mappings);
  t.equal(maps.length, 2 * mappings.length);
  t.equal(new Set(maps.map(({ id }) => id)).size, maps.length);
  const profiles = [structure('samspil-structure-map')];
  for (const map of maps) t.same(validate(map, definitions, { profiles }), [], map.id);
});

const isWhole = ({ target, rule, documentation }: Rule): boolean =>
  (target ?? rule ?? documentation) !== undefined;

t.test('every row is a rule, or is told as what FML cannot say', async (t) => {
  const untold = untoldFor(registry);
  for (const { record, type, rows } of registry.flatMap((room) => room.mappings)) {
    const map = maps.find(({ title }) => title === `${record} as ${type}`);
    const rules = map ? rulesOf(map) : [];
    const names = new Set(rules.map(({ name }) => name));
    const fields = rows.flatMap(({ field }) => field ?? []);
    const named = (field: string): string =>
      field.replace(/\.(.)/g, (_, next: string) => next.toUpperCase());
    t.same(
      fields.filter((field) => !names.has(named(field))),
      [],
      `${record}: rules`,
    );
    const told = untold.get(map?.id ?? '') ?? [];
    t.same(
      told.filter((one) => !map?.description?.includes(one)),
      [],
      `${record}: told`,
    );
    t.ok(rules.every(isWhole), `${record}: each rule does something or says why not`);
  }
});

/** Variables that are used before they are there. */
function strays(rule: Rule, before: readonly string[]): string[] {
  const found: string[] = [];
  const known = new Set(before);
  const use = (name: string | undefined): void => {
    if (name !== undefined && !known.has(name)) found.push(`${rule.name}: ${name}`);
  };
  for (const { context, variable = '' } of rule.source ?? []) {
    use(context);
    known.add(variable);
  }
  for (const { context, variable = '', parameter = [] } of rule.target ?? []) {
    for (const name of [context, ...parameter.map(({ valueId }) => valueId)]) use(name);
    known.add(variable);
  }
  return [...found, ...(rule.rule ?? []).flatMap((inner) => strays(inner, [...known]))];
}

t.test('a variable is written before it is read', async (t) => {
  for (const { id, group = [] } of maps) {
    const rules = group.flatMap(({ rule = [] }) => rule);
    t.same(
      rules.flatMap((rule) => strays(rule, ['record', 'resource'])),
      [],
      id,
    );
  }
  const rule = { name: 'wrong', source: [{ context: 'nobody' }] };
  t.same(strays(rule, ['record']), ['wrong: nobody']);
});

t.test('a translation has its ConceptMap', async (t) => {
  const urls = new Set(conceptMaps.map(({ url }) => url));
  const named = maps
    .flatMap(targetsOf)
    .filter(({ transform }) => transform === 'translate')
    .map(({ parameter = [] }) => parameter[1]?.valueString);
  t.ok(named.length > 50);
  t.same(
    named.filter((url) => !urls.has(url)),
    [],
  );
});

t.test('a place is told rule by rule, both ways', async (t) => {
  const there = rulesOf(mapAt('cura-aftale-to-appointment')).find(({ name }) => name === 'status');
  t.match(there?.target, [
    {
      ...{ context: 'resource', element: 'status', transform: 'translate' },
      parameter: [
        { valueId: 'v' },
        { valueString: `${ours}/ConceptMap/cura-aftale-status` },
        { valueString: 'code' },
      ],
    },
  ]);
  const back = rulesOf(mapAt('appointment-to-cura-aftale')).find(({ name }) => name === 'status');
  t.match(back?.target?.[0]?.parameter, [
    {},
    { valueString: `${ours}/ConceptMap/cura-aftale-status-back` },
  ]);
});

t.test('the way back of a code table says which of several codes is taken', async (t) => {
  const codesIn = ({ group = [] }: ConceptMap) => group.flatMap(({ element = [] }) => element);
  for (const { id } of codeTables) {
    const there = conceptMaps.find((one) => one.id === `cura-${id}`);
    const back = conceptMaps.find((one) => one.id === `cura-${id}-back`);
    if (!there || !back) throw new Error(`${id} has not both`);
    const pairs = (map: ConceptMap) =>
      codesIn(map).flatMap(({ code, target = [] }) => target.map((one) => [code, one.code]));
    t.same(
      pairs(back)
        .map(([one, other]) => [other, one])
        .sort(),
      pairs(there).sort(),
      `${id}: the same pairs`,
    );
    for (const { target = [] } of codesIn(back)) {
      const kinds = target.map(({ equivalence }) => equivalence);
      t.same(kinds, target.length > 1 ? kinds.map(() => 'narrower') : ['equivalent'], id);
      if (target.length > 1) t.match(target[0]?.comment, /Taken/, id);
    }
    t.same(validate(back, definitions, { profiles: [structure('samspil-concept-map')] }), [], id);
  }
});

t.test('a concept is made around its coding, which is what engines translate', async (t) => {
  const [around, inner] = targetsOf(mapAt('cura-lokation-to-location')).filter(
    ({ element, transform }) => element === 'physicalType' || transform === 'translate',
  );
  t.match(around, { element: 'physicalType', transform: undefined });
  t.match(inner, { context: around?.variable, element: 'coding', transform: 'translate' });
  const back = rulesOf(mapAt('location-to-cura-lokation')).find(
    ({ target }) => target?.[0]?.element === 'art',
  );
  t.equal(back?.source[0]?.element, 'coding');
});
