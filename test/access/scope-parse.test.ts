import fc from 'fast-check';
import t from 'tap';
import { parseScopes } from '../../src/access/smart-scope.ts';
import { routesOf } from '../../src/interactions/routes.ts';
import { registry } from '../../src/registry.ts';

const scope = (text: string) => parseScopes(text)[0];

t.test('scopes of SMART 2 and 1 are read, and what is none is passed over', async (t) => {
  const all = { context: 'patient', type: '*', query: [] };
  t.same(scope('patient/*.rs'), { ...all, permissions: 'rs' });
  t.same(
    ['read', 'write', '*'].map((name) => scope(`patient/*.${name}`)?.permissions),
    ['rs', 'cud', 'cruds'],
  );
  t.same(scope('user/Observation.rs?category=a%7Cb&code=x'), {
    ...{ context: 'user', type: 'Observation', permissions: 'rs' },
    query: [
      ['category', 'a|b'],
      ['code', 'x'],
    ],
  });
  const none = [
    ...['', 'openid', 'launch/patient', 'patient/A.', 'patient/A.sr', 'patient/A.rr', 'user/a.r'],
    ...['patient/A.r?', 'patient/A.r?x', 'patient/A.r?=1', 'patient/A.r?x=%zz', 'admin/*.r'],
    ...['patient/A.read?x=1', 'xpatient/A.r', 'patient/A.r,user/B.r'],
  ];
  t.same(parseScopes(none.join(' ')), []);
  t.equal(parseScopes('user/A.r  user/A.r\nuser/B.r').length, 2, 'each once');
});

t.test('more scopes than are held against every row are refused, and none is passed over', (t) => {
  const some = (count: number, one: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => one(at)).join(' ');
  const plain = (at: number): string => `user/A${'b'.repeat(at)}.rs`;
  const narrow = (at: number): string => `user/*.rs?_id=a${at}`;
  const inOne = (count: number): string =>
    `user/*.rs?${some(count, (at) => `_id=a${at}`).replaceAll(' ', '&')}`;
  const values = (count: number): string =>
    `user/*.rs?date=${some(count, (at) => `${2000 + at}`).replaceAll(' ', ',')}`;
  for (const good of [some(100, plain), some(20, narrow), inOne(20), values(100)])
    t.ok(parseScopes(`openid ${good}`).length > 0);
  const refused = { status: 403, issues: [{ key: 'too-many-scopes' }] } as unknown as Error;
  for (const bad of [
    values(101),
    `${values(60)} ${values(41)}`,
    some(101, plain),
    some(21, narrow),
    inOne(21),
    `${inOne(11)}&b=1 ${inOne(9)}`,
  ])
    t.throws(() => parseScopes(bad), refused);
  t.end();
});

t.test('nothing that a token says breaks the reading', async () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(parseScopes(text))));
});

t.test('of everything that can be asked it was thought which permission it needs', async (t) => {
  const routes = routesOf(registry);
  t.ok(routes.length > 100);
  const forgotten = routes.filter(({ permission }) => permission === 'cruds');
  t.same([...new Set(forgotten.map(({ name }) => name))], []);
});
