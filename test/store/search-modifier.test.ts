import t from 'tap';
import { openShelf, param, room, type Shelf } from './shelf.ts';

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

/** Asks each query and compares the ids of its matches. */
async function check(
  { find }: Shelf,
  t: { same: (a: unknown, b: unknown, name: string) => unknown },
  cases: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  for (const [query, ids] of Object.entries(cases))
    t.same(await find(`${query}${query.endsWith('?') ? '' : '&'}_sort=_id`), ids, query);
}

const coded = (id: string, code: object, more: object = {}) => ({
  ...{ resourceType: 'Observation', id, status: 'final', code, ...more },
});

t.test('a code is found by its system, its text and what it is not', async (t) => {
  const shelf = await openShelf(t, [observation, patient]);
  await shelf.put(
    coded('bp', {
      coding: [{ system: 'http://loinc.org', code: '85354-9', display: 'Blood pressure panel' }],
    }),
    coded('local', { coding: [{ code: '85354-9' }], text: 'Blodtryk, målt hjemme' }),
    coded('text', { text: 'Blood Sugar' }),
    { resourceType: 'Observation', id: 'none', status: 'amended' },
  );
  await check(shelf, t, {
    'Observation?code=85354-9': ['bp', 'local'],
    'Observation?code=http://loinc.org|85354-9': ['bp'],
    'Observation?code=|85354-9': ['local'],
    'Observation?code=http://loinc.org|': ['bp'],
    'Observation?code=http://loinc.org|x,|85354-9': ['local'],
    'Observation?code=LOINC': [],
    'Observation?code:not=http://loinc.org|85354-9': ['local', 'none', 'text'],
    'Observation?code:text=blood': ['bp', 'text'],
    'Observation?code:text=BLOOD PRESS': ['bp'],
    'Observation?code:text=pressure': [],
    'Observation?code:text=blodtryk, maalt,blodtryk\\, målt': ['local'],
    'Observation?code:missing=true': ['none'],
    'Observation?code:missing=false': ['bp', 'local', 'text'],
    'Observation?status:not=final': ['none'],
    'Observation?_id=bp,text': ['bp', 'text'],
    'Observation?_id:not=bp': ['local', 'none', 'text'],
    'Observation?_lastUpdated=2026-06-01T12:00:00Z': ['bp', 'local', 'none', 'text'],
    'Observation?_lastUpdated=gt2026-06-01': [],
    'Observation?_lastUpdated=sa2026-05': ['bp', 'local', 'none', 'text'],
  });
});

t.test('an identifier is found by its type, a string as it is written', async (t) => {
  const shelf = await openShelf(t, [patient]);
  const type = {
    text: 'Journalnummer',
    coding: [{ system: 'http://types', code: 'MR', display: 'Medical record' }],
  };
  const cpr = { system: 'urn:oid:1.2.208.176.1.2', value: '0101701234' };
  await shelf.put(
    {
      ...{ resourceType: 'Patient', id: 'a', active: true },
      identifier: [{ type, system: 'http://a', value: '123' }, cpr],
      name: [{ family: 'Højgård', given: ['René'], text: 'René Højgård' }],
    },
    {
      ...{ resourceType: 'Patient', id: 'b' },
      identifier: [{ type, value: '124' }],
      name: [{ family: 'højgård' }, { family: '100% _sure' }],
    },
    { resourceType: 'Patient', id: 'c', identifier: [{ ...cpr, type, value: '0202701234' }] },
  );
  await check(shelf, t, {
    'Patient?identifier=123': ['a'],
    'Patient?identifier:of-type=http://types|MR|123': ['a'],
    'Patient?identifier:of-type=http://types|MR|124,http://types|MR|123': ['a', 'b'],
    'Patient?identifier:of-type=http://types|XX|123': [],
    'Patient?identifier:of-type=http://types|MR|0202701234': ['c'],
    'Patient?identifier=0202701234': [],
    'Patient?identifier:text=journal': ['a', 'b', 'c'],
    'Patient?name=højg': ['a', 'b'],
    'Patient?name=rene': ['a'],
    'Patient?name:exact=Højgård': ['a'],
    'Patient?name:exact=højgård': ['b'],
    'Patient?name:exact=Højg': [],
    'Patient?name:contains=JGÅ': ['a', 'b'],
    'Patient?name:contains=é hø': ['a'],
    'Patient?name:contains=0% _': ['b'],
    'Patient?name:contains=0%% ': [],
    'Patient?name:missing=true': ['c'],
    'Patient?active=true': ['a'],
    'Patient?active:missing=true': ['b', 'c'],
  });
  const { rows } = await shelf.db.query(
    `select 1 from patient p where p::text ~ '0[12]01701234|0[12]02701234' and p.derived::text ~ '70123'
     union all select 1 from patient_link where value ~ '70123'`,
  );
  t.same(rows, [], 'no number of a person stands in an index');
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

t.test('what is said of every resource is found', async (t) => {
  const shelf = await openShelf(t, [patient]);
  await shelf.put(
    {
      ...{ resourceType: 'Patient', id: 'a' },
      meta: {
        ...{ profile: ['http://p/a|1.0'], source: 'http://s/1' },
        ...{ tag: [{ system: 't', code: 'x', display: 'Ekstra' }], security: [{ code: 'R' }] },
      },
    },
    { resourceType: 'Patient', id: 'b' },
  );
  await check(shelf, t, {
    'Patient?_profile=http://p/a': ['a'],
    'Patient?_profile=http://p/a|1.0': ['a'],
    'Patient?_tag=t|x': ['a'],
    'Patient?_tag:text=ekstra': ['a'],
    'Patient?_tag:not=x': ['b'],
    'Patient?_security=R': ['a'],
    'Patient?_source=http://s/1': ['a'],
    'Patient?_source:missing=true': ['b'],
  });
});
