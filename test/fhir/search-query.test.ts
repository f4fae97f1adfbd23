import t from 'tap';
import { formatInstant } from '../../src/fhir/instant.ts';
import { FhirError } from '../../src/fhir/outcome.ts';
import type { SearchParam } from '../../src/fhir/search-param.ts';
import { parseSearch, type SearchOptions } from '../../src/fhir/search-query.ts';

const declared: Record<string, SearchParam> = {
  status: { type: 'token', expression: 'Appointment.status' },
  identifier: { type: 'token', expression: 'Appointment.identifier' },
  date: { type: 'date', expression: 'Appointment.start' },
  actor: {
    type: 'reference',
    expression: 'Appointment.participant.actor',
    target: ['Patient', 'Practitioner'],
  },
  text: { type: 'string', expression: 'Appointment.description' },
  length: { type: 'number', expression: 'Appointment.minutesDuration' },
  dose: { type: 'quantity', expression: 'Appointment.extension.value' },
  law: { type: 'uri', expression: 'Appointment.implicitRules' },
};
const options: SearchOptions = {
  type: 'Appointment',
  method: 'GET',
  base: 'https://vi.dk/fhir',
  references: { Appointment: ['actor'], Provenance: ['target'], Location: ['partof'] },
};
const parse = (query: string, more: Partial<SearchOptions> = {}) =>
  parseSearch([...new URLSearchParams(query)], declared, { ...options, ...more });
const criteria = (query: string) => parse(query).criteria;

function refusal(query: string, more: Partial<SearchOptions> = {}): FhirError {
  try {
    parse(query, more);
  } catch (error) {
    if (error instanceof FhirError) return error;
    throw error;
  }
  throw new Error(`not refused: ${query.slice(0, 80)}`);
}
const _key = (query: string, more: Partial<SearchOptions> = {}) =>
  refusal(query, more)
    .issues.map((issue) => issue.key)
    .join();

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
  'dates carry their prefix and the time they cover, also when + came as a blank',
  async (t) => {
    const [found] = criteria('date=ge2026-07-01,2026-07-01T10:00:00+02:00');
    if (found?.kind !== 'date') return t.fail('no date');
    t.same(
      found.values.map(({ prefix, from, to }) => [prefix, formatInstant(from), formatInstant(to)]),
      [
        ['ge', '2026-07-01T00:00:00+02:00', '2026-07-02T00:00:00+02:00'],
        ['eq', '2026-07-01T10:00:00+02:00', '2026-07-01T10:00:01+02:00'],
      ],
    );
  },
);

t.test(
  'references are made Type/id: bare ids, our base, versions, and types as modifiers',
  async (t) => {
    const values = (query: string) => {
      const [found] = criteria(query);
      return found && 'values' in found ? found.values : undefined;
    };
    t.same(values('actor=1'), [{ reference: 'Patient/1' }]);
    t.same(values('actor=Practitioner/2/_history/3'), [{ reference: 'Practitioner/2' }]);
    t.same(values('actor=https://vi.dk/fhir/Patient/1'), [{ reference: 'Patient/1' }]);
    t.same(values('actor=https://a.dk/Patient/1'), [{ reference: 'https://a.dk/Patient/1' }]);
    t.same(values('actor:Practitioner=2'), [{ reference: 'Practitioner/2' }]);
    t.same(values('actor:identifier=urn:s|v'), [{ system: 'urn:s', code: 'v' }]);
  },
);

t.test('strings, numbers, quantities, addresses and absence are read by their type', async (t) => {
  t.same(criteria('text=Ål&text:exact=a,b&text:contains=c&law=http://a&status:missing=true'), [
    { kind: 'string', name: 'text', match: 'start', values: ['Ål'] },
    { kind: 'string', name: 'text', match: 'exact', values: ['a', 'b'] },
    { kind: 'string', name: 'text', match: 'contains', values: ['c'] },
    { kind: 'uri', name: 'law', values: ['http://a'] },
    { kind: 'missing', name: 'status', missing: true },
  ]);
  t.same(criteria('length=gt30,1.5&dose=5.40|http://unitsofmeasure.org|mg'), [
    {
      kind: 'number',
      name: 'length',
      values: [
        { prefix: 'gt', number: 30, from: 29.5, to: 30.5 },
        { prefix: 'eq', number: 1.5, from: 1.45, to: 1.55 },
      ],
    },
    {
      kind: 'quantity',
      name: 'dose',
      values: [
        {
          prefix: 'eq',
          number: 5.4,
          from: 5.4 - 0.005,
          to: 5.4 + 0.005,
          system: 'http://unitsofmeasure.org',
          code: 'mg',
        },
      ],
    },
  ]);
});

t.test('every resource has _id and _lastUpdated', async (t) => {
  t.match(criteria('_id=1,2&_lastUpdated=ge2026'), [
    { kind: 'token', name: '_id', values: [{ code: '1' }, { code: '2' }] },
    { kind: 'date', name: '_lastUpdated', values: [{ prefix: 'ge' }] },
  ]);
});

t.test('what shapes the answer is read too, and a page has at most 1000', async (t) => {
  const query =
    '_count=5000&_sort=-date,status&_include=Appointment:actor:Patient&_include:iterate=Location:partof' +
    '&_revinclude=Provenance:target&_total=accurate&_summary=data&_elements=id,status&_format=json&_pretty=true';
  t.same(parse(query), {
    criteria: [],
    warnings: [],
    count: 1000,
    sort: [
      { name: 'date', descending: true },
      { name: 'status', descending: false },
    ],
    includes: [
      {
        direction: 'include',
        iterate: false,
        source: 'Appointment',
        parameter: 'actor',
        target: 'Patient',
      },
      { direction: 'include', iterate: true, source: 'Location', parameter: 'partof' },
      { direction: 'revinclude', iterate: false, source: 'Provenance', parameter: 'target' },
    ],
    total: 'accurate',
    summary: 'data',
    elements: ['id', 'status'],
    format: 'json',
    pretty: true,
  });
  t.same(parse(''), { criteria: [], warnings: [], sort: [], includes: [] });
});
