import t from 'tap';
import { formatInstant } from '../../src/fhir/instant.ts';
import { mapTokens } from '../../src/fhir/search-criterion.ts';
import { criteria, parse } from './search-scene.ts';

t.test('tokens say system and code, and escapes are undone', async (t) => {
  t.same(criteria('status=booked,urn:s|c,|d,urn:s|&identifier:not=a%5C,b%5C|c'), [
    {
      kind: 'token',
      name: 'status',
      not: false,
      values: [
        { code: 'booked' },
        { system: 'urn:s', code: 'c' },
        { system: '', code: 'd' },
        { system: 'urn:s' },
      ],
    },
    { kind: 'token', name: 'identifier', not: true, values: [{ code: 'a,b|c' }] },
  ]);
});

t.test(
  'tokens are also found by what they are shown as, and identifiers by their type',
  async (t) => {
    t.same(criteria('status:text=Bestilt&identifier:of-type=urn:t|MR|a%5C|b'), [
      { kind: 'text', name: 'status', values: ['Bestilt'] },
      {
        kind: 'of-type',
        name: 'identifier',
        values: [{ system: 'urn:t', code: 'MR', value: 'a|b' }],
      },
    ]);
  },
);

t.test('value sets and hierarchies become the codes in them', async (t) => {
  const values = [{ system: 'urn:s', code: 'a' }, { code: 'b' }];
  const both = ['a', 'b'].map((code) => ({ system: 'urn:s', code }));
  t.same(criteria('status:in=http://set'), [{ kind: 'token', name: 'status', not: false, values }]);
  t.same(criteria('status:not-in=http://set'), [
    { kind: 'token', name: 'status', not: true, values },
  ]);
  t.same(criteria('status:above=urn:s|a'), [
    { kind: 'token', name: 'status', not: false, values: both },
  ]);
  t.same(criteria('status:below=urn:s|b'), [
    { kind: 'token', name: 'status', not: false, values: both.toReversed() },
  ]);
});

t.test('dates carry prefix and the time they cover, also when + came as a blank', async (t) => {
  const shown = (query: string) => {
    const [found] = criteria(query);
    return found?.kind !== 'date'
      ? []
      : found.values.map(({ prefix, from, to }) => [
          prefix,
          formatInstant(from),
          formatInstant(to),
        ]);
  };
  t.same(shown('date=ge2026-07-01,2026-07-01T10:00:00+02:00,eb2026-07'), [
    ['ge', '2026-07-01T00:00:00+02:00', '2026-07-02T00:00:00+02:00'],
    ['eq', '2026-07-01T10:00:00+02:00', '2026-07-01T10:00:01+02:00'],
    ['eb', '2026-07-01T00:00:00+02:00', '2026-08-01T00:00:00+02:00'],
  ]);
  t.same(shown('date=2026-07-01T08:00%2B00:00'), shown('date=2026-07-01T08:00Z'));
  t.same(shown('date=2026-07-01T10:00'), shown('date=2026-07-01T08:00Z'));
});

t.test('references are made Type/id: our base, versions, and types as modifiers', async (t) => {
  const values = (query: string) => {
    const [found] = criteria(query);
    return found && 'values' in found ? found.values : undefined;
  };
  t.same(values('actor=Practitioner/2/_history/3'), [
    { reference: 'Practitioner/2', version: '3' },
  ]);
  t.same(values('actor=https://vi.dk/fhir/Patient/1'), [{ reference: 'Patient/1' }]);
  t.same(values('actor=https://a.dk/Patient/1'), [{ reference: 'https://a.dk/Patient/1' }]);
  t.same(values('actor:Practitioner=2'), [{ reference: 'Practitioner/2' }]);
  t.same(values('actor:identifier=urn:s|v'), [{ system: 'urn:s', code: 'v' }]);
  t.same(criteria('actor:text=ole'), [{ kind: 'text', name: 'actor', values: ['ole'] }]);
});

t.test('a bare id is that of any type that the reference may name and that is here', async (t) => {
  t.same(criteria('actor=1'), [
    {
      kind: 'reference',
      name: 'actor',
      values: [{ reference: 'Patient/1' }, { reference: 'Practitioner/1' }],
    },
  ]);
});

t.test('strings, addresses and absence are read by their type', async (t) => {
  t.same(criteria('text=Ål&text:exact=a,b&text:contains=cd&law=http://a&status:missing=true'), [
    { kind: 'string', name: 'text', match: 'start', values: ['Ål'] },
    { kind: 'string', name: 'text', match: 'exact', values: ['a', 'b'] },
    { kind: 'string', name: 'text', match: 'contains', values: ['cd'] },
    { kind: 'uri', name: 'law', match: 'exact', values: ['http://a'] },
    { kind: 'missing', name: 'status', missing: true },
  ]);
  t.match(criteria('law:above=http://a/b&law:below=http://a'), [
    { kind: 'uri', match: 'above' },
    { kind: 'uri', match: 'below' },
  ]);
});

t.test('a composite has a criterion for each of its parts', async (t) => {
  t.match(criteria('law-dose=urn:s|a%5C$b$gt5||mg$2026,c$1$ge2025'), [
    {
      kind: 'composite',
      name: 'law-dose',
      values: [
        [
          { kind: 'token', name: 'identifier', values: [{ system: 'urn:s', code: 'a$b' }] },
          { kind: 'quantity', name: 'dose', values: [{ prefix: 'gt', number: 5, code: 'mg' }] },
          { kind: 'date', name: 'date', values: [{ prefix: 'eq' }] },
        ],
        [{ values: [{ code: 'c' }] }, { values: [{ number: 1 }] }, { values: [{ prefix: 'ge' }] }],
      ],
    },
  ]);
});

t.test('a place is near in kilometres, ten when nothing is said', async (t) => {
  const place = { latitude: 57.05, longitude: -9.9 };
  t.same(criteria('near=57.05|-9.9,57.05|-9.9|2,57.05|-9.9|1500|m,57.05|-9.9|1|[mi_i]'), [
    {
      kind: 'near',
      name: 'near',
      values: [10, 2, 1.5, 1.609344].map((distanceKm) => ({ ...place, distanceKm })),
    },
  ]);
});

t.test('every resource has the parameters that R4 gives to all', async (t) => {
  t.match(criteria('_id=1,2&_lastUpdated=ge2026&_tag=a&_security=b&_profile=http://a&_source=c'), [
    { kind: 'token', name: '_id', values: [{ code: '1' }, { code: '2' }] },
    { kind: 'date', name: '_lastUpdated', values: [{ prefix: 'ge' }] },
    { kind: 'token', name: '_tag' },
    { kind: 'token', name: '_security' },
    { kind: 'uri', name: '_profile' },
    { kind: 'uri', name: '_source' },
  ]);
});

t.test('tokens are rewritten wherever they stand in a criterion', async (t) => {
  const asked = criteria(
    'identifier=x|1&actor:identifier=x|1&actor:Patient.identifier=x|1&law-dose=x|1$2$2026&identifier:of-type=a|b|1' +
      '&_has:Provenance:target:target:Patient.identifier=x|1&date=2026',
    { method: 'POST' },
  );
  const rewritten = asked.map((one) =>
    mapTokens(one, (value) => (value.code === '1' ? { ...value, code: 'hidden' } : value)),
  );
  const all = JSON.stringify(rewritten);
  t.equal(all.split('hidden').length - 1, 6);
  t.notMatch(all, /"(?:code|value)":"1"/);
  t.equal(rewritten.at(-1), asked.at(-1), 'what holds no token stays as it is');
});

t.test('nothing asked is nothing', async (t) => {
  t.same(parse(''), { criteria: [], warnings: [], sort: [], includes: [] });
});
