import t from 'tap';
import { applyFhirPathPatch } from '../../src/fhir/fhirpath-patch.ts';
import { isAtOnce } from '../at-once.ts';
import { definitions, operation, patch, refusal } from './fhirpath-patch.ts';

const patient = {
  resourceType: 'Patient',
  id: '1',
  meta: { versionId: '3', tag: [{ code: 'a' }, { code: 'b' }] },
  name: [{ given: ['Anna', 'Marie'] }, { family: 'Hansen' }],
  gender: 'female',
  deceasedBoolean: false,
};
const refused = (...given: Readonly<Record<string, unknown>>[]) =>
  refusal(() => patch(patient, ...given));
const valueString = { valueString: 'x' };
const erase = (path: string) => ({ type: 'delete', path });
const replace = (path: string, value: unknown = valueString) => ({ type: 'replace', path, value });
const add = (name: string, value: unknown = valueString, path = 'Patient') => ({
  ...{ type: 'add', path, name, value },
});

t.test('an operation that cannot be done is named by its number, with the reason', async (t) => {
  t.equal(
    refused(erase('Patient.photo'), erase('Patient.meta.tag')),
    'Operation 1 of the patch cannot be done: there are several of Patient.meta.tag.',
  );
  const list = (path: string) => ({ type: 'insert', path, index: 0, value: valueString });
  const reasons: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
    [replace('Patient.birthDate'), /there is no Patient.birthDate/],
    [replace('Patient.name.given'), /several/],
    [replace('Patient.born'), /Patient has no element born/],
    [replace('Patient.name.nick'), /HumanName has no element nick/],
    [replace('Slot.status'), /does not begin with Patient/],
    [replace('Patient'), /may not be changed/],
    [add('gender'), /gender is there already/],
    [add('deceased', { valueDateTime: '2026' }), /deceased is there already/],
    [add('deceased'), /Patient has no element deceased/],
    [add('end', { valueDate: '2026' }, 'Patient.name[0].period'), /there is no/],
    [add('maritalStatus'), /must be CodeableConcept/],
    [add('birthDate', { valuePeriod: {} }), /must be date/],
    [add('birthDate', { valueInteger: 1 }), /must be date/],
    [add('birthDate', { valueDate: '2026', valueString: 'x' }), /must be date/],
    [add('contact', { part: [{ name: 'nick', valueString: 'x' }] }), /the part nick/],
    [add('contact', { part: [{ name: 'gender', valuePeriod: {} }] }), /must be code/],
    [add('contact', { part: [] }), /must be PatientContact/],
    [add('contained', { valueString: 'x' }), /must be Resource/],
    [list('Patient.gender'), /must name a list/],
    [list('Patient.name[0]'), /must name a list/],
    [{ ...list('Patient.name'), index: 3 }, /index must be from 0 to 2/],
    [{ ...list('Patient.name'), index: 0.5 }, /index must be from 0 to 2/],
    [{ type: 'move', path: 'Patient.name', source: 0, destination: 2 }, /destination must be/],
    [{ type: 'move', path: 'Patient.photo', source: 0, destination: 0 }, /the list is empty/],
    [{ type: 'test', path: 'Patient' }, /type must be one of add, insert/],
    [{ type: 'constructor', path: 'Patient' }, /type must be one of/],
    [{ type: 'replace', path: 'Patient.gender' }, /value is missing/],
    [{ ...erase('Patient.gender'), index: 1 }, /delete has no index/],
  ];
  for (const [given, reason] of reasons) t.match(refused(given), reason, JSON.stringify(given));
});

t.test('what is no list of operations is refused', async (t) => {
  const part = { name: 'path', valueString: 'Patient.name' };
  const wrong = [
    ...[null, [], {}, { resourceType: 'Patient' }],
    { resourceType: 'Parameters', parameter: {} },
    { resourceType: 'Parameters', parameter: [{ name: 'op' }] },
    { resourceType: 'Parameters', parameter: [{ name: 'operation', part: [part, part] }] },
    { resourceType: 'Parameters', parameter: Array(1_001).fill(operation(erase('Patient.photo'))) },
  ];
  for (const parameters of wrong) {
    const message = refusal(() => applyFhirPathPatch(patient, parameters, definitions));
    t.match(message, /^Operation 0 /, JSON.stringify(parameters)?.slice(0, 90));
  }
});

t.test(
  'only the grammar is read: no functions that compute, no pattern, no other resource',
  async (t) => {
    const paths = [
      ...["Patient.name.where(family.matches('(a+)+$'))", "Patient.gender.replaceMatches('a','b')"],
      ...['Patient.name.given | Patient.gender', 'Patient.managingOrganization.resolve().name'],
      ...["Patient.name.where(family = 'a' or family = 'b')", 'Patient.name.repeat(period)'],
      ...[
        'Patient.descendants()',
        '%resource',
        'Patient..name',
        'Patient.name[-1]',
        'Patient.',
        '',
      ],
      ...["Patient.name.where(family = 'x", 'Patient.name[1', 'Patient.name.skip(1)', '$this'],
    ];
    for (const path of paths) t.match(refused(erase(path)), /cannot be read/, path);
    for (const long of ['.name'.repeat(70), '.photo'.repeat(1_000)]) {
      t.match(refused(erase(`Patient${long}`)), /too long/);
    }
  },
);

t.test('prototypes cannot be reached', async (t) => {
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    t.match(refused(add(name)), /the path is not allowed/);
    t.match(refused(erase(`Patient.name.${name}.x`)), /the path is not allowed/);
    const value = { part: [{ name, valueString: 'x' }] };
    t.match(refused(add('contact', value)), /the part/);
  }
  t.equal(({} as Record<string, unknown>).x, undefined);
});

t.test('what the server decides cannot be changed', async (t) => {
  for (const path of ['id', 'meta.versionId', 'resourceType']) {
    t.match(refused(replace(`Patient.${path}`)), /may not be changed/, path);
  }
  const value = { valueInstant: '2026-01-01T00:00:00Z' };
  t.match(refused(add('lastUpdated', value, 'Patient.meta')), /may not be changed/);
  const whole = refused(erase("Patient.meta.where(versionId = '3').versionId"));
  t.match(whole, /may not be changed/);
});

t.test('markup in a path is not echoed', async (t) => {
  t.notMatch(refused(erase('Patient.<script>')), /[<>]/);
});

t.test('a thousand costly operations are refused before they hold up others', async (t) => {
  const long = {
    resourceType: 'Patient',
    name: Array.from({ length: 5_000 }, () => ({ given: ['a'] })),
  };
  const deep = `Patient.name.where(${Array(9).fill("given = 'a'").join(' and ')}).given.last()`;
  const parameter = Array(1_000).fill(operation(replace(deep)));
  const run = () =>
    applyFhirPathPatch(long, { resourceType: 'Parameters', parameter }, definitions);
  t.match(refusal(run), /too much/);
  t.ok(
    isAtOnce(() => refusal(run), 5_000),
    'a generous bound: it takes some 40 ms',
  );
});
