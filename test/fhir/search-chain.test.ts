import t from 'tap';
import type { Declared } from '../../src/fhir/search-param.ts';
import { parseSearch } from '../../src/fhir/search-query.ts';
import { isAtOnce } from '../at-once.ts';
import { criteria, keys, said } from './search-scene.ts';

const name = (kind = 'start') => ({ kind: 'string', name: 'name', match: kind, values: ['Ole'] });

t.test('a chain goes through every type that has the parameter', async (t) => {
  const through = ['Patient', 'Practitioner'].map((type) => ({ type, criterion: name() }));
  t.same(criteria('actor.name=Ole'), [{ kind: 'chain', name: 'actor', through }]);
  t.same(criteria('actor.active=true'), [
    {
      kind: 'chain',
      name: 'actor',
      through: [
        {
          type: 'Practitioner',
          criterion: { kind: 'token', name: 'active', not: false, values: [{ code: 'true' }] },
        },
      ],
    },
  ]);
});

t.test('a chain may name the type, take modifiers, and go on', async (t) => {
  t.same(criteria('actor:Patient.link.name:exact=Ole'), [
    {
      kind: 'chain',
      name: 'actor',
      through: [
        {
          type: 'Patient',
          criterion: {
            kind: 'chain',
            name: 'link',
            through: [{ type: 'Patient', criterion: name('exact') }],
          },
        },
      ],
    },
  ]);
  t.match(criteria('actor._id=1&actor:Patient.link:missing=true'), [
    { through: [{ type: 'Patient' }, { type: 'Practitioner' }] },
    { through: [{ criterion: { kind: 'missing' } }] },
  ]);
});

t.test('_has asks for what refers here, and nests with itself and with chains', async (t) => {
  const active = { kind: 'token', name: 'active', not: true, values: [{ code: 'false' }] };
  t.same(criteria('_has:Provenance:target:agent.active:not=false'), [
    {
      kind: 'has',
      name: '_has',
      source: 'Provenance',
      reference: 'target',
      criterion: {
        kind: 'chain',
        name: 'agent',
        through: [{ type: 'Practitioner', criterion: active }],
      },
    },
  ]);
  t.match(
    criteria('_has:Appointment:actor:_has:Provenance:target:recorded=ge2026', { type: 'Patient' }),
    [
      {
        kind: 'has',
        source: 'Appointment',
        criterion: { kind: 'has', source: 'Provenance', criterion: { kind: 'date' } },
      },
    ],
  );
  t.match(criteria('actor:Patient._has:Provenance:target:recorded=2026'), [
    { kind: 'chain', through: [{ criterion: { kind: 'has' } }] },
  ]);
});

const hops = 'link.link.link.link';
const refused: readonly [string, string][] = [
  [
    'status.name=x',
    'chain: "status" does not lead anywhere here. Valid are: actor:Patient.…, actor:Practitioner.….',
  ],
  [
    'actor:Device.name=x',
    'chain: "actor:Device" does not lead anywhere here. Valid are: actor:Patient.…, actor:Practitioner.….',
  ],
  [
    'actor.navn=x',
    'unknown-parameter: There is no search parameter "navn" of Patient. Valid are: name, identifier, link, ' +
      '_id, _lastUpdated, _profile, _tag, _security, _source.',
  ],
  [
    'actor:Patient.name:not=x',
    'unknown-modifier: "name" does not take ":not". Valid are: :missing, :exact, :contains.',
  ],
  ['actor.name=%20', 'unreadable-value: The value of "name" cannot be read as string.'],
  [
    '_has:Provenance:agent:recorded=2026',
    'chain: "_has:Provenance:agent:recorded" does not lead anywhere here. Valid are: _has:Provenance:target:….',
  ],
  [
    '_has:Provenance:target=1',
    'chain: "_has:Provenance:target" does not lead anywhere here. Valid are: _has:Provenance:target:….',
  ],
  ['_has=1', 'chain: "_has" does not lead anywhere here. Valid are: _has:Provenance:target:….'],
  [`actor:Patient.${hops}.name=x`, 'chain-too-deep: "link.name" goes through over 4 references.'],
];
for (const [query, text] of refused) {
  t.test(`refuses ${query} and says why`, async (t) => {
    t.equal(said(query), text);
  });
}

t.test('four hops are followed, one more is too deep, whatever they are made of', async (t) => {
  t.equal(criteria('actor:Patient.link.link.link.name=x').length, 1);
  const has = '_has:Provenance:target:target:Patient.link.link';
  t.equal(criteria(`${has}.name=x`).length, 1);
  t.equal(keys(`${has}.link.name=x`), 'chain-too-deep');
});

t.test('a chain through very many types must name one, and is refused in no time', async (t) => {
  const any: Declared = { to: { type: 'reference', expression: 'to' } };
  const types = Array.from({ length: 146 }, (_, at) => `T${at}`);
  const rooms = new Map([...types, 'Appointment'].map((type) => [type, any]));
  const refuse = () =>
    t.throws(
      () => parseSearch([['to.to.to.to._id', '1']], any, { type: 'T1', method: 'GET', rooms }),
      { message: '400 chain-too-wide' },
    );
  t.ok(isAtOnce(refuse, 100));
});
