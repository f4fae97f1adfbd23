import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, importJWK, type JWK, SignJWT } from 'jose';
import t, { type Test } from 'tap';
import { post, providerOf, tokensOf } from './identity-visitor.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const keyOf = (dataDir: string, client: string): JWK =>
  JSON.parse(readFileSync(join(dataDir, 'identity', `${client}.jwk.json`), 'utf8'));

/** What a client signs to prove who it is. */
async function assertion(key: JWK, client: string, aud: string, claims = {}): Promise<string> {
  const { alg = '', kid = '' } = key;
  return new SignJWT({ iss: client, sub: client, aud, jti: crypto.randomUUID(), ...claims })
    .setProtectedHeader({ alg, kid })
    .setExpirationTime('2m')
    .sign(await importJWK(key, alg));
}

async function machine(t: Test) {
  const dataDir = t.testdir();
  const provider = await providerOf(t, { dataDir });
  const token = `${provider.issuers.nemlogin}/token`;
  const send = (client_assertion: string, form = {}) =>
    post(token, {
      ...{ grant_type: 'client_credentials', client_assertion_type: assertionType },
      ...{ client_assertion, ...form },
    });
  return { provider, dataDir, token, send };
}

t.test('a machine proves who it is by its key, and is named as itself', async (t) => {
  const { dataDir, token, send, provider } = await machine(t);
  const key = keyOf(dataDir, 'samspil-system');
  const signed = await assertion(key, 'samspil-system', token);
  const { status, body } = await send(signed, { scope: 'system/Patient.rs system/Slot.rs' });
  t.equal(status, 200);
  t.match(decodeJwt(body.access_token ?? ''), {
    ...{ iss: provider.issuers.nemlogin, sub: 'samspil-system', client_id: 'samspil-system' },
    ...{ client_kind: 'system', scope: 'system/Patient.rs system/Slot.rs' },
  });
  t.match(await send(signed), { status: 401, body: { error: 'invalid_client' } }, 'used again');
  const plain = await send(await assertion(key, 'samspil-system', token));
  t.equal(plain.body.scope, 'system/*.rs', 'what nobody narrows');
  const club = keyOf(dataDir, 'samspil-association');
  t.same([key.alg, club.alg], ['ES384', 'RS384']);
  const answer = await send(await assertion(club, 'samspil-association', token));
  t.match(decodeJwt(answer.body.access_token ?? ''), {
    ...{ client_kind: 'association', cvr: '99994371', scope: 'system/*.cruds' },
  });
});

t.test(
  'another’s key, another’s address, an old assertion and a person’s scope are refused',
  async (t) => {
    const { dataDir, token, send } = await machine(t);
    const key = keyOf(dataDir, 'samspil-system');
    const other = keyOf(dataDir, 'samspil-web');
    const past = Math.floor(Date.now() / 1_000) - 300;
    const wrong = await Promise.all([
      assertion({ ...other, kid: key.kid ?? '' }, 'samspil-system', token),
      assertion(key, 'samspil-system', 'https://another.example/token'),
      assertion(key, 'samspil-association', token),
      assertion(key, 'samspil-system', token, { jti: undefined }),
      new SignJWT({ iss: 'samspil-system', sub: 'samspil-system', aud: token, jti: 'x', exp: past })
        .setProtectedHeader({ alg: 'ES384' })
        .sign(await importJWK(key, 'ES384')),
    ]);
    for (const one of wrong)
      t.match(await send(one), { status: 401, body: { error: 'invalid_client' } });
    const right = await assertion(key, 'samspil-system', token);
    const scope = 'user/*.cruds';
    t.match(await send(right, { scope }), { status: 400, body: { error: 'invalid_scope' } });
  },
);

t.test('an application with a key of its own logs people in', async (t) => {
  const { dataDir, provider } = await machine(t);
  const issuer = provider.issuers.signicat;
  const key = keyOf(dataDir, 'samspil-web');
  const client_id = 'samspil-web';
  const proof = {
    client_assertion_type: assertionType,
    client_assertion: await assertion(key, client_id, issuer),
  };
  const pressed = { persona: 'brokerrelative' };
  const { status, body } = await tokensOf(provider, 'signicat', pressed, {
    asked: { client_id },
    proof,
  });
  t.equal(status, 200);
  t.match(decodeJwt(body.access_token ?? ''), { client_id, name: 'Anders Skovgaard' });
  const without = await tokensOf(provider, 'signicat', pressed, { asked: { client_id } });
  t.match(without, { status: 401, body: { error: 'invalid_client' } });
});

t.test('an opaque token says nothing but to the service that it is for', async (t) => {
  const provider = await providerOf(t, { secret: 'hemmelig' });
  const issuer = provider.issuers.nemlogin;
  const asked = { client_id: 'samspil-opaque', patient: 'p-1' };
  const { body } = await tokensOf(provider, 'nemlogin', { persona: 'relative' }, { asked });
  const token = body.access_token ?? '';
  t.notMatch(token, /\./);
  const introspect = (secret: string, form = { token }) =>
    post(`${issuer}/token/introspection`, form, {
      authorization: `Basic ${Buffer.from(`samspil:${secret}`).toString('base64')}`,
    });
  const { iat, exp, nbf, ...told } = (await introspect('hemmelig')).body;
  const direct = decodeJwt(
    (await provider.token('relative', { patient: 'p-1', client: 'samspil-opaque' })) ?? '',
  );
  t.same([typeof iat, typeof nbf, Number(exp) - Number(iat)], ['number', 'number', 900]);
  const { iat: _i, exp: _e, nbf: _n, jti: _j, ...claims } = direct;
  t.match(told, { ...claims, active: true });
  t.same((await introspect('gaettet')).status, 401);
  t.same((await introspect('hemmelig', { token: 'x'.repeat(43) })).body, { active: false });
  const own = await post(`${issuer}/token/introspection`, { token, client_id: 'samspil-opaque' });
  t.same(own.body, { active: false }, 'not even to the application that holds it');
  await post(`${issuer}/token/revocation`, { token, client_id: 'samspil-opaque' });
  t.same((await introspect('hemmelig')).body, { active: false }, 'and nothing once it is revoked');
});
