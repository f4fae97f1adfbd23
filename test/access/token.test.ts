import { base64url, generateKeyPair, SignJWT } from 'jose';
import t from 'tap';
import { type Claims, citizen, now, startIssuer, verdict } from './issuer.ts';

const seconds = now / 1_000;
const refused = '401 token-invalid Bearer realm="samspil", error="invalid_token"';
const staff: Claims = {
  ...citizen,
  cpr: undefined,
  role: 'staff',
  employee: 'medarbejder-1',
  units: ['1'],
};

t.test('A good token names its caller', async (t) => {
  const { verify, token } = await startIssuer(t);
  const kinds = await Promise.all(
    [citizen, staff, { ...staff, role: 'auditor' }].map(async (claims) =>
      verdict(verify, `Bearer ${await token(claims)}`),
    ),
  );
  t.same(kinds, ['person', 'staff', 'auditor']);
});

t.test('Without a token the caller is asked to log in', async (t) => {
  const { verify } = await startIssuer(t);
  t.equal(await verdict(verify, undefined), '401 token-missing Bearer realm="samspil"');
});

t.test('What is no token is refused', async (t) => {
  const { verify, token } = await startIssuer(t);
  const good = await token(citizen);
  const bad = [
    '',
    'Bearer',
    'Bearer ',
    `Basic ${good}`,
    good,
    'Bearer a.b.c',
    'Bearer ..',
    `Bearer ${good}.${good}`,
    `Bearer ${good.slice(0, -4)}AAAA`,
    `Bearer ${good}, Bearer ${good}`,
    `Bearer ${'a'.repeat(20_000)}`,
  ];
  for (const header of bad)
    t.equal(await verdict(verify, header), refused, header.slice(0, 30) || 'empty');
});

const tricks: readonly (readonly [string, Claims])[] = [
  ['it has expired', { ...citizen, exp: seconds - 60 }],
  ['it never expires', { ...citizen, exp: undefined }],
  ['it does not say when it was made', { ...citizen, iat: undefined }],
  ['it starts later', { ...citizen, nbf: seconds + 300 }],
  ['it was made in the future', { ...citizen, iat: seconds + 300 }],
  ['another issuer made it', { ...citizen, iss: 'https://evil.test' }],
  ['no issuer made it', { ...citizen, iss: undefined }],
  ['it is for another audience', { ...citizen, aud: 'another' }],
  ['it is for no audience', { ...citizen, aud: undefined }],
  ['it names nobody', { ...citizen, cpr: undefined }],
  ['its number is no CPR number', { ...citizen, cpr: '12' }],
  ['its number is a list', { ...citizen, cpr: ['1403480000'] }],
  ['its role is not ours', { ...citizen, cpr: undefined, role: 'admin' }],
  ['its role is a list', { ...staff, role: ['staff'] }],
  ['it is staff and a citizen at once', { ...staff, cpr: '1403480000' }],
  ['it is an auditor and a citizen at once', { ...citizen, role: 'auditor' }],
  ['its role is empty beside a number', { ...citizen, role: '' }],
  ['it is staff without a name in Cura', { ...staff, employee: undefined }],
  ['it is an auditor without a subject', { ...staff, role: 'auditor', sub: undefined }],
];

for (const [why, claims] of tricks)
  t.test(`A signed token is refused when ${why}`, async (t) => {
    const { verify, token } = await startIssuer(t);
    t.equal(await verdict(verify, `Bearer ${await token(claims)}`), refused);
  });

t.test('A weak login is told which login is needed', async (t) => {
  const { verify, token } = await startIssuer(t);
  for (const nsis_loa of ['Low', undefined, 'substantial', ['Substantial']])
    t.equal(
      await verdict(verify, `Bearer ${await token({ ...citizen, nsis_loa })}`),
      '403 assurance-level',
    );
});

t.test('A token that is not signed with a published key is refused', async (t) => {
  const { verify, token, publicText } = await startIssuer(t);
  const part = (value: object) => base64url.encode(JSON.stringify(value));
  const unsigned = `${part({ alg: 'none' })}.${part(citizen)}.`;
  const byPublicKey = await new SignJWT(citizen)
    .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
    .sign(new TextEncoder().encode(publicText));
  const other = await generateKeyPair('ES256');
  const forged = await new SignJWT(citizen)
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .sign(other.privateKey);
  const carried = await token(citizen, { kid: 'unknown', jku: 'https://evil.test/jwks' });
  for (const text of [unsigned, `${unsigned}AA`, byPublicKey, forged, carried])
    t.equal(await verdict(verify, `Bearer ${text}`), refused, text.slice(0, 40));
});

t.test('A token that was good with another body is refused', async (t) => {
  const { verify, token } = await startIssuer(t);
  const [header, , signature] = (await token(citizen)).split('.');
  const body = base64url.encode(JSON.stringify({ ...citizen, cpr: '0101010000' }));
  t.equal(await verdict(verify, `Bearer ${header}.${body}.${signature}`), refused);
});

t.test('When the identity provider is down known tokens go on and unknown ones wait', async (t) => {
  const up = await startIssuer(t);
  const known = `Bearer ${await up.token(citizen)}`;
  t.equal(await verdict(up.verify, known), 'person');
  await up.close();
  t.equal(await verdict(up.verify, known), 'person', 'a known token goes on');
  const down = await startIssuer(t);
  await down.close();
  const fresh = `Bearer ${await down.token(citizen)}`;
  t.equal(await verdict(down.verify, fresh), '503 identity-unavailable', 'no key was ever seen');
});
