import t, { type Test } from 'tap';
import { type Claims, citizen, employee } from './claims.ts';
import { audience, now, startIssuer, verdict, verifierOf } from './issuer.ts';

const refused = '401 token-invalid Bearer realm="samspil", error="invalid_token"';
const away = '503 identity-unavailable';
const opaque = 'Bearer 3dM-opaque_token~of+somebody/01=';
const path = '/introspection';

/** An issuer that is asked about opaque tokens, as a client whose name needs encoding. */
async function asking(t: Test) {
  const issuer = await startIssuer(t);
  const clientId = 'samspil:api';
  const introspection = { url: `${issuer.url}${path}`, clientId, clientSecret: 'æ&' };
  const seen: { form: Record<string, string>; authorization: string }[] = [];
  const answer = (body: unknown, status = 200) =>
    issuer.answers.set(path, ({ form, authorization }) => {
      seen.push({ form: Object.fromEntries(form), authorization });
      return { status, body };
    });
  const says = (claims: Claims) => answer({ ...citizen, active: true, ...claims });
  const clock = { at: now };
  const trusted = { ...issuer.trusted, introspection };
  const fresh = () => verifierOf([trusted], { now: () => clock.at });
  return { issuer, seen, answer, says, clock, fresh };
}

t.test('An opaque token means what its issuer says', async (t) => {
  const { says, fresh, seen, issuer } = await asking(t);
  says({ iss: issuer.url, token_type: 'Bearer' });
  const verify = fresh();
  t.match(await verify(opaque), {
    ...{ kind: 'person', name: 'Karen Margrethe Lindgaard', client: 'app' },
    expiresAt: now + 900_000,
  });
  t.same(seen, [
    {
      form: { token: '3dM-opaque_token~of+somebody/01=', token_type_hint: 'access_token' },
      authorization: `Basic ${Buffer.from('samspil%3Aapi:%C3%A6%26').toString('base64')}`,
    },
  ]);
});

t.test(
  'The answer is believed for half a minute, and never beyond the end of the token',
  async (t) => {
    const { says, answer, fresh, seen, clock } = await asking(t);
    says({});
    const verify = fresh();
    await Promise.all(Array.from({ length: 20 }, () => verify(opaque)));
    clock.at += 29_999;
    t.equal(await verdict(verify, opaque), 'person');
    t.equal(seen.length, 1);
    answer({ active: false });
    clock.at += 1;
    t.equal(await verdict(verify, opaque), refused, 'it was revoked');
    says({ exp: clock.at / 1_000 + 10 });
    t.equal(await verdict(verify, opaque), 'person');
    says({ exp: clock.at / 1_000 - 60 });
    clock.at += 10_000;
    t.equal(await verdict(verify, opaque), refused, 'it has expired');
  },
);

const untrue: readonly (readonly [string, unknown, string])[] = [
  ['it is not active', { active: false }, refused],
  ['active is a text', { ...citizen, active: 'true' }, away],
  ['active is missing', citizen, away],
  ['the answer is a list', [], away],
  ['the answer is no JSON', 'active', away],
  ['the answer is null', 'null', away],
  ['it is for others', { ...citizen, active: true, aud: 'another' }, refused],
  ['it is for nobody', { ...citizen, active: true, aud: undefined }, refused],
  ['another issued it', { ...citizen, active: true, iss: 'https://evil.test' }, refused],
  ['it has expired', { ...citizen, active: true, exp: now / 1_000 - 60 }, refused],
  ['it never ends', { ...citizen, active: true, exp: undefined }, refused],
  ['it lives for over a day', { ...citizen, active: true, exp: now / 1_000 + 86_401 }, refused],
  ['its end is no number', { ...citizen, active: true, exp: 'soon' }, refused],
  ['it is from the future', { ...citizen, active: true, iat: now / 1_000 + 60 }, refused],
  ['it starts later', { ...citizen, active: true, nbf: now / 1_000 + 60 }, refused],
  ['it is no bearer token', { ...citizen, active: true, token_type: 'DPoP' }, refused],
  ['its type is a list', { ...citizen, active: true, token_type: ['Bearer'] }, refused],
  ['it is an employee', { ...employee, active: true, aud: audience }, '403 company-holder'],
];

t.test('What an issuer says of an opaque token is checked like a token', async (t) => {
  const { answer, says, fresh } = await asking(t);
  for (const [why, body, expected] of untrue) {
    answer(body);
    t.equal(await verdict(fresh(), opaque), expected, why);
  }
  says({ aud: ['other', audience] });
  t.equal(await verdict(fresh(), opaque), 'person', 'one of several audiences is enough');
});

t.test('An issuer that refuses us or is away lets nobody in and blames nobody', async (t) => {
  const { answer, fresh, issuer } = await asking(t);
  for (const status of [401, 404, 429, 500]) {
    answer({}, status);
    t.equal(await verdict(fresh(), opaque), away, `${status}`);
  }
  await issuer.close();
  t.equal(await verdict(fresh(), opaque), away);
});

t.test('Guessing tokens asks the issuer of fifty at a time', async (t) => {
  const { issuer, fresh } = await asking(t);
  issuer.answers.set(path, () => ({ status: 200, body: { active: false } }));
  const verify = fresh();
  const guesses = Array.from({ length: 200 }, (_, at) => verdict(verify, `Bearer guess-${at}`));
  const found = (await Promise.all(guesses)).sort();
  t.same([...new Set(found)], [refused, away]);
  t.equal(found.filter((one) => one === refused).length, 50);
  t.equal(await verdict(verify, 'Bearer guess'), refused, 'then others come on');
});
