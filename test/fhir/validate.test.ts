import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { basic } from './basic.ts';
import { roomTypes } from './room-types.ts';

const folder = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
/** Types that the published examples contain, beside the rooms'. */
const containedTypes = [
  ...['CareTeam', 'CommunicationRequest', 'Condition', 'DiagnosticReport', 'Endpoint', 'Goal'],
  ...['Medication', 'Observation', 'Questionnaire', 'QuestionnaireResponse', 'ServiceRequest'],
  ...['Substance', 'Bundle'],
];
const definitions = await loadDefinitions([...roomTypes, ...containedTypes]);

const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

t.test('every published example of the rooms is valid', async (t) => {
  const names = readdirSync(folder).filter((name) => roomTypes.includes(name.split('-')[0] ?? ''));
  for (const name of names) t.same(validate(read(name), definitions), [], name);
  t.equal(names.length, 105, 'all were seen');
});

t.test('what R4 publishes wrongly refuses no good resource', async (t) => {
  const appointment = read('Appointment-example.json');
  const noShow = { ...appointment, status: 'noshow', cancelationReason: { text: 'Udeblev' } };
  t.same(validate(noShow, definitions), []);
  const bundle = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: appointment }] };
  t.same(validate(bundle, definitions), []);
  const timing = { repeat: { offset: 30, when: ['ACM', 'PCM'] } };
  const detail = { status: 'in-progress', scheduledTiming: timing };
  const plan = { ...basic.CarePlan, activity: [{ detail }] };
  t.same(validate(plan, definitions), []);
  const withMeal = { repeat: { offset: 30, when: ['C'] } };
  const wrong = {
    ...basic.CarePlan,
    activity: [{ detail: { ...detail, scheduledTiming: withMeal } }],
  };
  t.match(validate(wrong, definitions), [{ key: 'tim-9' }]);
});

t.test('every required value set of the rooms is known', async (t) => {
  t.same(definitions.unexpanded, []);
  t.ok(definitions.shape('Slot')?.members.get('status')?.codes?.codes.has('busy-tentative'));
});

t.test(
  'search parameters are found under the type, shared ones and those of all resources too',
  async (t) => {
    for (const [type, code] of [
      ['Appointment', 'date'],
      ['CarePlan', 'patient'],
      ['Patient', 'family'],
      ['Slot', '_lastUpdated'],
    ] as const) {
      t.equal(definitions.searchParameter(type, code)?.code, code);
    }
    t.equal(definitions.searchParameter('Appointment', 'family'), undefined);
  },
);

t.test('a type that R4 does not have cannot be loaded', async (t) => {
  await t.rejects(loadDefinitions(['Borger']), { message: 'R4 has no type Borger' });
});
