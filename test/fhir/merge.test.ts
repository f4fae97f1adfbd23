import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { parseJson } from '../../src/fhir/json.ts';
import { putBack } from '../../src/fhir/merge.ts';
import { edit, type Json, leavesOf, resources, viewOf, views } from './merge.ts';

const options = { numRuns: 400 } as const;

t.test('a view that was not changed changes nothing', async () => {
  fc.assert(
    fc.property(resources, views, (stored, given) => {
      const view = viewOf(given);
      const put = putBack(stored, view(stored), view(stored));
      if (!isDeepStrictEqual(put, stored)) throw new Error(JSON.stringify(put));
    }),
    options,
  );
});

t.test('the view of what was put back is what was asked for', async (t) => {
  let changed = 0;
  fc.assert(
    fc.property(resources, views, fc.infiniteStream(fc.nat()), (stored, given, choices) => {
      const view = viewOf(given);
      const asked = edit(view(stored), choices);
      fc.pre(JSON.stringify(view(asked)) === JSON.stringify(asked));
      const before = JSON.stringify(stored);
      const put = putBack(stored, view(stored), asked);
      const seen = view(put);
      changed += JSON.stringify(seen) === JSON.stringify(view(stored)) ? 0 : 1;
      if (!isDeepStrictEqual(seen, asked)) throw new Error(JSON.stringify({ seen, asked }));
      if (JSON.stringify(stored) !== before) throw new Error('an argument was changed');
    }),
    options,
  );
  t.ok(changed > 100, `${changed} of the edits changed something`);
});

t.test('what the view hides stays, unless its item of a list is taken away', async () => {
  fc.assert(
    fc.property(resources, views, fc.infiniteStream(fc.nat()), (stored, given, choices) => {
      const view = viewOf(given);
      const asked = edit(view(stored), choices, { takesItems: false });
      const put = putBack(stored, view(stored), asked);
      const there = leavesOf(put);
      const lost = leavesOf(stored)
        .filter(({ name }) => given.hidden.includes(name))
        .filter(({ value }) => !there.some((leaf) => leaf.value === value));
      if (lost.length > 0) throw new Error(JSON.stringify({ lost, put }));
    }),
    options,
  );
});

const patient = {
  resourceType: 'Patient',
  meta: { security: [{ code: 'not-guardian' }] },
  identifier: [
    { system: 'urn:cpr', value: '1' },
    { system: 'urn:ours', value: '2' },
    { system: 'urn:more', value: '3' },
  ],
  name: [{ family: 'Hansen', given: ['Anna', 'Marie'], _given: [null, { id: 'm' }] }],
  contact: [
    { name: { text: 'Per' }, period: { start: '2020' } },
    { name: { text: 'Ida' }, period: { start: '2021' } },
  ],
};
const { meta: _meta, ...withoutMeta } = patient;
const shown = {
  ...withoutMeta,
  identifier: [
    { system: 'urn:ours', value: '2' },
    { system: 'urn:more', value: '3' },
  ],
  contact: [{ name: { text: 'Per' } }, { name: { text: 'Ida' } }],
};

t.test('labels that a caller cannot see survive a write without meta', async (t) => {
  const asked = { ...shown, gender: 'female', meta: { tag: [{ code: 'x' }] } };
  t.same(putBack<Json>(patient, shown, asked), {
    ...patient,
    gender: 'female',
    meta: { security: [{ code: 'not-guardian' }], tag: [{ code: 'x' }] },
  });
});

t.test('items keep what is hidden when they change their order or their words', async (t) => {
  const asked = {
    ...shown,
    identifier: [
      { system: 'urn:more', value: '3', use: 'old' },
      { system: 'urn:ours', value: '2' },
      { system: 'urn:new', value: '4' },
    ],
    contact: [{ name: { text: 'Ida' } }, { name: { text: 'Per' } }, { name: { text: 'Bo' } }],
  };
  const put = putBack<Json>(patient, shown, asked);
  t.same(put.identifier, [patient.identifier[0], ...asked.identifier]);
  const [per, ida] = patient.contact;
  t.same(put.contact, [ida, per, { name: { text: 'Bo' } }]);
  const renamed = { ...shown, contact: [{ name: { text: 'Peer' } }, { name: { text: 'Ida' } }] };
  t.same(putBack<Json>(patient, shown, renamed).contact, [{ ...per, name: { text: 'Peer' } }, ida]);
  const [first, second] = [
    { use: 'home', line: ['A'] },
    { use: 'work', line: ['B'] },
  ];
  const stored = {
    address: [
      { ...first, secret: 1 },
      { ...second, secret: 2 },
    ],
  };
  const moved = { address: [second, { ...first, city: 'X' }] };
  t.same(putBack<object>(stored, { address: [first, second] }, moved), {
    address: [
      { ...second, secret: 2 },
      { ...first, city: 'X', secret: 1 },
    ],
  });
});

t.test(
  'an item that is taken away goes whole; another that takes its place has no part of it',
  async (t) => {
    const gone = { ...shown, contact: [{ name: { text: 'Ida' } }] };
    t.same(putBack<Json>(patient, shown, gone).contact, [patient.contact[1]]);
    const stored = {
      link: [
        { id: 'a', secret: 1 },
        { id: 'b', secret: 2 },
      ],
    };
    const seen = { link: [{ id: 'a' }, { id: 'b' }] };
    const asked = { link: [{ id: 'c' }, { id: 'b' }] };
    t.same(putBack<object>(stored, seen, asked), { link: [{ id: 'c' }, { id: 'b', secret: 2 }] });
  },
);

t.test('values and the extensions that stand for them stay together', async (t) => {
  const asked = {
    ...shown,
    name: [{ family: 'Hansen', given: ['Ida', 'Marie'], _given: [null, { id: 'm' }] }],
  };
  t.same(putBack<Json>(patient, shown, asked).name, asked.name);
  const hiding = { ...shown, name: [{ family: 'Hansen', given: ['Anna', 'Marie'] }] };
  const shorter = { ...hiding, name: [{ family: 'Hansen', given: ['Marie'] }] };
  t.same(putBack<Json>(patient, hiding, shorter).name, [
    { family: 'Hansen', given: ['Marie'], _given: [{ id: 'm' }] },
  ]);
});

t.test('decimals stay as they are written, and a change of digits is a change', async (t) => {
  const read = (text: string) => parseJson(Buffer.from(text)) as Json;
  const stored = read('{"a":{"value":1.50,"hidden":2.00},"b":3.00}');
  const seen = read('{"a":{"value":1.50},"b":3.00}');
  const asked = read('{"a":{"value":1.500},"b":3.00,"c":4.0}');
  const put = JSON.stringify(putBack(stored, seen, asked));
  t.equal(put, '{"a":{"value":1.500,"hidden":2.00},"b":3.00,"c":4.0}');
});
