import type { CapabilityStatementRestResource } from '@medplum/fhirtypes';
import t from 'tap';
import { capabilityStatement } from '../../src/interactions/capability.ts';
import { registry } from '../../src/registry.ts';
import { contentsWith, definitions, edition } from './contents.ts';

const [statement] = contentsWith([]).resources.filter(
  (one) => one.resourceType === 'CapabilityStatement',
);
if (statement?.resourceType !== 'CapabilityStatement') throw new Error('no statement');
const rest = statement.rest?.[0];

interface Expected {
  readonly extension?: readonly { readonly valueCode?: string }[];
}
const howOf = (one: object): string => (one as Expected).extension?.[0]?.valueCode ?? '';

const stated = new Map(rest?.resource?.map((one) => [`${one.type}`, one]));
const of = (type: string): CapabilityStatementRestResource => {
  const found = stated.get(type);
  if (!found) throw new Error(`no ${type}`);
  return found;
};

/** How each is asked for, by its name or code. */
const asked = (all: readonly { readonly name?: string; readonly code?: string }[] = []) =>
  new Map(all.map((one) => [one.name ?? one.code, howOf(one)]));

t.test('everything that is stated says how much it is asked for', async (t) => {
  t.match(statement, { kind: 'requirements', version: edition.version, status: 'draft' });
  t.equal(stated.size, registry.length);
  const parts = [...stated.values()].flatMap((one) => [
    one,
    ...[...(one.interaction ?? []), ...(one.searchParam ?? []), ...(one.operation ?? [])],
  ]);
  const all = [...parts, ...(rest?.interaction ?? []), ...(rest?.operation ?? [])];
  t.ok(all.length > 700, `${all.length} of them`);
  t.same(
    all.filter((one) => !/^(?:SHALL|SHOULD|MAY)$/.test(howOf(one))),
    [],
  );
  for (const one of stated.values())
    for (const element of ['searchInclude', 'searchRevInclude', 'readHistory', 'conditionalRead'])
      if (element in one) t.ok(`_${element}` in one, `${one.type}: ${element}`);
});

t.test('the facade says that it is one, and is all that is asked for', async (t) => {
  const served = capabilityStatement({
    ...{ rooms: registry, definitions, base: 'https://facade.example/fhir', date: edition.date },
    ...{ presented: { name: 'Facade', title: 'Facade' }, formats: [], patchFormats: [] },
  });
  t.same(served.instantiates, [...(statement.imports ?? []), statement.url]);
  t.same(statement.imports?.length, 1, 'of IHE');
  const there = new Map(served.rest?.[0]?.resource?.map((one) => [`${one.type}`, one]));
  for (const [type, one] of stated)
    for (const part of ['interaction', 'searchParam', 'operation'] as const) {
      const has = asked(there.get(type)?.[part]);
      const lacking = [...asked(one[part]).keys()].filter((name) => !has.has(name));
      t.same(lacking, [], `${type}.${part}`);
    }
});

t.test('what no facade can be without is asked for, what can be switched off is not', async (t) => {
  const by = Map.groupBy(stated.keys(), (type) => howOf(of(type)));
  t.same(
    by.get('MAY'),
    [
      ...['Condition', 'Goal', 'EpisodeOfCare', 'Composition', 'Observation', 'Procedure'],
      ...['Subscription', 'MeasureReport'],
    ],
    'what a municipality can switch off',
  );
  t.same(
    by.get('SHOULD'),
    ['ValueSet', 'CodeSystem', 'ConceptMap', 'StructureMap', 'OperationDefinition'],
    'what stands in the package too',
  );
  for (const type of ['Patient', 'Appointment', 'HealthcareService', 'CarePlan', 'Provenance'])
    t.equal(howOf(of(type)), 'SHALL', type);
});

t.test(
  'one books, moves and cancels by IHE, and finds appointments by citizen and date',
  async (t) => {
    const { operation, searchParam, interaction } = of('Appointment');
    const operations = asked(operation);
    for (const name of ['find', 'hold', 'book']) t.equal(operations.get(name), 'SHALL', name);
    for (const name of ['cancel', 'reschedule']) t.equal(operations.get(name), 'SHOULD', name);
    t.equal(operations.get('join-waitlist'), 'MAY');
    const params = asked(searchParam);
    for (const name of ['patient', 'date', 'status', 'actor', 'identifier', '_id'])
      t.equal(params.get(name), 'SHALL', name);
    t.equal(params.get('cancelation-reason'), 'MAY', 'one of ours');
    t.same(
      ['read', 'search-type', 'create', 'vread'].map((code) => asked(interaction).get(code)),
      ['SHALL', 'SHALL', 'SHALL', 'SHOULD'],
    );
    t.equal(asked(of('Communication').interaction).get('create'), 'MAY', 'messages can be off');
  },
);
