import fc from 'fast-check';
import t from 'tap';
import { FhirError } from '../../src/fhir/outcome.ts';
import { splitEscaped, unescaped } from '../../src/fhir/search-escape.ts';
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

function refusal(query: string, more: Partial<SearchOptions> = {}): FhirError {
  try {
    parse(query, more);
  } catch (error) {
    if (error instanceof FhirError) return error;
    throw error;
  }
  throw new Error(`not refused: ${query.slice(0, 80)}`);
}
const key = (query: string, more: Partial<SearchOptions> = {}) =>
  refusal(query, more)
    .issues.map((issue) => issue.key)
    .join();

const unreadable = [
  ...[
    'status=',
    'status=a,,b',
    'status=|',
    'status=a|b|c',
    'date=xx2026',
    'date=2026-02-30',
    'date=',
  ],
  ...['actor:Patient=Practitioner/1', 'actor=%23p', 'length=ti', 'length=1e999'],
  ...['status:missing=ja', 'text=%20', 'actor=a_b'],
  ...[
    '_count=-1',
    '_count=ti',
    '_count=',
    '_sort=navn',
    '_sort=',
    '_total=x',
    '_summary=x',
    '_pretty=1',
  ],
  ...['_include=x', '_include=Appointment:date', '_include=Provenance:target', '_elements=a.b'],
];
for (const query of unreadable) {
  t.test(`refuses the value of ${query}`, async (t) => {
    t.equal(key(query), 'unreadable-value');
  });
}

t.test('what we do not know is refused with the names that are valid', async (t) => {
  const error = refusal('navn=x&status:exact=x&actor:Slot=1');
  t.equal(error.status, 400);
  t.same(
    error.issues.map(({ key, text }) => [key, text.en]),
    [
      [
        'unknown-parameter',
        'There is no search parameter "navn" here. Valid are: status, identifier, date, actor, text, length, dose, law, ' +
          '_id, _lastUpdated, _count, _sort, _include, _revinclude, _total, _summary, _elements, _format, _pretty.',
      ],
      ['unknown-modifier', '"status" does not take ":exact". Valid are: :missing, :not.'],
      [
        'unknown-modifier',
        '"actor" does not take ":Slot". Valid are: :missing, :identifier, :Patient, :Practitioner.',
      ],
    ],
  );
  for (const name of ['__proto__', 'constructor', 'toString', '_text', '_filter', '']) {
    t.equal(key(`${name}=x`), 'unknown-parameter', name);
  }
});

t.test('a summary that only counts asks for no page', async (t) => {
  t.equal(parse('_summary=count&_count=20').count, 0);
});

t.test('what is never missing cannot be asked for as missing', async (t) => {
  t.equal(key('_id:missing=true'), 'unknown-modifier');
  t.equal(key('_lastUpdated:missing=true'), 'unknown-modifier');
});

t.test('chains are refused for what they are', async (t) => {
  for (const query of ['actor.name=x', 'actor:Patient.name=x', '_has:Slot:a:b=x']) {
    t.equal(key(query), 'chain');
  }
});

t.test('lenient handling leaves out what it does not know and says so', async (t) => {
  const { criteria, warnings } = parse('navn=x&status=booked', { lenient: true });
  t.equal(criteria.length, 1);
  t.match(warnings, [{ severity: 'warning', key: 'unknown-parameter' }]);
});

t.test(
  'a CPR number in an address is refused, even leniently, and allowed in a form',
  async (t) => {
    const cpr = 'urn:oid:1.2.208.176.1.2|0101701234';
    const inAddress = [
      ...[`identifier=${cpr}`, `actor:identifier=${cpr}`, `actor.identifier=${cpr}`, `navn=${cpr}`],
      ...[
        'identifier=010170-1234',
        'identifier=urn:oid:1.2.208.176.1.6.1.1|0Q1234',
        'actor:Patient.identifier=0101701234',
      ],
    ];
    for (const query of inAddress) {
      t.equal(key(query), 'use-post-search', query);
      t.equal(key(query, { lenient: true }), 'use-post-search', query);
      t.notMatch(JSON.stringify(refusal(query).issues), /1234/);
    }
    t.equal(parse(`identifier=${cpr}`, { method: 'POST' }).criteria.length, 1);
    t.equal(parse('identifier=9912345678').criteria.length, 1, 'no date, no CPR number');
  },
);

t.test('what is too long, too much or unprintable is refused before it is read', async (t) => {
  t.equal(key(`status=${'x'.repeat(1_000_000)}`), 'value-too-long');
  t.equal(key('status=x&'.repeat(101)), 'too-many-parameters');
  t.equal(key('status=%00'), 'invalid-character');
  t.notMatch(JSON.stringify(refusal('<script>=x').issues), /[<>]/);
});

t.test('any text can be escaped, split and read back', async () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (texts) => {
      const escaped = texts.map((text) => text.replace(/[\\,|$]/g, '\\$&')).join(',');
      const back = splitEscaped(escaped, ',').map(unescaped);
      return JSON.stringify(back) === JSON.stringify(texts);
    }),
  );
});

t.test('no query makes anything but a search or a refusal', async () => {
  const name = fc.constantFrom(...Object.keys(declared), '_id', '_sort', '_count', '_include', 'x');
  const entry = fc.tuple(
    fc
      .tuple(name, fc.constantFrom('', ':not', ':missing', ':Patient', ':'))
      .map((both) => both.join('')),
    fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'|,\\-:/.eq2026TZ') })),
  );
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), fc.boolean(), (entries, lenient) => {
      try {
        parseSearch(entries, declared, { ...options, lenient });
      } catch (error) {
        return error instanceof FhirError && error.status === 400;
      }
      return true;
    }),
    { numRuns: 1000 },
  );
});
