import t from 'tap';
import { FhirError } from '../../src/fhir/outcome.ts';
import { applyPatch } from '../../src/fhir/patch.ts';

const slot = {
  resourceType: 'Slot',
  id: '1',
  meta: { versionId: '1', tag: [{ code: 'a' }] },
  status: 'free',
  'a/b': 1,
  'm~n': 2,
};

function refusal(...operations: unknown[]): string {
  try {
    applyPatch(slot, operations);
  } catch (error) {
    if (error instanceof FhirError && error.status === 422) return error.issues[0]?.text.en ?? '';
  }
  throw new Error('not refused');
}

t.test('each operation does what RFC 6902 says, and the original stays as it was', async (t) => {
  const before = structuredClone(slot);
  const patched = applyPatch(slot, [
    { op: 'test', path: '/status', value: 'free' },
    { op: 'replace', path: '/status', value: 'busy' },
    { op: 'add', path: '/comment', value: 'x' },
    { op: 'add', path: '/meta/tag/0', value: { code: 'b' } },
    { op: 'add', path: '/meta/tag/-', value: { code: 'c' } },
    { op: 'copy', from: '/meta/tag/0', path: '/meta/tag/3' },
    { op: 'remove', path: '/meta/tag/1' },
    { op: 'move', from: '/a~1b', path: '/moved' },
    { op: 'remove', path: '/m~0n' },
  ]);
  t.same(patched, {
    resourceType: 'Slot',
    id: '1',
    meta: { versionId: '1', tag: [{ code: 'b' }, { code: 'c' }, { code: 'b' }] },
    status: 'busy',
    comment: 'x',
    moved: 1,
  });
  t.same(slot, before);
});

t.test('an operation that cannot be done is named by its number', async (t) => {
  const good = { op: 'test', path: '/status', value: 'free' };
  t.equal(
    refusal(good, { op: 'remove', path: '/nothing' }),
    'Operation 1 of the patch cannot be done: there is no /nothing.',
  );
  const cannot = [
    ...[null, 'x', [], {}, { op: 'add' }, { op: 'constructor', path: '/a', value: 1 }],
    { op: 'add', path: '/a' },
    { op: 'add', path: 'a', value: 1 },
    { op: 'add', path: '/a~2', value: 1 },
    { op: 'add', path: '/x/y', value: 1 },
    { op: 'add', path: '/meta/tag/2', value: 1 },
    { op: 'add', path: '/meta/tag/01', value: 1 },
    { op: 'replace', path: '/meta/tag/-', value: 1 },
    { op: 'replace', path: '/comment', value: 1 },
    { op: 'test', path: '/status', value: 'busy' },
    { op: 'move', from: '/meta', path: '/meta/tag' },
    { op: 'copy', path: '/a' },
  ];
  for (const operation of cannot)
    t.match(refusal(operation), /^Operation 0 /, JSON.stringify(operation));
});

t.test('prototypes cannot be reached', async (t) => {
  for (const path of ['/__proto__/x', '/constructor/prototype/x', '/meta/__proto__']) {
    t.match(refusal({ op: 'add', path, value: 1 }), /the path is not allowed/);
  }
  t.equal(({} as Record<string, unknown>).x, undefined);
});

t.test('what the server decides cannot be changed', async (t) => {
  const fixed = ['', '/id', '/resourceType', '/meta/versionId', '/meta/lastUpdated'];
  for (const path of fixed) {
    t.match(refusal({ op: 'replace', path, value: 'x' }), /may not be changed/, path);
  }
  t.match(refusal({ op: 'move', from: '/id', path: '/comment' }), /may not be changed/);
  t.match(refusal({ op: 'copy', from: '', path: '/meta/all' }), /may not be changed/);
});

t.test('copies cannot grow without end', async (t) => {
  const doubling = Array.from({ length: 100 }, () => ({
    op: 'copy',
    from: '/meta/tag',
    path: '/meta/tag/-',
  }));
  t.match(refusal(...doubling), /copies over 100000 characters/);
});

t.test('copies cannot go deeper and deeper', async (t) => {
  const level = (inner: object): object => ({ a: inner });
  const nest = Array.from({ length: 30 }).reduce<object>(level, {});
  const path = '/a'.repeat(30);
  const operations = [1, 2, 3].map((times) => ({
    op: 'copy',
    from: '/nest',
    path: `/nest${path}${`/b${path}`.repeat(times - 1)}/b`,
  }));
  const resource = { ...slot, nest };
  t.throws(() => applyPatch(resource, operations), /422 patch/);
  t.ok(applyPatch(resource, operations.slice(0, 1)));
});

t.test('markup in a path is not echoed', async (t) => {
  t.notMatch(refusal({ op: 'remove', path: '/<script>' }), /[<>]/);
});

t.test('a patch that is too long is told the limit', async (t) => {
  const good = { op: 'test', path: '/status', value: 'free' };
  t.match(refusal(...Array.from({ length: 1_001 }, () => good)), /over 1000 operations/);
  t.throws(() => applyPatch(slot, {}), /422 patch/);
});
