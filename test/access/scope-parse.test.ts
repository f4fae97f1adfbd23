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

t.test('nothing that a token says breaks the reading', async () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(parseScopes(text))));
});

t.test('of everything that can be asked it was thought which permission it needs', async (t) => {
  const routes = routesOf(registry);
  t.ok(routes.length > 100);
  const forgotten = routes.filter(({ permission }) => permission === 'cruds');
  t.same([...new Set(forgotten.map(({ name }) => name))], []);
});
