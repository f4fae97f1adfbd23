import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { evalFhirPath } from '@medplum/core';
import t from 'tap';
import { allResourceTypes, loadDefinitions } from '../../src/fhir/definitions.ts';
import { compilePath, isCompiled } from '../../src/fhir/path.ts';
import { searchParamsOf, unsupportedParams } from '../../src/fhir/r4-search.ts';

const types = allResourceTypes();
const definitions = await loadDefinitions(types);
const declared = types.map((type) => [type, searchParamsOf(type, definitions)] as const);
const params = declared.flatMap(([type, search]) =>
  Object.entries(search).map(([code, param]) => ({ type, code, param })),
);

t.test('every search parameter of R4 can be used, but for these', async (t) => {
  t.equal(params.length, 1696);
  const not = declared.flatMap(([type, search]) =>
    unsupportedParams(type, search, definitions).map(
      ({ code, reason }) => `${type}.${code}: ${reason.en}`,
    ),
  );
  const sound = [
    'InsurancePlan',
    'Organization',
    'Patient',
    'Person',
    'Practitioner',
    'RelatedPerson',
  ];
  t.same(
    not.sort(),
    [
      ...sound.map((type) => `${type}.phonetic: Names are not compared by their sound.`),
      'Bundle.composition: A whole resource stands there, not a reference.',
      'Bundle.message: A whole resource stands there, not a reference.',
      'MolecularSequence.chromosome-variant-coordinate: Its parts do not stand in one element.',
      'MolecularSequence.referenceseqid-variant-coordinate: Its parts do not stand in one element.',
      'Patient.age: R4 does not say where the value stands.',
      'Patient.birthOrderBoolean: R4 does not say where the value stands.',
    ].sort(),
  );
});

t.test('every expression of them compiles, all but one to a function of our own', async (t) => {
  const expressions = params.flatMap(({ type, code, param }) =>
    [param, ...(param.components ?? [])].map(({ expression }) => ({ type, code, expression })),
  );
  for (const { expression } of expressions) compilePath(expression);
  const slow = expressions.filter(({ expression }) => !isCompiled(expression));
  t.same(
    slow.map(({ type, code }) => `${type}.${code}`),
    ['Patient.deceased'],
  );
});

t.test('a reference keeps the targets of its own element', async (t) => {
  const targets = (type: string, code: string) =>
    declared.find(([one]) => one === type)?.[1][code]?.target;
  t.same(targets('Observation', 'patient'), ['Patient']);
  t.same(targets('AllergyIntolerance', 'patient'), ['Patient'], 'not Group, as for other types');
  t.same(targets('Observation', 'subject'), ['Group', 'Device', 'Patient', 'Location']);
  t.same(targets('MedicationRequest', 'medication'), ['Medication']);
  t.ok((targets('Provenance', 'target')?.length ?? 0) > 140);
});

t.test('a composite has its parts, with what R4 misprints mended', async (t) => {
  const observation = declared.find(([type]) => type === 'Observation')?.[1];
  t.same(observation?.['code-value-date'], {
    type: 'composite',
    expression: 'Observation',
    components: [
      { name: 'code', type: 'token', expression: 'code' },
      { name: 'value-date', type: 'date', expression: 'value.as(dateTime) | value.as(Period)' },
    ],
  });
});

const folder = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
const mostOfAType = 4;
/** A reference to elsewhere is made one to here: `evalFhirPath` does not see the type of the former. */
const local = (text: string): string =>
  text.replace(/"(?:https?:[^"\s]+\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})"/g, '"$1"');

function examplesOf(all: readonly string[], type: string): unknown[] {
  const own = all.filter((name) => name.startsWith(`${type}-`));
  const texts = own.slice(0, mostOfAType).map((name) => readFileSync(join(folder, name), 'utf8'));
  return texts.map((text) => JSON.parse(local(text)));
}

/** As R4 means it: `as` keeps those of many elements that are of the type, where `evalFhirPath` takes one only. */
const meant = (expression: string): string =>
  expression.replace(/\(([^()]+) as (\w+)\)/g, '$1.ofType($2)').replaceAll('.as(', '.ofType(');

const distinct = (values: readonly unknown[]): string[] => [
  ...new Set(values.map((value) => JSON.stringify(value))),
];

t.test('finds what evalFhirPath finds in published examples of every type', async (t) => {
  const names = readdirSync(folder).sort();
  const [different, seen]: [string[], { found: number; resources: number }] = [
    [],
    { found: 0, resources: 0 },
  ];
  for (const type of types) {
    const own = params.filter((one) => one.type === type && one.code !== 'item-subject');
    for (const example of examplesOf(names, type)) {
      seen.resources += 1;
      for (const { code, param } of own) {
        const ours = compilePath(param.expression)(example);
        const theirs = evalFhirPath(meant(param.expression), example);
        seen.found += ours.length;
        if (String(distinct(ours)) !== String(distinct(theirs))) different.push(`${type}.${code}`);
      }
    }
  }
  t.same([...new Set(different)], []);
  t.ok(seen.resources > 300 && seen.found > 3_000, JSON.stringify(seen));
});
