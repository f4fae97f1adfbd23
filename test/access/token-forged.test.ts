import { base64url, CompactEncrypt, generateKeyPair, SignJWT } from 'jose';
import t from 'tap';
import { citizen, employee, login, machine, named } from './claims.ts';
import { startIssuer, verdict, verifierOf } from './issuer.ts';

const refused = '401 token-invalid Bearer realm="samspil", error="invalid_token"';

t.test('A token that its issuer did not sign as it signs is refused', async (t) => {
  const issuer = await startIssuer(t);
  const { trusted, token, publicJwk, url } = issuer;
  const verify = verifierOf([trusted]);
  const part = (value: object) => base64url.encode(JSON.stringify(value));
  const claims = { ...citizen, iss: url };
  const head = { alg: 'ES256', kid: 'k1', typ: 'at+jwt' };
  const none = `${part({ ...head, alg: 'none' })}.${part(claims)}.`;
  const byPublicKey = (text: string) =>
    new SignJWT(claims)
      .setProtectedHeader({ ...head, alg: 'HS256' })
      .sign(new TextEncoder().encode(text));
  const other = await generateKeyPair('ES256', { extractable: true });
  const [header, , signature] = (await token(citizen)).split('.');
  const changed = part({ ...claims, [named.cpr]: '0101010000' });
  const forgeries: Readonly<Record<string, string>> = {
    unsigned: none,
    'unsigned, with something for a signature': `${none}AA`,
    'None in capitals': `${part({ ...head, alg: 'NONE' })}.${part(claims)}.AA`,
    'signed with the public key as a secret': await byPublicKey(JSON.stringify(publicJwk())),
    'signed with a coordinate of it': await byPublicKey(`${publicJwk().x}`),
    'signed with another key': await new SignJWT(claims)
      .setProtectedHeader(head)
      .sign(other.privateKey),
    'with another body': `${header}.${changed}.${signature}`,
    'with an empty signature of the right length': `${header}.${changed}.${'A'.repeat(86)}`,
    encrypted: await new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(Buffer.alloc(32, 1)),
  };
  for (const [why, text] of Object.entries(forgeries))
    t.equal(await verdict(verify, `Bearer ${text}`), refused, why);
});

t.test('A token that brings its own key or other conditions is refused', async (t) => {
  const { trusted, token, publicJwk, asked } = await startIssuer(t);
  const verify = verifierOf([trusted]);
  const heads: readonly Record<string, unknown>[] = [
    { jwk: publicJwk() },
    { jku: 'https://evil.test/jwks' },
    { x5u: 'https://evil.test/certificate' },
    { x5c: ['MII'] },
    { crit: ['b64'], b64: true },
    { typ: 'JWT' },
    { typ: undefined },
    { typ: 'logout+jwt' },
    { typ: ['at+jwt'] },
    { kid: 7 },
  ];
  for (const head of heads)
    t.equal(
      await verdict(verify, `Bearer ${await token(citizen, head)}`),
      refused,
      JSON.stringify(head).slice(0, 40),
    );
  t.same(asked, [], 'and no key is asked for');
  const written = await token(citizen, { typ: 'application/AT+JWT' });
  t.equal(await verdict(verify, `Bearer ${written}`), 'person', 'the long form of the type is one');
});

t.test(
  'A token in which a member stands twice is refused, however well it is signed',
  async (t) => {
    const { trusted, url, sign } = await startIssuer(t);
    const verify = verifierOf([trusted]);
    const head = '{"alg":"ES256","kid":"k1","typ":"at+jwt"}';
    const body = JSON.stringify({ ...citizen, iss: url });
    const written: readonly (readonly [string, string])[] = [
      [head, `${body.slice(0, -1)},"aud":"samspil-test"}`],
      [head, `${body.slice(0, -1)},"\\u0061ud":"samspil-test"}`],
      [head, `${body.slice(0, -1)},"__proto__":{"scope":"user/*.cruds"}}`],
      [head, `${body}{}`],
      [head, `[${body}]`],
      ['{"alg":"none","alg":"ES256","kid":"k1","typ":"at+jwt"}', body],
    ];
    for (const [header, payload] of written)
      t.equal(await verdict(verify, `Bearer ${await sign(header, payload)}`), refused, payload);
    t.equal(
      await verdict(verify, `Bearer ${await sign(head, body)}`),
      'person',
      'once it is taken',
    );
  },
);

t.test('One issuer cannot speak for another', async (t) => {
  const citizens = await startIssuer(t, { kid: 'c' });
  const staff = await startIssuer(t, { broker: 'kombit', alg: 'RS256', kid: 's' });
  const verify = verifierOf([citizens.trusted, staff.trusted]);
  const forged = {
    'by its key': await staff.token({ ...citizen, iss: citizens.url }),
    'by its key and algorithm': await citizens.token({ ...employee, iss: staff.url }),
    "by the other's kid": await staff.token({ ...citizen, iss: citizens.url }, { kid: 'c1' }),
    'a citizen by the issuer of staff': await staff.token(citizen),
    'a machine by the issuer of staff': await staff.token(machine),
    'staff who is a citizen too': await staff.token({ ...employee, [named.cpr]: '1403480000' }),
    'nobody at all': await staff.token(login),
  };
  for (const [why, token] of Object.entries(forged))
    t.equal(await verdict(verify, `Bearer ${token}`), refused, why);
  const asCompany = await citizens.token(employee);
  t.equal(await verdict(verify, `Bearer ${asCompany}`), '403 company-holder', 'and no staff');
  t.equal(await verdict(verify, `Bearer ${await staff.token(employee)}`), 'staff');
});
