import t from 'tap';
import { bySignicat, type Claims, citizen, employee, machine, named } from './claims.ts';
import { now, startIssuer, verdict, verifierOf } from './issuer.ts';

const seconds = now / 1_000;
const refused = '401 token-invalid Bearer realm="samspil", error="invalid_token"';

t.test('A good token names its caller', async (t) => {
  const nemlogin = await startIssuer(t);
  const signicat = await startIssuer(t, { broker: 'signicat' });
  const kombit = await startIssuer(t, { broker: 'kombit' });
  const verify = verifierOf([nemlogin, signicat, kombit].map(({ trusted }) => trusted));
  const tokens = await Promise.all([
    nemlogin.token(citizen),
    nemlogin.token(machine),
    signicat.token(bySignicat),
    kombit.token(employee),
  ]);
  const kinds = await Promise.all(tokens.map((token) => verdict(verify, `Bearer ${token}`)));
  t.same(kinds, ['person', 'system', 'person', 'staff']);
});

t.test('Who brings no token is nobody, and may look at most', async (t) => {
  const { trusted } = await startIssuer(t);
  t.same(await verifierOf([trusted])(undefined), {
    ...{ kind: 'public', name: '', client: '' },
    scopes: [{ context: 'user', type: '*', permissions: 'rs', query: [] }],
    ...{ issuedAt: 0, expiresAt: Number.POSITIVE_INFINITY },
  });
});

t.test('What is no token is refused, and nobody is asked about it', async (t) => {
  const { trusted, token, asked } = await startIssuer(t);
  const verify = verifierOf([trusted]);
  const good = await token(citizen);
  const [header, payload, signature] = good.split('.');
  const bad = [
    '',
    'Bearer',
    'Bearer ',
    `Basic ${good}`,
    good,
    'Bearer opaque-token-of-somebody',
    'Bearer a.b.c',
    'Bearer ..',
    `Bearer ${header}`,
    `Bearer ${header}.${payload}`,
    `Bearer ${header}.${payload}.`,
    `Bearer .${payload}.${signature}`,
    `Bearer ${good}.${good}`,
    `Bearer ${good}, Bearer ${good}`,
    `Bearer ${good} ${good}`,
    `Bearer ${'a'.repeat(20_000)}`,
    `Bearer ${good}${'A'.repeat(45_056)}`,
  ];
  for (const value of bad)
    t.equal(await verdict(verify, value), refused, value.slice(0, 30) || 'empty');
  t.same(asked, []);
});

const tricks: readonly (readonly [string, Claims])[] = [
  ['it has expired', { exp: seconds - 31 }],
  ['it never expires', { exp: undefined }],
  ['its end is no time', { exp: '2030-01-01' }],
  ['it does not say when it was made', { iat: undefined }],
  ['it starts later', { nbf: seconds + 31 }],
  ['it was made in the future', { iat: seconds + 31 }],
  ['it lives for over a day', { exp: seconds + 86_401 }],
  ['it lives for ten years', { exp: seconds + 315_360_000 }],
  ['it lives for ever', { exp: 1e300 }],
  ['it was made over a day before its end', { iat: seconds - 86_400, exp: seconds + 60 }],
  ['another issuer made it', { iss: 'https://evil.test' }],
  ['no issuer made it', { iss: undefined }],
  ['its issuer is a list', { iss: ['https://evil.test'] }],
  ['it is for another audience', { aud: 'another' }],
  ['it is for an audience that begins as we do', { aud: 'samspil-test-2' }],
  ['it is for no audience', { aud: undefined }],
  ['it names nobody', { [named.cpr]: undefined }],
  ['its number is too short', { [named.cpr]: '12' }],
  ['its number has a hyphen', { [named.cpr]: '140348-0000' }],
  ['its number has letters', { [named.cpr]: '1208781NK4' }],
  ['its number has digits of another script', { [named.cpr]: '١٤٠٣٤٨٠٠٠٠' }],
  ['its number is a number', { [named.cpr]: 1403480000 }],
  ['its number is a list', { [named.cpr]: ['1403480000'] }],
  ['its number is empty', { [named.cpr]: '' }],
  ['its UUID is none', { [named.cpr]: undefined, [named.uuid]: 'urn:uuid:1' }],
  ['its level is a list', { [named.level]: ['Substantial'] }],
  ['its name is an object', { [named.name]: { toString: 'x' } }],
  ['its name holds a control character', { [named.name]: 'Karen\u0000' }],
  ['its scope is a list', { scope: ['patient/*.rs'] }],
  ['its client is a number', { client_id: 7 }],
  ['its citizen is no id', { patient: 'Patient/1/_history' }],
  ['it is a citizen and a company at once', { [named.cvr]: '12345678' }],
  ['it is a citizen and a machine at once', { client_kind: 'system' }],
  ['it is a citizen and an empty machine at once', { client_kind: '' }],
  ['it is a machine of an unknown kind', { ...machine, [named.cpr]: undefined, client_kind: 'x' }],
  ['it is a machine for another', { ...machine, [named.cpr]: undefined, sub: 'someone' }],
];

t.test('A signed token is refused when', async (t) => {
  const { trusted, token } = await startIssuer(t);
  const verify = verifierOf([trusted]);
  for (const [why, claims] of tricks)
    t.equal(
      await verdict(verify, `Bearer ${await token({ ...citizen, ...claims })}`),
      refused,
      why,
    );
  t.equal(await verdict(verify, `Bearer ${await token(citizen)}`), 'person', 'none of it is so');
});

t.test('A clock that is half a minute off is forgiven, and a day is not too long', async (t) => {
  const { trusted, token } = await startIssuer(t);
  const verify = verifierOf([trusted]);
  const near: readonly Claims[] = [
    { exp: seconds - 29 },
    { iat: seconds + 29 },
    { nbf: seconds + 29 },
    { exp: seconds + 86_400 },
  ];
  for (const claims of near)
    t.equal(await verdict(verify, `Bearer ${await token({ ...citizen, ...claims })}`), 'person');
});
