import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { TrustedIssuer } from '../../src/access/token.ts';
import type { FhirError } from '../../src/fhir/outcome.ts';
import { citizen } from './claims.ts';
import { now, startIssuer, verdict, verifierOf } from './issuer.ts';

const refused = '401 token-invalid Bearer realm="samspil", error="invalid_token"';
const away = '503 identity-unavailable';
const [second, minute] = [1_000, 60_000];
/** Long enough for all that happens here. */
const long = { ...citizen, exp: now / 1_000 + 7_200 };

/** A verifier whose clock is moved by hand. */
function timed(trusted: TrustedIssuer) {
  const clock = { at: now };
  const verify = verifierOf([trusted], { now: () => clock.at });
  return { clock, ask: (token: string) => verdict(verify, `Bearer ${token}`) };
}

const jwksAsked = (asked: readonly string[]): number =>
  asked.filter((path) => path === '/jwks').length;

t.test('A key that the issuer has added is found', async (t) => {
  const { trusted, token, addKey, asked } = await startIssuer(t);
  const { clock, ask } = timed(trusted);
  const first = await token(long);
  t.equal(await ask(first), 'person');
  await addKey();
  const second = await token(long);
  clock.at += 6_000;
  t.same([await ask(second), await ask(first)], ['person', 'person'], 'and the old one holds');
  t.equal(jwksAsked(asked), 2);
});

t.test(
  'A withdrawn key ends within five minutes, also for tokens that are remembered',
  async (t) => {
    const { trusted, token, addKey, withdraw } = await startIssuer(t);
    const { clock, ask } = timed(trusted);
    const [used, unused] = [await token(long), await token({ ...long, jti: 'another' })];
    t.equal(await ask(used), 'person');
    await addKey();
    withdraw();
    clock.at += 5 * minute - 1;
    t.equal(await ask(used), 'person', 'a moment before');
    clock.at += 1;
    t.same([await ask(used), await ask(unused)], [refused, refused]);
  },
);

t.test('A withdrawn key ends when keys are read for another token', async (t) => {
  const { trusted, token, addKey, withdraw } = await startIssuer(t);
  const { clock, ask } = timed(trusted);
  const [used, unused] = [await token(long), await token({ ...long, jti: 'another' })];
  t.equal(await ask(used), 'person');
  await addKey();
  withdraw();
  clock.at += 6 * second;
  t.equal(await ask(await token(long)), 'person', 'the new key');
  t.equal(await ask(unused), refused);
});

t.test('Tokens with unknown keys do not make us hammer the issuer', async (t) => {
  const { trusted, token, asked } = await startIssuer(t);
  const { clock, ask } = timed(trusted);
  const strange = (at: number) => token(long, { kid: `strange-${at}` });
  for (let at = 0; at < 40; at += 1) t.equal(await ask(await strange(at)), refused);
  t.equal(jwksAsked(asked), 1, 'at one time');
  for (let at = 0; at < 10; at += 1) {
    clock.at += second;
    t.equal(await ask(await strange(100 + at)), refused);
  }
  t.equal(jwksAsked(asked), 3, 'in ten seconds');
  t.equal(await ask(await token(long)), 'person', 'and others go on');
});

t.test('Those who bring one token at one time share one check', async (t) => {
  const { trusted, token, asked } = await startIssuer(t);
  const verify = verifierOf([trusted]);
  const authorization = `Bearer ${await token(long)}`;
  const callers = await Promise.all(Array.from({ length: 50 }, () => verify(authorization)));
  t.equal(new Set(callers).size, 1, 'the caller was made once');
  t.equal(await verify(authorization), callers[0], 'and is remembered');
  t.same(asked, ['/.well-known/openid-configuration', '/jwks']);
});

t.test('A token is not remembered beyond its end', async (t) => {
  const { trusted, token } = await startIssuer(t);
  const { clock, ask } = timed(trusted);
  const short = await token({ ...citizen, exp: now / 1_000 + 60 });
  t.equal(await ask(short), 'person');
  clock.at += 91 * second;
  t.same([await ask(short), await ask(short)], [refused, refused]);
});

t.test(
  'When the issuer is away known tokens go on and its known keys are believed a while',
  async (t) => {
    const issuer = await startIssuer(t);
    const { clock, ask } = timed(issuer.trusted);
    const [known, fresh, late] = await Promise.all(
      ['a', 'b', 'c'].map((jti) => issuer.token({ ...long, jti })),
    );
    t.equal(await ask(`${known}`), 'person');
    await issuer.close();
    clock.at += 3 * minute;
    t.same([await ask(`${known}`), await ask(`${fresh}`)], ['person', 'person']);
    clock.at += 2 * minute;
    t.equal(await ask(`${late}`), away, 'five minutes after the keys were read nothing is sure');
    const verify = verifierOf([issuer.trusted]);
    t.equal(await verdict(verify, `Bearer ${known}`), away, 'nor for whoever never read them');
    const refusal = (await verify(`Bearer ${known}`).catch((error) => error)) as FhirError;
    t.equal(refusal.headers['Retry-After'], '5');
  },
);

t.test('An issuer that comes back is asked again', async (t) => {
  const issuer = await startIssuer(t);
  const keep = issuer.answers.get('/jwks');
  const broken: readonly (readonly [number, unknown])[] = [
    [500, {}],
    [302, {}],
    [200, 'no json'],
    [200, '[]'],
    [200, { keys: 'none' }],
    [200, `{"keys":[],"x":"${'x'.repeat(300_000)}"}`],
  ];
  for (const [status, body] of broken) {
    const { clock, ask } = timed(issuer.trusted);
    const token = await issuer.token(long);
    issuer.answers.set('/jwks', () => ({ status, body }));
    t.equal(await ask(token), away, JSON.stringify(body).slice(0, 20));
    if (keep) issuer.answers.set('/jwks', keep);
    t.equal(await ask(token), away, 'it is not asked at once');
    clock.at += 5 * second;
    t.equal(await ask(token), 'person');
  }
});

t.test('A discovery document that tells of another issuer is not believed', async (t) => {
  const issuer = await startIssuer(t);
  const path = '/.well-known/openid-configuration';
  const { url } = issuer;
  const wrong: readonly unknown[] = [
    { issuer: 'https://evil.test', jwks_uri: `${url}/jwks` },
    { jwks_uri: `${url}/jwks` },
    { issuer: url },
    { issuer: url, jwks_uri: 'file:///etc/passwd' },
    'null',
  ];
  const token = await issuer.token(long);
  for (const body of wrong) {
    issuer.answers.set(path, () => ({ status: 200, body }));
    t.equal(await timed(issuer.trusted).ask(token), away, JSON.stringify(body));
  }
  const jwksUrl = `${url}/jwks`;
  const given = timed({ ...issuer.trusted, jwksUrl });
  t.equal(await given.ask(token), 'person', 'nor needed when a setting says where the keys are');
});

t.test('Keys grow old in the background', async (t) => {
  const { trusted, token, asked } = await startIssuer(t);
  const { clock, ask } = timed(trusted);
  t.equal(await ask(await token(long)), 'person');
  clock.at += 2 * minute;
  t.equal(await ask(await token({ ...long, jti: 'second' })), 'person');
  await until(t, () => jwksAsked(asked) === 2);
});

async function until(t: Test, holds: () => boolean): Promise<void> {
  for (let left = 1_000; left > 0 && !holds(); left -= 1) await sleep(10);
  t.ok(holds());
}
