import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { evalFhirPath } from '@medplum/core';
import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { choiceNames, compilePath, isCompiled } from '../../src/fhir/path.ts';
import { roomTypes } from './room-types.ts';

const folder = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const names = readdirSync(folder);
await loadDefinitions(roomTypes);

const examples = names
  .filter((name) => roomTypes.includes(name.split('-')[0] ?? ''))
  .map((name) => read(name));
const parameters = names
  .filter((name) => name.startsWith('SearchParameter-'))
  .map((name) => read(name))
  .filter(({ base, expression }) => {
    const bases = [...roomTypes, 'Resource', 'DomainResource'];
    return expression && base.some((type: string) => bases.includes(type));
  });

t.test(
  'finds what evalFhirPath finds, for every search parameter of the rooms and every example',
  async (t) => {
    let elements = 0;
    for (const { id, expression } of parameters) {
      const compiled = compilePath(expression);
      const different = examples.filter((example) => {
        // The evaluator knows nothing that is a mere Resource.
        const named = expression.replace(/^(?:Domain)?Resource\b/, example.resourceType);
        const expected = evalFhirPath(named, example);
        elements += expected.length;
        return JSON.stringify(compiled(example)) !== JSON.stringify(expected);
      });
      t.same(
        different.map((example) => `${example.resourceType}/${example.id}`),
        [],
        `${id}: ${expression}`,
      );
    }
    t.ok(
      parameters.length > 150 && elements > 1_000,
      `${parameters.length} and ${elements} were seen`,
    );
  },
);

t.test('only what is rare is left to evalFhirPath', async (t) => {
  const slow = parameters.filter(({ expression }) => !isCompiled(expression)).map(({ id }) => id);
  t.same(slow, ['Patient-deceased']);
});

t.test('the names of choices are those of the definitions', async (t) => {
  const published = names
    .filter((name) => /^StructureDefinition-[A-Z][A-Za-z]*\.json$/.test(name))
    .map((name) => read(name))
    .filter(({ derivation }) => derivation !== 'constraint')
    .flatMap(({ snapshot }) => snapshot.element.map(({ path }: { path: string }) => path))
    .filter((path) => path.endsWith('[x]'))
    .map((path) => path.slice(path.lastIndexOf('.') + 1, -3));
  t.same([...choiceNames].sort(), [...new Set(published)].sort());
});

const patient = {
  resourceType: 'Patient',
  deceasedDateTime: '2026-01-01',
  telecom: [{ system: 'phone', value: '1' }, { system: 'email', value: 'a@b.dk' }, { value: '3' }],
  extension: [
    { url: 'u', valueCode: 'x' },
    { url: 'v', valueString: 'y' },
    { url: 'u', valueCode: 'z' },
  ],
  generalPractitioner: [
    { reference: 'Organization/1' },
    { reference: 'https://a.dk/fhir/Practitioner/2/_history/1' },
    { type: 'Practitioner', identifier: { value: '3' } },
  ],
};

const cases: [string, unknown[]][] = [
  ['Patient.deceased', ['2026-01-01']],
  ['Patient.deceased as dateTime', ['2026-01-01']],
  ['(Patient.deceased as boolean)', []],
  ['Patient.deceased.ofType(dateTime)', ['2026-01-01']],
  ['Patient.deceased.exists()', [true]],
  ['Patient.birthDate.exists()', [false]],
  ["Patient.telecom.where(system = 'email').value", ['a@b.dk']],
  ['Patient.telecom.value | Patient.telecom.value', ['1', 'a@b.dk', '3']],
  ['Patient.telecom.first().value', ['1']],
  ["Patient.extension('u').value", ['x', 'z']],
  ["Patient.extension.where(url='v').value", ['y']],
  [
    'Patient.generalPractitioner.where(resolve() is Practitioner)',
    patient.generalPractitioner.slice(1),
  ],
  ['Appointment.status', []],
  ['telecom.value', ['1', 'a@b.dk', '3']],
  ['Patient.telecom.value.count()', [3]],
  ['Patient.telecom[1].value', ['a@b.dk']],
  ['Patient.telecom[9].value', []],
  ['(Patient.deceased as dateTime).exists()', [true]],
  ["Patient.where(hasExtension('u')).birthDate", []],
  ["Patient.where(hasExtension('u')).deceased", ['2026-01-01']],
  ['Resource.telecom.value', ['1', 'a@b.dk', '3']],
  ['DomainResource.telecom.value', ['1', 'a@b.dk', '3']],
];
for (const [expression, expected] of cases) {
  t.test(`reads ${expression}`, async (t) => {
    t.same(compilePath(expression)(patient), expected);
  });
}

t.test(
  'what is no FHIRPath is refused when it is compiled, and odd input finds nothing',
  async (t) => {
    t.throws(() => compilePath('Patient..name('));
    for (const odd of [null, undefined, 1, 'x', []]) t.same(compilePath('Patient.name')(odd), []);
  },
);
