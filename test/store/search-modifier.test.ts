import t from 'tap';
import { check, openShelf, param, room } from './shelf.ts';

const observation = room('Observation', {
  code: param('token', 'Observation.code'),
  status: param('token', 'Observation.status'),
});
const patient = room('Patient', {
  identifier: param('token', 'Patient.identifier'),
  name: param('string', 'Patient.name'),
  active: param('token', 'Patient.active'),
});
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
