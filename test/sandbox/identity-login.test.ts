import { decodeJwt } from 'jose';
import t from 'tap';
import {
  type Answered,
  audience,
  begin,
  callback,
  logIn,
  metadataOf,
  post,
  providerOf,
  tokensOf,
  visitor,
} from './identity-visitor.ts';

const core = 'https://data.gov.dk/model/core/eid';
const refused = { status: 400, body: { error: 'invalid_grant' } };
const minuteMs = 60_000;

t.test('a login gives an application a token with the whole list of mandators', async (t) => {
  const provider = await providerOf(t);
  const asked = { scope: 'openid profile launch/patient patient/*.cruds', patient: 'p-1' };
  const pressed = { persona: 'several', behalf: '1' };
  const { status, body } = await tokensOf(provider, 'nemlogin', pressed, {
    asked: { ...asked, aud: audience },
  });
  t.match({ status, body }, { status: 200, body: { expires_in: 900, patient: 'p-1' } });
  t.notOk('refresh_token' in body, 'only who asks to stay stays');
  const claims = decodeJwt(body.access_token ?? '');
  const direct = decodeJwt((await provider.token('several', asked)) ?? '');
  const behalf = 'dk:healthcare:saml:attribute:OnBehalfOf';
  t.match(claims[behalf], /^urn:dk:healthcare:saml:actThroughProcurationBy:.*:2602411687$/);
  const varying = { iat: 0, nbf: 0, exp: 0, jti: '', client_id: '', [behalf]: '' };
  t.same({ ...claims, ...varying }, { ...direct, ...varying }, 'as the short-cut gives it');
  t.match(decodeJwt(body.id_token ?? ''), { sub: direct.sub, name: 'Kirsten Bakholm' });
});

t.test('each broker lets its own people in, and no others', async (t) => {
  const provider = await providerOf(t);
  const scope = 'openid profile user/*.cruds';
  const nurse = await tokensOf(provider, 'kombit', { persona: 'nurse' }, { asked: { scope } });
  const { iss, ...claims } = decodeJwt(nurse.body.access_token ?? '');
  t.equal(iss, provider.issuers.kombit);
  t.match(claims, { scope, [`${core}/professional/uuid/persistent`]: 'med-004' });
  const hidden = await tokensOf(
    provider,
    'signicat',
    { persona: 'brokerprotected' },
    { asked: { scope } },
  );
  t.notOk('name' in decodeJwt(hidden.body.id_token ?? ''), 'the protected name is nowhere');
  const visit = visitor();
  const at = await visit(begin(provider.issuers.kombit).url);
  const page = new URL(at.headers.get('location') ?? '', provider.url).href;
  const still = await visit(page, { persona: 'citizen' });
  t.match(await still.text(), 'Log ind som ansat');
});

t.test('a code is good once, with its verifier, for its application and address', async (t) => {
  const provider = await providerOf(t);
  const issuer = provider.issuers.nemlogin;
  const exchange = async (form: Record<string, string>): Promise<[Answered, Answered]> => {
    const { url, verifier } = begin(issuer);
    const back = await logIn(visitor(), issuer, url, { persona: 'citizen' });
    t.match(Object.fromEntries(back.searchParams), { state: 'af-1', iss: issuer });
    const right = {
      ...{ grant_type: 'authorization_code', client_id: 'samspil-app', redirect_uri: callback },
      ...{ code_verifier: verifier, code: back.searchParams.get('code') ?? '' },
    };
    const first = await post(`${issuer}/token`, { ...right, ...form });
    return [first, await post(`${issuer}/token`, right)];
  };
  t.match(await exchange({}), [{ status: 200 }, refused], 'the second time it is refused');
  t.match((await exchange({ code_verifier: 'x'.repeat(43) }))[0], refused);
  t.match((await exchange({ client_id: 'samspil-opaque' }))[0], refused);
  t.match((await exchange({ redirect_uri: 'http://localhost:8765/callback' }))[0], refused);
});

t.test('a refresh token is good once; used again, the login ends', async (t) => {
  const provider = await providerOf(t);
  const issuer = provider.issuers.nemlogin;
  const scope = 'openid offline_access patient/*.cruds';
  const { body } = await tokensOf(
    provider,
    'nemlogin',
    { persona: 'relative' },
    { asked: { scope } },
  );
  const refresh = (token = '', asked = {}) =>
    post(`${issuer}/token`, {
      ...{ grant_type: 'refresh_token', client_id: 'samspil-app', refresh_token: token, ...asked },
    });
  const second = await refresh(body.refresh_token, { scope: 'openid patient/Slot.rs' });
  t.match(second, { status: 400, body: { error: 'invalid_scope' } }, 'no more than was given');
  const third = await refresh(body.refresh_token);
  t.match(decodeJwt(third.body.access_token ?? ''), {
    scope,
    privileges_intermediate: decodeJwt(body.access_token ?? '').privileges_intermediate,
  });
  t.match(await refresh(body.refresh_token), refused, 'the old one');
  t.match(await refresh(third.body.refresh_token), refused, 'and with it the new one');
});

t.test('a login that is used stays; after 15 minutes without use it ends', async (t) => {
  const clock = { aheadMs: 0 };
  const { now } = Date;
  t.intercept(Date, 'now', { value: () => now() + clock.aheadMs });
  const provider = await providerOf(t);
  const issuer = provider.issuers.nemlogin;
  const visit = visitor();
  const scope = 'openid offline_access patient/*.cruds';
  const pressed = { persona: 'citizen' };
  let { body } = await tokensOf(provider, 'nemlogin', pressed, { asked: { scope }, visit });
  const refresh = () =>
    post(`${issuer}/token`, {
      ...{ grant_type: 'refresh_token', client_id: 'samspil-app' },
      refresh_token: body.refresh_token ?? '',
    });
  for (let round = 0; round < 3; round += 1) {
    clock.aheadMs += 14 * minuteMs;
    const answer = await refresh();
    t.equal(answer.status, 200, `after ${clock.aheadMs / minuteMs} minutes`);
    body = answer.body;
  }
  const silent = { prompt: 'none', scope: 'openid patient/*.rs' };
  const back = await logIn(visit, issuer, begin(issuer, silent).url, pressed);
  t.ok(back.searchParams.get('code'), 'the browser is logged in as long');
  clock.aheadMs += 16 * minuteMs;
  t.match(await refresh(), refused);
  const late = await logIn(visit, issuer, begin(issuer, silent).url, pressed);
  t.equal(late.searchParams.get('error'), 'login_required');
});

t.test('whoever is logged in is not asked again, unless the application wants it', async (t) => {
  const provider = await providerOf(t);
  const issuer = provider.issuers.nemlogin;
  const visit = visitor();
  await tokensOf(provider, 'nemlogin', { persona: 'citizen' }, { visit });
  const silent = await visit(begin(issuer).url);
  t.match(silent.headers.get('location'), /^http:\/\/127\.0\.0\.1:8765\/callback\?code=/);
  const again = await visit(begin(issuer, { prompt: 'login' }).url);
  t.match(again.headers.get('location'), /^\/nemlogin\/interaction\//);
});

t.test('logging out ends the session and its refresh tokens', async (t) => {
  const provider = await providerOf(t);
  const issuer = provider.issuers.nemlogin;
  const visit = visitor();
  const scope = 'openid offline_access patient/*.cruds';
  const { body } = await tokensOf(
    provider,
    'nemlogin',
    { persona: 'citizen' },
    { asked: { scope }, visit },
  );
  const query = new URLSearchParams({
    ...{ id_token_hint: body.id_token ?? '', state: 'ud' },
    post_logout_redirect_uri: 'http://127.0.0.1:8765/',
  });
  const { end_session_endpoint } = await metadataOf(issuer);
  const asked = await visit(`${end_session_endpoint}?${query}`);
  const page = await asked.text();
  t.match(page, 'Vil du logge ud?');
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const done = await visit(`${issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
  t.equal(done.headers.get('location'), 'http://127.0.0.1:8765/?state=ud');
  const answer = await post(`${issuer}/token`, {
    ...{ grant_type: 'refresh_token', client_id: 'samspil-app' },
    refresh_token: body.refresh_token ?? '',
  });
  t.match(answer, refused);
  const next = await visit(begin(issuer).url);
  t.match(next.headers.get('location'), /^\/nemlogin\/interaction\//);
});
