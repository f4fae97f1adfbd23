import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { basic } from './basic.ts';
import { roomTypes } from './room-types.ts';

/** Types that the published examples contain, beside the rooms'. */
const containedTypes = [
  ...['CareTeam', 'CommunicationRequest', 'Condition', 'DiagnosticReport', 'Endpoint', 'Goal'],
  ...['Medication', 'Observation', 'Questionnaire', 'QuestionnaireResponse', 'ServiceRequest'],
  ...['Substance', 'Bundle'],
];
const definitions = await loadDefinitions([...roomTypes, ...containedTypes]);

const div = (body: string) => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${body}</div>`,
});
const patient = (members: object) => ({ ...basic.Patient, ...members });
const slot = (members: object) => ({ ...basic.Slot, ...members });
const appointment = (members: object) => ({ ...basic.Appointment, ...members });

const broken: [string, unknown, ...string[]][] = [
  ['a list', [], 'wrong-type Resource'],
  ['no type', { id: '1' }, 'wrong-type Resource'],
  ['unknown type', { resourceType: 'Borger' }, 'unknown-type Resource'],
  ['a datatype', { resourceType: 'HumanName' }, 'unknown-type Resource'],
  ['unknown member', patient({ navn: 'x' }), 'unknown-member Patient.navn'],
  [
    'unknown inner',
    patient({ name: [{ fornavn: 'x' }] }),
    'unknown-member Patient.name[0].fornavn',
  ],
  ['shadow of an object', patient({ _name: [] }), 'unknown-member Patient._name'],
  ['object for list', patient({ name: {} }), 'wrong-type Patient.name'],
  ['list for object', slot({ schedule: [] }), 'wrong-type Slot.schedule'],
  ['null', patient({ active: null }), 'wrong-type Patient.active'],
  ['null in a list', patient({ name: [null] }), 'wrong-type Patient.name[0]'],
  ['text for boolean', patient({ active: 'true' }), 'wrong-type Patient.active'],
  ['empty text', patient({ name: [{ family: '' }] }), 'empty Patient.name[0].family'],
  ['blank text', patient({ name: [{ family: ' \n' }] }), 'empty Patient.name[0].family'],
  ['empty list', patient({ name: [] }), 'empty Patient.name'],
  ['empty object', patient({ name: [{}] }), 'empty Patient.name[0]'],
  [
    'two choices',
    patient({ deceasedBoolean: true, deceasedDateTime: '2026' }),
    'two-choices Patient.deceased',
  ],
  ['id too long', patient({ id: 'x'.repeat(65) }), 'bad-format Patient.id'],
  ['id with sign', patient({ id: 'a_b' }), 'bad-format Patient.id'],
  ['no such day', patient({ birthDate: '2026-02-30' }), 'no-such-date Patient.birthDate'],
  [
    'date with time',
    patient({ birthDate: '2026-02-03T10:00:00Z' }),
    'bad-format Patient.birthDate',
  ],
  ['instant, no zone', slot({ start: '2026-11-24T13:15:00' }), 'bad-format Slot.start'],
  ['code off binding', slot({ status: 'ledig' }), 'not-in-value-set Slot.status'],
  ['code with blanks', slot({ status: ' free' }), 'bad-format Slot.status'],
  ['gender', patient({ gender: 'kvinde' }), 'not-in-value-set Patient.gender'],
  ['uri with blank', patient({ implicitRules: 'a b' }), 'bad-format Patient.implicitRules'],
  [
    'not base64',
    patient({ photo: [{ contentType: 'image/png', data: 'a*b' }] }),
    'bad-format Patient.photo[0].data',
  ],
  [
    'not a media type',
    patient({ photo: [{ contentType: 'png', url: 'http://a.dk/b' }] }),
    'not-in-value-set Patient.photo[0].contentType',
  ],
  ['minutes 0', appointment({ minutesDuration: 0 }), 'out-of-range Appointment.minutesDuration'],
  [
    'minutes 2^31',
    appointment({ minutesDuration: 2 ** 31 }),
    'out-of-range Appointment.minutesDuration',
  ],
  ['minutes 1.5', appointment({ minutesDuration: 1.5 }), 'bad-format Appointment.minutesDuration'],
  ['priority', appointment({ priority: -1 }), 'out-of-range Appointment.priority'],
  [
    'reference type',
    slot({ schedule: { reference: 'Patient/1' } }),
    'reference-type Slot.schedule',
  ],
  [
    'absolute of a wrong type',
    slot({ schedule: { reference: 'https://a.dk/fhir/Patient/1' } }),
    'reference-type Slot.schedule',
  ],
  [
    'reference to nothing of R4',
    appointment({ supportingInformation: [{ reference: 'Borger/1' }] }),
    'reference-type Appointment.supportingInformation[0]',
  ],
  [
    'reference syntax',
    slot({ schedule: { reference: 'Schedule?identifier=1' } }),
    'reference-syntax Slot.schedule.reference',
  ],
  [
    'said type',
    slot({ schedule: { type: 'Patient', display: 'x' } }),
    'reference-type Slot.schedule',
  ],
  [
    'contained that is not there',
    slot({ schedule: { reference: '#s' } }),
    'contained-missing Slot.schedule',
  ],
  [
    'contained that nobody names',
    patient({ contained: [{ resourceType: 'Organization', id: 'o', name: 'x' }] }),
    'dom-3 Patient.contained[0]',
  ],
  [
    'contained of a wrong type',
    slot({ contained: [{ ...basic.Patient, id: 's' }], schedule: { reference: '#s' } }),
    'reference-type Slot.schedule',
  ],
  [
    'missing',
    { resourceType: 'Slot', status: 'free' },
    ...['schedule', 'start', 'end'].map((name) => `missing Slot.${name}`),
  ],
  [
    'missing inside',
    appointment({ participant: [{ type: [{ text: 'x' }] }] }),
    'missing Appointment.participant[0].status',
  ],
  ['two invariants', appointment({ end: undefined }), 'app-2 Appointment', 'app-3 Appointment'],
  [
    'invariant inside',
    appointment({ participant: [{ status: 'accepted' }] }),
    'app-1 Appointment.participant[0]',
  ],
  ['nameless organization', { resourceType: 'Organization', active: true }, 'org-1 Organization'],
  ['script', patient({ text: div('<script>x</script>') }), 'unsafe-narrative Patient.text.div'],
  [
    'three faults at once',
    patient({ gender: 'x', birthDate: '2026-13-01', navn: 1 }),
    'not-in-value-set Patient.gender',
    'no-such-date Patient.birthDate',
    'unknown-member Patient.navn',
  ],
];

for (const [title, resource, ...expected] of broken) {
  t.test(`refuses, and names the place: ${title}`, async (t) => {
    const issues = validate(resource, definitions);
    t.same(issues.map(({ key, expression }) => `${key} ${expression}`).sort(), expected.sort());
  });
}

t.test('markup of a client is not echoed', async (t) => {
  const issues = validate(patient({ '<b>': 1, gender: '<i>', name: [{ '<u>': 1 }] }), definitions);
  t.equal(issues.length, 3);
  t.notMatch(JSON.stringify(issues), /[<>]/);
});

t.test('extensions of primitives are checked, and nulls beside them are allowed', async (t) => {
  const url = 'http://example.org/e';
  const extension = [{ url, valueString: 'x' }];
  const good = {
    name: [{ given: ['A', null], _given: [null, { extension }] }],
    _birthDate: { extension },
  };
  t.same(validate(patient(good), definitions), []);
  const bad = patient({ _birthDate: { extension: [{ url, navn: 1 }] } });
  t.match(validate(bad, definitions), [
    { key: 'unknown-member', expression: 'Patient.birthDate.extension[0].navn' },
  ]);
});
