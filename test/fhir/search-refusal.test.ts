import t from 'tap';
import { parseSearch } from '../../src/fhir/search-query.ts';
import { criteria, keys, options, parse, refusal, rooms, said } from './search-scene.ts';

const unreadable = [
  ...[
    '_id=urn:s|1',
    '_id=|1',
    'status=',
    'status=a,,b',
    'status=|',
    'status=a|b|c',
    'identifier:of-type=a|b',
  ],
  ...['date=xx2026', 'date=2026-02-30', 'date=', 'date=gt', 'date=2026-07-01T25:00'],
  ...[
    'actor:Patient=Practitioner/1',
    'actor=%23p',
    'actor=a_b',
    'actor:Patient=',
    'actor:identifier=|',
  ],
  ...[
    'length=ti',
    'length=1e999',
    'length=0e999',
    'length=',
    'length=eq',
    'length=0x10',
    'length=١',
  ],
  ...['dose=5|mg', 'dose=5|a|b|c', 'dose=||mg', 'dose=mg'],
  ...[
    'status:missing=ja',
    'status:missing=true,false',
    'text=%20',
    'text=%CC%81',
    'text:contains=a',
  ],
  ...['law-dose=a', 'law-dose=a$1', 'law-dose=a$1$2026$x', 'law-dose=a$x$2026', 'law-dose='],
  ...['near=57', 'near=91|9', 'near=57|181', 'near=57|9|-1', 'near=57|9|1|s', 'near=57|9|1|km|x'],
];
for (const query of unreadable) {
  t.test(`refuses the value of ${query}`, async (t) => {
    t.equal(keys(query), 'unreadable-value');
  });
}

const names = 'status, identifier, date, actor, text, length, dose, law, law-dose, near';
const everywhere = '_id, _lastUpdated, _profile, _tag, _security, _source';
const controls =
  '_count, _sort, _include, _revinclude, _total, _summary, _elements, _format, _pretty';
const all = `Valid are: ${names}, ${everywhere}, ${controls}.`;
const forToken = ':missing, :not, :text, :of-type, :in, :not-in, :above, :below';

const refused: readonly [string, string][] = [
  ['status:missing=ja', 'unreadable-value: The value of "status:missing" must be true or false.'],
  [
    'text:contains=a',
    'unreadable-value: The value of "text:contains" must have at least 2 letters or digits.',
  ],
  [
    '_lastUpdated:missing=true',
    'unknown-modifier: "_lastUpdated" does not take ":missing". None is valid.',
  ],
  ['navn=x', `unknown-parameter: There is no search parameter "navn" here. ${all}`],
  ['_text=x', `unsupported-parameter: The search parameter "_text" is not supported. ${all}`],
  ['status:exact=x', `unknown-modifier: "status" does not take ":exact". Valid are: ${forToken}.`],
  [
    'actor:Slot=1',
    'unknown-modifier: "actor" does not take ":Slot". Valid are: :missing, :text, :identifier, :Patient, :Practitioner, :Device.',
  ],
  [
    'actor:below=1',
    'unknown-modifier: "actor" does not take ":below". Hierarchies of resources are not walked; use a chain. ' +
      'Valid are: :missing, :text, :identifier, :Patient, :Practitioner, :Device.',
  ],
  ['_id:missing=true', 'unknown-modifier: "_id" does not take ":missing". Valid are: :not.'],
  [
    'status:in=http://no',
    'unknown-terminology: "http://no" in "status" is not known here, or its codes cannot be listed.',
  ],
  [
    'dose=x',
    'unreadable-value: The value of "dose" cannot be read as quantity. It is written number, number|system|code or number||code.',
  ],
  [
    'law-dose=x',
    'unreadable-value: The value of "law-dose" cannot be read as composite. It is written identifier (token)$dose (quantity)$date (date).',
  ],
];
for (const [query, text] of refused) {
  t.test(`refuses ${query} and says what is possible`, async (t) => {
    t.equal(said(query), text);
  });
}

t.test('everything that is wrong is said at once', async (t) => {
  const error = refusal('navn=x&status:exact=x&actor.navn=1&date=x&_sort=x&_list=1');
  t.equal(error.status, 400);
  t.same(
    error.issues.map(({ key }) => key),
    [
      ...['unknown-parameter', 'unknown-modifier', 'unknown-parameter', 'unreadable-value'],
      ...['unreadable-value', 'unsupported-parameter'],
    ],
  );
});

t.test('what R4 has for all types and we do not is refused as such', async (t) => {
  const lacking = [
    '_list',
    '_text',
    '_content',
    '_query',
    '_filter',
    '_contained',
    '_containedType',
  ];
  for (const name of lacking) t.equal(keys(`${name}=x`), 'unsupported-parameter', name);
  for (const name of ['__proto__', 'constructor', 'toString', '_language', ''])
    t.equal(keys(`${name}=x`), 'unknown-parameter', name);
  for (const modifier of ['__proto__', 'constructor', ''])
    t.equal(keys(`status:${modifier}=x`), 'unknown-modifier', modifier);
});

t.test('without terminology nothing is asked of it', async (t) => {
  const { codes: _, ...without } = options;
  const refuse = () =>
    parseSearch([['status:in', 'http://set']], rooms.get('Appointment') ?? {}, without);
  t.throws(refuse, { message: '400 unknown-modifier' });
  for (const query of ['status:below=a', 'status:above=urn:x|a', 'status:not-in=http://empty'])
    t.equal(keys(query), 'unknown-terminology', query);
});

t.test('lenient handling leaves out what it does not know and says so', async (t) => {
  const { criteria, warnings } = parse('navn=x&status=booked', { lenient: true });
  t.equal(criteria.length, 1);
  t.match(warnings, [{ severity: 'warning', key: 'unknown-parameter' }]);
});

t.test(
  'a CPR number in an address is refused wherever it stands, and allowed in a form',
  async (t) => {
    const cpr = 'urn:oid:1.2.208.176.1.2|0101701234';
    const inAddress = [
      ...[`identifier=${cpr}`, `actor:identifier=${cpr}`, `actor.identifier=${cpr}`, `navn=${cpr}`],
      ...[`_has:Provenance:target:target:Patient.identifier=${cpr}`, 'law-dose=0101701234$1$2026'],
      ...['law-dose=a$0101701234$2026', 'identifier:of-type=urn:t|NI|010170-1234', '0101701234=x'],
      ...['identifier=010170-1234', 'actor:Patient.identifier=0101701234', 'actor.0101701234=1'],
      ...[
        'identifier=urn:oid:1.2.208.176.1.6.1.1|0Q1234',
        'identifier=urn:oid:1.2.208.176.1.2%5C|1',
      ],
      ...['identifier=010170%201234', 'identifier=%20010170+1234%20', 'navn=010170%25201234'],
      ...['identifier=01.01.70-1234', 'identifier=01/01/70/1234', 'identifier=010170%E2%80%931234'],
      ...['identifier=01%2001%2070%2012%2034', 'identifier=010170.1234', 'navn=%22010170_1234%22'],
    ];
    for (const query of inAddress) {
      t.equal(keys(query), 'use-post-search', query);
      t.equal(keys(query, { lenient: true }), 'use-post-search', query);
      t.notMatch(JSON.stringify(refusal(query).issues), /1234/);
    }
    t.equal(criteria(`identifier=${cpr}&actor.identifier=${cpr}`, { method: 'POST' }).length, 2);
    t.equal(
      criteria('identifier=9912345678&length=0.0101701234&near=55.1|12.10123456&date=2026-10-12')
        .length,
      4,
      'no date, no CPR number',
    );
  },
);
