import { basic } from './basic.ts';
import { concept, type InvariantCase, observation, patient } from './invariant-case.ts';

const plan = (timing: object) => ({
  ...basic.CarePlan,
  activity: [{ detail: { status: 'in-progress', scheduledTiming: { repeat: timing } } }],
});
const repeat = 'CarePlan.activity[0].detail.scheduled.repeat';
const age = (value: object) => ({
  resourceType: 'Condition',
  subject: { reference: 'Patient/1' },
  onsetAge: value,
});
const range = (low: object, high: object) => observation({ valueRange: { low, high } });

/** Of datatypes and single resources. */
export const datatypeCases: readonly InvariantCase[] = [
  [
    'appointment with a start only',
    { ...basic.Appointment, end: undefined },
    'app-2 Appointment',
    'app-3 Appointment',
  ],
  [
    'a period that ends first',
    patient({ name: [{ text: 'x', period: { start: '2026-02', end: '2026-01' } }] }),
    'per-1 Patient.name[0].period',
  ],
  [
    'a period of one day',
    patient({ name: [{ text: 'x', period: { start: '2026-01', end: '2026-01-01' } }] }),
  ],
  [
    'a period across zones',
    patient({
      name: [
        { text: 'x', period: { start: '2026-01-01T10:00:00+01:00', end: '2026-01-01T09:30:00Z' } },
      ],
    }),
  ],
  [
    'a contact without anything',
    patient({ contact: [{ gender: 'female' }] }),
    'pat-1 Patient.contact[0]',
  ],
  ['a telecom without system', patient({ telecom: [{ value: '1' }] }), 'cpt-2 Patient.telecom[0]'],
  ['an attachment without type', patient({ photo: [{ data: 'QUJD' }] }), 'att-1 Patient.photo[0]'],
  [
    'an extension with both',
    patient({
      extension: [
        { url: 'http://a.dk', valueString: 'x', extension: [{ url: 'b', valueString: 'y' }] },
      ],
    }),
    'ext-1 Patient.extension[0]',
  ],
  [
    'an extension with neither',
    patient({ extension: [{ url: 'http://a.dk' }] }),
    'ext-1 Patient.extension[0]',
  ],
  [
    'an organization without name',
    { resourceType: 'Organization', active: true },
    'org-1 Organization',
  ],
  [
    'an organization at home',
    {
      ...basic.Organization,
      telecom: [
        { system: 'phone', value: '1', use: 'work' },
        { system: 'phone', value: '1', use: 'home' },
      ],
    },
    'org-3 Organization.telecom[1]',
  ],
  [
    'a value and why there is none',
    observation({ valueString: 'x', dataAbsentReason: concept }),
    'obs-6 Observation',
  ],
  [
    'a component with the code of the whole',
    observation({
      valueString: 'x',
      component: [{ code: { coding: [{ code: 'a', system: 'urn:s' }] }, valueString: 'y' }],
    }),
    'obs-7 Observation',
  ],
  [
    'a component with another code',
    observation({
      valueString: 'x',
      component: [{ code: { coding: [{ code: 'b', system: 'urn:s' }] }, valueString: 'y' }],
    }),
  ],
  ['a range upside down', range({ value: 2 }, { value: 1 }), 'rng-2 Observation.value'],
  ['a range in two units', range({ value: 2, unit: 'm' }, { value: 1, unit: 'km' })],
  [
    'a simple quantity with comparator',
    range({ value: 1, comparator: '<' }, { value: 2 }),
    'sqty-1 Observation.value.low',
  ],
  [
    'a quantity with a code alone',
    observation({ valueQuantity: { value: 1, code: 'mg' } }),
    'qty-3 Observation.value',
  ],
  [
    'an age below zero',
    age({ value: -1, code: 'a', system: 'http://unitsofmeasure.org' }),
    'age-1 Condition.onset',
  ],
  ['an age', age({ value: 1, code: 'a', system: 'http://unitsofmeasure.org' })],
  ['a duration without unit', plan({ duration: 1 }), `tim-1 ${repeat}`],
  ['a count below its least', plan({ countMax: 3 }), `tim-8 ${repeat}`],
  ['a meal with offset', plan({ offset: 30, when: ['C'] }), `tim-9 ${repeat}`],
];
