import t from 'tap';
import { formatInstant } from '../../src/fhir/instant.ts';
import {
  dateSpans,
  hullOf,
  normalise,
  referenceIdentifiers,
  references,
  strings,
  tokenForms,
  tokens,
  uris,
} from '../../src/fhir/search-value.ts';

t.test('tokens carry their system, if it is one', async (t) => {
  const elements = [
    ...['booked', true, 7],
    { system: 'urn:s', code: 'c', display: 'x' },
    { coding: [{ system: 'urn:s', code: 'c' }, { code: 'bare' }], text: 'fri tekst' },
    { system: 'urn:oid:1.2', value: '123' },
    { value: 'uden system' },
    { system: 'phone', value: '12345678' },
    { system: 'urn:s' },
    ...[{ text: 'kun tekst' }, null],
  ];
  t.same(tokens(elements), [
    ...['|booked', '|true', '|7', 'urn:s|c', '|bare', 'urn:oid:1.2|123'],
    ...['|uden system', '|12345678'],
  ]);
});

t.test('a token answers to its code, to its system, and to both', async (t) => {
  t.same(tokenForms('urn:s|c'), ['urn:s|c', 'c', 'urn:s|']);
  t.same(tokenForms('|c'), ['|c', 'c']);
});

t.test(
  'dates cover what they say, Periods to infinity, and several together the whole',
  async (t) => {
    const shown = (...elements: unknown[]) => {
      const span = hullOf(dateSpans(elements));
      return (
        span && [span.from, span.to].map((ms) => (Number.isFinite(ms) ? formatInstant(ms) : ms))
      );
    };
    const [day, next] = ['2026-07-01T00:00:00+02:00', '2026-07-02T00:00:00+02:00'];
    t.same(shown('2026-07-01'), [day, next]);
    t.same(shown({ start: '2026-07-01' }), [day, Infinity]);
    t.same(shown({ end: '2026-07-01' }), [-Infinity, next]);
    t.same(shown({ event: ['2026-07-01'] }), [day, next]);
    t.same(shown({ repeat: { boundsPeriod: { start: day, end: '2026-07-01' } } }), [day, next]);
    t.same(shown(day, '2026-07-01', '2026-07-01T12:00:00Z'), [day, next]);
    for (const none of [[], ['i dag'], [{}], [{ start: 'x' }], [null]])
      t.equal(hullOf(dateSpans(none)), undefined);
  },
);

t.test('strings lose case, accents and extra blanks, but å, æ and ø stay letters', async (t) => {
  t.equal(normalise('  ÅSE  Müller-Ærø É '), 'åse muller-ærø e');
  t.equal(normalise('A\u030Ase'), 'åse', 'written as two characters');
  t.not(normalise('Åse'), normalise('Ase'));
  const name = { use: 'official', family: 'Højgård', given: ['René', 'Åse'], text: 'René Højgård' };
  t.same(strings([name, 'X']), ['rene højgård', 'højgård', 'rene', 'åse', 'x']);
  const address = { line: ['Åvej 1'], city: 'Sandby', postalCode: '9990' };
  t.same(strings([address, null]), ['åvej 1', 'sandby', '9990']);
});

t.test('references lose version and our base, and keep the address of others', async (t) => {
  const elements = [
    { reference: 'Patient/1' },
    { reference: 'Patient/1/_history/2' },
    { reference: 'https://vi.dk/fhir/Patient/1' },
    { reference: 'https://andre.dk/fhir/Patient/1/_history/3' },
    { reference: 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0' },
    ...[{ reference: '#p' }, { display: 'x' }, 'Slot/2'],
  ];
  t.same(references(elements, 'https://vi.dk/fhir/'), [
    ...['Patient/1', 'https://andre.dk/fhir/Patient/1'],
    ...['urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0', 'Slot/2'],
  ]);
  t.same(
    referenceIdentifiers([{ identifier: { system: 's', value: 'v' } }, { reference: 'A/1' }]),
    ['s|v'],
  );
  t.same(uris(['http://a', 'http://a', 1]), ['http://a']);
});
