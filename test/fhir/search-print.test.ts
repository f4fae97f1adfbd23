import fc from 'fast-check';
import t from 'tap';
import type { Criterion } from '../../src/fhir/search-criterion.ts';
import { parseSearch } from '../../src/fhir/search-query.ts';
import { escaped, print } from './search-print.ts';
import { options, rooms } from './search-scene.ts';

const word = fc.stringMatching(/^[a-zæøå\\,|$:.%+ -]{0,6}[a-z]$/).map(escaped);
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
const prefix = fc.constantFrom('', 'eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap');
const days = fc.tuple(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1, max: 12 }));
const two = (n: number): string => String(n).padStart(2, '0');
const dates = fc
  .tuple(
    prefix,
    days,
    fc.constantFrom('', '-05', '-05T10:07', '-05T10:07:09Z', '-05T10:07:09.25+02:00'),
  )
  .map(([before, [year, month], after]) => `${before}${year}-${two(month)}${after}`);
const numbers = fc
  .tuple(
    prefix,
    fc.integer({ min: -999, max: 9999 }),
    fc.constantFrom('', '.5', '.05', 'e2', '.25e3'),
  )
  .map((parts) => parts.join(''));
const quantities = fc
  .tuple(numbers, fc.constantFrom('', '||mg', '|urn:s|x', '|http://unitsofmeasure.org|mg/dL'))
  .map((parts) => parts.join(''));
const tokens = fc.oneof(
  word,
  fc.tuple(name, word).map((both) => both.join('|')),
  name.map((s) => `${s}|`),
);
const near = fc
  .tuple(
    fc.integer({ min: -90, max: 90 }),
    fc.integer({ min: -180, max: 180 }),
    fc.constantFrom('', '|5', '|500|m'),
  )
  .map(([a, b, c]) => `${a}|${b}${c}`);
const composite = fc.tuple(tokens, quantities, dates).map((parts) => parts.join('$'));

const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  status: tokens,
  'status:not': tokens,
  'status:text': word,
  'status:in': fc.constant('http://set'),
  'status:below': fc.constant('urn:s|b'),
  'identifier:of-type': fc.tuple(name, name, word).map((parts) => parts.join('|')),
  date: dates,
  actor: fc.oneof(
    name,
    name.map((id) => `Patient/${id}`),
    name.map((id) => `Patient/${id}/_history/1`),
  ),
  'actor:Practitioner': name,
  'actor:identifier': tokens,
  text: word,
  'text:exact': word,
  'text:contains': word.map((text) => `xy${text}`),
  length: numbers,
  dose: quantities,
  law: word,
  'law:below': word,
  'law-dose': composite,
  near,
};
const asked = fc
  .constantFrom(...Object.keys(values))
  .chain((key) =>
    fc
      .array(values[key] ?? name, { minLength: 1, maxLength: 3 })
      .map((texts): [string, string] => [key, texts.join(',')]),
  );
const through = fc.constantFrom('', 'actor:Patient.', '_has:Provenance:target:target:Appointment.');
const inside = fc
  .tuple(through, asked, word)
  .map(([way, [key, value], text]): [string, string] =>
    way.startsWith('actor') ? [`${way}name:exact`, text] : [way + key, value],
  );

const read = (entries: readonly [string, string][]): readonly Criterion[] =>
  parseSearch(entries, rooms.get('Appointment') ?? {}, { ...options, method: 'POST' }).criteria;

t.test('what parses, prints and parses again is the same', async (t) => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(fc.array(inside, { minLength: 1, maxLength: 4 }), (entries) => {
      const first = read(entries);
      for (const { kind } of first) kinds.add(kind);
      t.same(read(first.map(print)), first);
    }),
    { numRuns: 500 },
  );
  t.equal(kinds.size, 14, `saw ${[...kinds]}`);
});
