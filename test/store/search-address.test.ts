import t from 'tap';
import { check, openShelf, param, room } from './shelf.ts';

const observation = room('Observation', {
  code: param('token', 'Observation.code'),
  status: param('token', 'Observation.status'),
  subject: param('reference', 'Observation.subject', { target: ['Patient', 'Group'] }),
  patient: param('reference', 'Observation.subject.where(resolve() is Patient)', {
    ...{ target: ['Patient'], within: 'subject' },
  }),
  'component-code-value-quantity': param('composite', 'Observation.component', {
    components: [
      { name: 'component-code', type: 'token', expression: 'code' },
      { name: 'component-value-quantity', type: 'quantity', expression: 'value.as(Quantity)' },
    ],
  }),
  'component-code': param('token', 'Observation.component.code'),
  'code-value-date': param('composite', 'Observation', {
    components: [
      { name: 'code', type: 'token', expression: 'code' },
      { name: 'value-date', type: 'date', expression: 'value.as(dateTime) | value.as(Period)' },
    ],
  }),
});
const patient = room('Patient', {
  identifier: param('token', 'Patient.identifier'),
  name: param('string', 'Patient.name'),
  active: param('token', 'Patient.active'),
});
const valueSet = room('ValueSet', {
  url: param('uri', 'ValueSet.url'),
  description: param('string', 'ValueSet.description'),
});

const coded = (id: string, code: object, more: object = {}) => ({
  ...{ resourceType: 'Observation', id, status: 'final', code, ...more },
});

t.test(
  'a reference is found by its target, its version, its identifier and its text',
  async (t) => {
    const shelf = await openShelf(t, [observation, patient]);
    const of = (id: string, subject: object) => coded(id, {}, { subject });
    await shelf.put(
      of('plain', { reference: 'Patient/1', display: 'Bo Højgård' }),
      of('third', { reference: 'Patient/1/_history/3' }),
      of('group', { reference: 'Group/1' }),
      of('named', { identifier: { system: 'http://a', value: '7' } }),
      of('there', { reference: 'https://there.example/fhir/Patient/1' }),
      coded('none', {}),
    );
    await check(shelf, t, {
      'Observation?subject=Patient/1': ['plain', 'third'],
      'Observation?subject=Patient/1/_history/3': ['third'],
      'Observation?subject=Patient/1/_history/4': [],
      'Observation?subject=1': ['plain', 'third'],
      'Observation?subject:Patient=1': ['plain', 'third'],
      'Observation?subject=https://there.example/fhir/Patient/1': ['there'],
      'Observation?subject=Patient/1,Group/1': ['group', 'plain', 'third'],
      'Observation?subject:identifier=http://a|7': ['named'],
      'Observation?subject:identifier=7': ['named'],
      'Observation?subject:identifier=http://b|7': [],
      'Observation?subject:text=bo': ['plain'],
      'Observation?patient:text=bo': ['plain'],
      'Observation?subject:missing=true': ['none'],
      'Observation?patient:missing=false': ['plain', 'third'],
    });
  },
);

t.test('an address is found above and below, long text to its end', async (t) => {
  const shelf = await openShelf(t, [valueSet]);
  const at = (id: string, url: string, more: object = {}) => ({
    ...{ resourceType: 'ValueSet', id, status: 'active', url, ...more },
  });
  const long = `${'lang tekst '.repeat(60)}nålen`;
  await shelf.put(
    at('one', 'http://acme.org/fhir/ValueSet/1', { description: long }),
    at('part', 'http://acme.org/fhir/ValueSet/1/_history/5'),
    at('other', 'http://acme.org/fhirx', { description: 'kort' }),
    at('deep', `http://deep.org/${'x'.repeat(300)}/1`),
  );
  await check(shelf, t, {
    'ValueSet?url=http://acme.org/fhir/ValueSet/1': ['one'],
    'ValueSet?url=http://acme.org/fhir': [],
    'ValueSet?url:below=http://acme.org/fhir/': ['one', 'part'],
    'ValueSet?url:below=http://acme.org/fhir': ['one', 'other', 'part'],
    'ValueSet?url:above=http://acme.org/fhir/ValueSet/1/_history/5': ['one', 'part'],
    'ValueSet?url:above=http://acme.org/fhir/ValueSet/12': [],
    [`ValueSet?url=http://deep.org/${'x'.repeat(300)}/1`]: ['deep'],
    [`ValueSet?url=http://deep.org/${'x'.repeat(300)}/2`]: [],
    [`ValueSet?url:below=http://deep.org/${'x'.repeat(250)}`]: ['deep'],
    'ValueSet?description:contains=nålen': ['one'],
    [`ValueSet?description:exact=${long}`]: ['one'],
    'ValueSet?description=lang': ['one'],
    'ValueSet?description=nålen': [],
  });
});

t.test('the parts of a composite belong to one element', async (t) => {
  const shelf = await openShelf(t, [observation, patient]);
  const component = (code: string, value: number) => ({
    code: { coding: [{ system: 'http://loinc.org', code }] },
    valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  });
  await shelf.put(
    coded('low', {}, { component: [component('sys', 110), component('dia', 70)] }),
    coded('high', {}, { component: [component('sys', 160), component('dia', 100)] }),
    coded(
      'vaccine',
      { coding: [{ system: 'http://loinc.org', code: 'vac' }] },
      { valueDateTime: '2026-03-01' },
    ),
  );
  const both = 'component-code-value-quantity';
  await check(shelf, t, {
    [`Observation?${both}=http://loinc.org|sys$gt150`]: ['high'],
    [`Observation?${both}=sys$lt150`]: ['low'],
    [`Observation?${both}=dia$gt105`]: [],
    [`Observation?${both}=dia$110`]: [],
    [`Observation?${both}=sys$160|http://unitsofmeasure.org|mm[Hg]`]: ['high'],
    [`Observation?${both}=dia$100,dia$70`]: ['high', 'low'],
    [`Observation?${both}:missing=true`]: ['vaccine'],
    'Observation?code-value-date=vac$2026-03': ['vaccine'],
    'Observation?code-value-date=vac$gt2026-03': [],
  });
});
