import t from 'tap';
import { ours, structure } from '../../src/fhir/canonical.ts';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { loadProfiles } from '../../src/fhir/profile.ts';
import { validate } from '../../src/fhir/validate.ts';
import { basic } from './basic.ts';
import { profileText } from './profile-text.ts';

const profiles = loadProfiles([{ file: 'test.fsh', text: profileText }]);
const definitions = await loadDefinitions(['Patient', 'Bundle', 'Slot'], profiles);
const [profile, child] = [structure('test-patient'), structure('test-child')];

const good = {
  resourceType: 'Patient',
  active: true,
  gender: 'female',
  name: [{ family: 'Holm' }],
  deceasedDateTime: '2026',
  generalPractitioner: [{ reference: 'Practitioner/1' }, { display: 'x' }],
  communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'da' }] } }],
  identifier: [{ system: 'urn:other' }, { system: 'urn:main', value: '1' }],
  contact: [{ name: { text: 'x' } }],
  extension: [{ url: structure('mood'), extension: [{ url: 'kind', valueCode: 'female' }] }],
};
const found = (resource: object, url = profile): string[] =>
  validate(resource, definitions, { profiles: [url] }).map(
    ({ key, expression, diagnostics }) =>
      `${key} ${expression}${diagnostics === undefined ? '' : ` by ${diagnostics.replace(`${ours}/StructureDefinition/`, '')}`}`,
  );

t.test('what is as its profile says is good', async (t) => {
  t.same(found(good), []);
  t.same(found({ ...good, birthDate: '2020' }, child), []);
});

const mood = (...extension: object[]) => ({ extension: [{ url: structure('mood'), extension }] });
const kind = { url: 'kind', valueCode: 'female' };
const main = { system: 'urn:main', value: '1' };

const broken: readonly (readonly [string, object, ...string[]])[] = [
  ['a required element', { active: undefined }, 'missing Patient.active by test-patient'],
  ['a value', { active: false }, 'fixed-value Patient.active by test-patient'],
  ['a binding, once where R4 binds too', { gender: 'kvinde' }, 'not-in-value-set Patient.gender'],
  ['a binding', { gender: 'male' }, 'not-in-value-set Patient.gender by test-patient'],
  ['the least', { name: undefined }, 'missing Patient.name by test-patient'],
  [
    'the most',
    { name: [{ family: 'a' }, { family: 'b' }, { text: 'c' }] },
    'too-many Patient.name by test-patient',
    'missing Patient.name[2].family by test-patient',
  ],
  [
    'the type of a choice',
    { deceasedDateTime: undefined, deceasedBoolean: true },
    'choice-type Patient.deceased by test-patient',
  ],
  [
    'the target of a reference',
    { generalPractitioner: [{ reference: 'PractitionerRole/1' }] },
    'reference-type Patient.generalPractitioner[0] by test-patient',
  ],
  [
    'the target of a reference to a contained one',
    {
      contained: [{ resourceType: 'PractitionerRole', id: 'r', active: true }],
      generalPractitioner: [{ reference: '#r' }],
    },
    'unknown-type Patient.contained[0]',
    'reference-type Patient.generalPractitioner[0] by test-patient',
  ],
  [
    'a code of a concept',
    { communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'sv' }] } }] },
    'fixed-value Patient.communication[0].language by test-patient',
  ],
  [
    'a slice that must be there',
    { identifier: [{ system: 'urn:other' }] },
    'too-few Patient.identifier by test-patient (main)',
  ],
  [
    'a slice of no list',
    { identifier: undefined },
    'missing Patient.identifier by test-patient (main)',
  ],
  [
    'a slice twice',
    { identifier: [main, { ...main, value: '2' }] },
    'too-many Patient.identifier by test-patient (main)',
  ],
  [
    'what stands in a slice',
    { identifier: [{ system: 'urn:main' }] },
    'missing Patient.identifier[0].value by test-patient',
  ],
  [
    'what stands in no slice',
    { identifier: [main, { system: 'urn:x' }] },
    'unknown-slice Patient.identifier[1] by test-patient',
  ],
  [
    'an invariant',
    { contact: [{ gender: 'female', organization: { display: 'x' } }] },
    'named Patient.contact[0] by test-patient',
  ],
  ['an invariant of the whole', { multipleBirthBoolean: true }, 'twin Patient by test-patient'],
  [
    'an extension twice',
    { extension: [...mood(kind).extension, ...mood(kind).extension] },
    'too-many Patient.extension by test-patient (mood)',
  ],
  [
    'an extension without its part',
    mood({ url: 'since', valueDate: '2026' }),
    'too-few Patient.extension[0].extension by mood (kind)',
  ],
  [
    'an extension of another type',
    mood({ url: 'kind', valueString: 'female' }),
    'choice-type Patient.extension[0].extension[0].value by mood',
  ],
  [
    'an extension outside its value set',
    mood({ url: 'kind', valueCode: 'girl' }),
    'not-in-value-set Patient.extension[0].extension[0].value by mood',
  ],
  [
    'an extension with a value beside its parts',
    { extension: [{ url: structure('mood'), valueString: 'x' }] },
    'missing Patient.extension[0].extension by mood (kind)',
    'too-many Patient.extension[0].value by mood',
  ],
  [
    'an extension at another place',
    { contact: [{ name: { text: 'x' }, ...mood(kind) }] },
    'extension-context Patient.contact[0].extension[0] by mood',
  ],
];

for (const [title, members, ...expected] of broken)
  t.test(`a profile is held to: ${title}`, async (t) => {
    t.same(found({ ...good, ...members }).sort(), [...expected].sort());
  });

t.test('an extension may stand on a datatype that its context names', async (t) => {
  t.same(found({ ...good, name: [{ family: 'Holm', ...mood(kind) }] }), []);
});

t.test('a profile of a profile has the rules of both', async (t) => {
  t.same(found({ ...good, active: false }, child), [
    'fixed-value Patient.active by test-child',
    'missing Patient.birthDate by test-child',
  ]);
});

t.test('meta.profile is checked when it is known, also within a Bundle', async (t) => {
  const patient = { ...good, active: undefined, meta: { profile: [profile] } };
  const expected = ['missing Patient.active'];
  const keys = (resource: object, warnings = false): string[] =>
    validate(resource, definitions, { warnings }).map(
      ({ key, expression }) => `${key} ${expression}`,
    );
  t.same(keys(patient), expected);
  const bundle = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: patient }] };
  t.same(keys(bundle), ['missing Bundle.entry[0].resource.active']);
  const strange = { ...basic.Slot, meta: { profile: ['http://a.dk/p', profile] } };
  t.same(keys(strange), ['profile-of-other-type Slot']);
  t.ok(keys(strange, true).includes('unknown-profile Slot'));
});

t.test(
  'a profile that is asked for and not known is an error; a base definition is known',
  async (t) => {
    const [issue] = validate(good, definitions, { profiles: ['http://a.dk/p'] });
    t.match(issue, { key: 'unknown-profile', severity: 'error', expression: 'Patient' });
    const base = 'http://hl7.org/fhir/StructureDefinition';
    t.same(found(good, `${base}/Patient`), []);
    t.same(found(good, `${base}/Slot`), [`profile-of-other-type Patient by ${base}/Slot`]);
  },
);
