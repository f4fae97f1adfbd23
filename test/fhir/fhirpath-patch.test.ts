import t from 'tap';
import { applyFhirPathPatch } from '../../src/fhir/fhirpath-patch.ts';
import { parseJson } from '../../src/fhir/json.ts';
import { definitions, patch } from './fhirpath-patch.ts';

const patient = {
  resourceType: 'Patient',
  id: '1',
  meta: { versionId: '3', tag: [{ code: 'a' }] },
  identifier: [
    { use: 'official', system: 'urn:a', value: '1' },
    { use: 'usual', system: 'urn:b', value: '2' },
    { use: 'old', system: 'urn:b', value: "it's" },
  ],
  name: [
    { use: 'official', family: 'Hansen', given: ['Anna', 'Marie'] },
    { use: 'nickname', given: ['Ann'] },
  ],
  birthDate: '1940-01-02',
  _birthDate: { extension: [{ url: 'urn:time', valueDateTime: '1940-01-02T03:04:05Z' }] },
  deceasedBoolean: false,
  contact: [{ name: { text: 'Per' }, gender: 'male' }],
  extension: [{ url: 'urn:x', valueString: 'x' }],
};
const { identifier, name } = patient;
const valueIdentifier = { system: 'urn:c', value: '3' };

t.test('each operation does what R4 says, and the original stays as it was', async (t) => {
  const before = structuredClone(patient);
  const patched = patch(
    patient,
    { type: 'replace', path: 'Patient.contact[0].gender', value: { valueCode: 'female' } },
    { type: 'add', path: 'Patient', name: 'active', value: { valueBoolean: true } },
    { type: 'add', path: 'Patient', name: 'identifier', value: { valueIdentifier } },
    { type: 'insert', path: 'Patient.name', index: 1, value: { valueHumanName: { text: 'B' } } },
    { type: 'move', path: 'Patient.identifier', source: 3, destination: 0 },
    { type: 'delete', path: 'Patient.identifier[1]' },
    { type: 'delete', path: 'Patient.maritalStatus' },
  );
  t.same(patched, {
    ...patient,
    contact: [{ name: { text: 'Per' }, gender: 'female' }],
    active: true,
    identifier: [valueIdentifier, identifier[1], identifier[2]],
    name: [name[0], { text: 'B' }, name[1]],
  });
  t.same(patient, before);
});

t.test('a place is named in every way of the grammar', async (t) => {
  const paths: Readonly<Record<string, string>> = {
    "Patient.identifier.where(use = 'official').value": '1',
    "identifier.where(system='urn:b' and use='usual').value": '2',
    "Patient.identifier.where(value = 'it\\'s').value": "it's",
    "Patient.name.given.where($this = 'Marie')": 'Marie',
    "Patient.name.where(given[1] = 'Marie').family": 'Hansen',
    "Patient.contact.where(name.text = 'Per').`gender`": 'male',
    'Patient.name.first().family': 'Hansen',
    'Patient.name.given.last()': 'Ann',
    'Patient.name.given[2]': 'Ann',
    'Patient.name[0].given[1]': 'Marie',
    "Patient.extension('urn:x').value": 'x',
    "Patient.extension('urn:x').value.ofType(string)": 'x',
  };
  for (const [path, old] of Object.entries(paths)) {
    const patched = patch(patient, { type: 'replace', path, value: { valueString: '#new#' } });
    const changed = JSON.stringify(patched).split('"#new#"').join(JSON.stringify(old));
    t.same(JSON.parse(changed), patient, path);
    t.match(JSON.stringify(patched), '#new#', path);
  }
});

t.test('a choice is named without its type, and may change its type', async (t) => {
  const value = { valueDateTime: '2026-01-01' };
  const replaced = patch(patient, { type: 'replace', path: 'Patient.deceased', value });
  const { deceasedBoolean, ...rest } = patient;
  t.same(replaced, { ...rest, deceasedDateTime: '2026-01-01' });
  const deleted = patch(patient, { type: 'delete', path: 'Patient.deceased' });
  t.same(deleted, rest);
  const added = patch(deleted, { type: 'add', path: 'Patient', name: 'deceased', value });
  t.same(added, { ...rest, deceasedDateTime: '2026-01-01' });
  const none = { type: 'delete', path: 'Patient.deceased.ofType(dateTime)' };
  t.same(patch(patient, none), patient, 'another type is not there');
});

t.test('an element without a datatype of its own is spelled out in parts', async (t) => {
  const value = {
    part: [
      { name: 'name', valueHumanName: { text: 'Bo' } },
      { name: 'relationship', valueCodeableConcept: { text: 'ven' } },
      { name: 'relationship', valueCodeableConcept: { text: 'nabo' } },
      { name: 'gender', _valueCode: { id: 'g' } },
    ],
  };
  const { contact } = patch(patient, { type: 'add', path: 'Patient', name: 'contact', value });
  t.same(contact, [
    patient.contact[0],
    {
      name: { text: 'Bo' },
      relationship: [{ text: 'ven' }, { text: 'nabo' }],
      _gender: { id: 'g' },
    },
  ]);
  const component = {
    part: [
      { name: 'code', valueCodeableConcept: { text: 'puls' } },
      { name: 'value', valueQuantity: { value: 60 } },
      { name: 'referenceRange', part: [{ name: 'text', valueString: 'normal' }] },
    ],
  };
  const observation = { resourceType: 'Observation' };
  const add = { type: 'add', path: 'Observation', name: 'component', value: component };
  t.same(patch(observation, add), {
    resourceType: 'Observation',
    component: [
      {
        code: { text: 'puls' },
        valueQuantity: { value: 60 },
        referenceRange: [{ text: 'normal' }],
      },
    ],
  });
});

t.test('what becomes empty goes with it', async (t) => {
  const small = {
    resourceType: 'Patient',
    contact: [{ name: { text: 'Per' } }, { gender: 'male' }],
  };
  const one = patch(small, { type: 'delete', path: 'Patient.contact[0].name.text' });
  t.same(one, { resourceType: 'Patient', contact: [{ gender: 'male' }] });
  const none = patch(one, { type: 'delete', path: 'Patient.contact[0].gender' });
  t.same(none, { resourceType: 'Patient' });
});

t.test('a primitive goes and moves with its id and extensions', async (t) => {
  const { birthDate, _birthDate, ...rest } = patient;
  t.same(patch(patient, { type: 'delete', path: 'Patient.birthDate' }), rest);
  const value = { valueDate: '1941' };
  const replaced = patch(patient, { type: 'replace', path: 'Patient.birthDate', value });
  t.same(replaced, { ...rest, birthDate: '1941' });
  const url = "Patient.birthDate.extension('urn:time')";
  t.same(patch(patient, { type: 'delete', path: url }), { ...rest, birthDate });
  const extension = { valueExtension: { url: 'urn:y', valueCode: 'y' } };
  const added = patch(
    patient,
    { type: 'add', path: 'Patient.name[0].given[1]', name: 'extension', value: extension },
    { type: 'insert', path: 'Patient.name[0].given', index: 0, value: { valueString: 'Ida' } },
    { type: 'move', path: 'Patient.name[0].given', source: 2, destination: 1 },
  );
  t.same(added.name[0], {
    ...name[0],
    given: ['Ida', 'Marie', 'Anna'],
    _given: [null, { extension: [extension.valueExtension] }, null],
  });
  const gone = patch(added, { type: 'delete', path: 'Patient.name[0].given[1].extension' });
  t.same(gone.name[0], { ...name[0], given: ['Ida', 'Marie', 'Anna'] });
});

t.test('no operations change nothing', async (t) => {
  t.same(applyFhirPathPatch(patient, { resourceType: 'Parameters' }, definitions), patient);
});

t.test('decimals stay as they are written', async (t) => {
  const read = (text: string) => parseJson(Buffer.from(text)) as Readonly<Record<string, unknown>>;
  const kept = '{"resourceType":"Observation","valueQuantity":{"value":1.50}}';
  const type = (code: string) => `{"name":"type","valueCode":"${code}"}`;
  const path = (text: string) => `{"name":"path","valueString":"${text}"}`;
  const add = `${type('add')},${path('Observation')},{"name":"name","valueString":"referenceRange"},
    {"name":"value","part":[{"name":"low","valueQuantity":{"value":2.00}}]}`;
  const replace = `${type('replace')},${path('Observation.value.value')},{"name":"value","valueDecimal":7.10}`;
  const operations = [add, replace].map((part) => `{"name":"operation","part":[${part}]}`);
  const parameters = read(`{"resourceType":"Parameters","parameter":[${operations}]}`);
  const patched = applyFhirPathPatch(read(kept), parameters, definitions);
  const range = '"referenceRange":[{"low":{"value":2.00}}]';
  t.equal(JSON.stringify(patched), kept.replace('1.50}}', `7.10},${range}}`));
});
