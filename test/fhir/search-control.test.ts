import t from 'tap';
import type { Declared, Rooms } from '../../src/fhir/search-param.ts';
import { parse, said } from './search-scene.ts';

t.test('what shapes the answer is read, and a page has at most 1000', async (t) => {
  const query =
    '_count=5000&_sort=-date,status&_include=Appointment:actor:Patient&_include:iterate=Patient:link' +
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
      { direction: 'include', iterate: true, source: 'Patient', parameter: 'link' },
      { direction: 'revinclude', iterate: false, source: 'Provenance', parameter: 'target' },
    ],
    total: 'accurate',
    summary: 'data',
    elements: ['id', 'status'],
    format: 'json',
    pretty: true,
  });
});

const counts: readonly [string, number][] = [
  ['_count=0', 0],
  ['_count=20', 20],
  ['_count=1000000', 1000],
  [`_count=${'9'.repeat(400)}`, 1000],
  ['_summary=count&_count=20', 0],
];
for (const [query, count] of counts) {
  t.test(`${query.slice(0, 40)} asks for ${count}`, async (t) => {
    t.equal(parse(query).count, count);
  });
}

const included = (query: string): string[] =>
  parse(query).includes.map(
    ({ direction, iterate, source, parameter, target }) =>
      `${direction}${iterate ? ' again' : ''} ${source}:${parameter}${target ? `:${target}` : ''}`,
  );

const includes: readonly [string, readonly string[]][] = [
  ['_include=*', ['include Appointment:actor']],
  ['_include=Appointment:*', ['include Appointment:actor']],
  ['_include=Appointment:*:Practitioner', ['include Appointment:actor:Practitioner']],
  ['_include:iterate=Patient:*', ['include again Patient:link']],
  ['_include:recurse=Patient:link', ['include again Patient:link']],
  ['_revinclude=*', ['revinclude Provenance:target']],
  ['_revinclude=Provenance:*', ['revinclude Provenance:target']],
  ['_revinclude=Provenance:target:Appointment', ['revinclude Provenance:target:Appointment']],
  ['_revinclude:iterate=Provenance:agent', ['revinclude again Provenance:agent']],
  ['_include=*&_include=Appointment:actor', ['include Appointment:actor']],
];
for (const [query, expected] of includes) {
  t.test(`${query} is ${expected.join(', ')}`, async (t) => {
    t.same(included(query), expected);
  });
}

const valid = 'is not possible. Valid are:';
const refused: readonly [string, string][] = [
  ['_include=Provenance:target', `The value of "_include" ${valid} Appointment:actor.`],
  ['_include=Appointment:date', `The value of "_include" ${valid} Appointment:actor.`],
  [
    '_include=Appointment:actor:Device',
    `The value of "_include" ${valid} Appointment:actor:Patient, Appointment:actor:Practitioner.`,
  ],
  ['_include=x', `The value of "_include" ${valid} Appointment:actor.`],
  ['_include:often=*', `The value of "_include:often" ${valid} _include, _include:iterate.`],
  ['_revinclude=Provenance:agent', `The value of "_revinclude" ${valid} Provenance:target.`],
  [
    '_revinclude=Provenance:target:Patient',
    `The value of "_revinclude" ${valid} Provenance:target:Appointment.`,
  ],
  ['_revinclude=Patient:link', `The value of "_revinclude" ${valid} Provenance:target.`],
  ['_count=-1', `The value of "_count" ${valid} 0-1000.`],
  ['_count=1.5', `The value of "_count" ${valid} 0-1000.`],
  ['_total=x', `The value of "_total" ${valid} none, estimate, accurate.`],
  ['_summary=', `The value of "_summary" ${valid} true, text, data, count, false.`],
  ['_pretty=1', `The value of "_pretty" ${valid} true, false.`],
  [
    '_elements=a.b',
    'The value of "_elements" must be names of elements, as in _elements=id,status.',
  ],
];
for (const [query, text] of refused) {
  t.test(`refuses ${query} and says what is possible`, async (t) => {
    t.equal(said(query), `unreadable-value: ${text}`);
  });
}

t.test('any parameter with an order can sort, also those of all types', async (t) => {
  t.equal(parse('_sort=-_tag,_id,length,dose,actor,text').sort.length, 6);
  for (const name of ['law-dose', 'near', 'x', '', '--date']) {
    t.match(said(`_sort=${name}`), /^unreadable-value: .*status, identifier, date, actor, text/);
  }
  t.notMatch(said('_sort=near'), /law-dose|near/);
  t.match(said(`_sort=${Array(11).fill('date')}`), /^unreadable-value/);
});

t.test('elements are checked where the type is known', async (t) => {
  const elements = ['id', 'status'];
  t.same(parse('_elements=status', { elements }).elements, ['status']);
  t.match(said('_elements=stat', { elements }), /Valid are: id, status\.$/);
});

t.test('a wildcard over too many references is refused, and leniently left out', async (t) => {
  const pointing: Declared = {
    r: { type: 'reference', expression: 'r', target: ['Appointment'] },
  };
  const types = Array.from({ length: 251 }, (_, at) => `T${at}`);
  const rooms: Rooms = new Map(types.map((type) => [type, pointing]));
  t.match(said('_revinclude=*', { rooms }), /^too-many-values: Over 250 kinds of references/);
  const { includes, warnings } = parse('_revinclude=*', { rooms, lenient: true });
  t.same([includes, warnings.length], [[], 1]);
});
