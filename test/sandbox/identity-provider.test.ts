import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import t, { type Test } from 'tap';
import {
  type IdentityProviderOptions,
  type RunningIdentityProvider,
  startIdentityProvider,
} from '../../src/sandbox/identity-provider.ts';
import type { Persona } from '../../src/sandbox/persona-token.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);
const audience = 'http://127.0.0.1:3000/fhir';
const personas: Readonly<Record<string, Persona>> = {
  citizen: { name: 'Karen Østergård', cpr: '0101404242', borgerId: 'B1' },
  relative: {
    name: 'Mette Østergård',
    cpr: '0202707272',
    mandators: [
      { cpr: '0101404242', rights: ['see', 'act'] },
      { cpr: '0303383838', rights: ['see'] },
    ],
  },
  staff: {
    name: 'Jens <Holm>',
    cpr: '0404505252',
    role: 'staff',
    medarbejderId: 'M7',
    units: ['325421000016001'],
  },
  auditor: { name: 'Revisor', role: 'auditor' },
  system: { name: 'Nabokommunen', role: 'system' },
};

async function providerOf(
  t: Test,
  options: Partial<IdentityProviderOptions> = {},
): Promise<RunningIdentityProvider> {
  const fixed = { port: 0, host: '127.0.0.1', audience, personas, now: () => nowMs };
  const provider = await startIdentityProvider({ ...fixed, ...options });
  t.teardown(() => provider.close());
  return provider;
}

async function ask(provider: RunningIdentityProvider, form: Record<string, string>) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
  const response = await fetch(`${provider.url}/token`, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

async function claimsOf(provider: RunningIdentityProvider, persona: string) {
  const { body } = await ask(provider, { persona });
  return decodeJwt(body.access_token ?? '');
}

t.test(
  'a token verifies against the published keys, for this audience and a quarter of an hour',
  async (t) => {
    const provider = await providerOf(t);
    const found = await fetch(`${provider.url}/.well-known/openid-configuration`);
    const metadata = (await found.json()) as Record<string, string>;
    t.match(metadata, { issuer: provider.url, token_endpoint: `${provider.url}/token` });
    const { status, body } = await ask(provider, { persona: 'citizen' });
    t.match({ status, body }, { status: 200, body: { token_type: 'Bearer', expires_in: 900 } });
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri ?? ''));
    const checks = { issuer: provider.url, audience, algorithms: ['ES256'] };
    const token = body.access_token ?? '';
    const { payload } = await jwtVerify(token, keys, { ...checks, currentDate: new Date(nowMs) });
    t.match(payload, {
      name: 'Karen Østergård',
      cpr: '0101404242',
      nsis_loa: 'Substantial',
      sub: /^[0-9a-f-]{36}$/,
      iat: nowMs / 1000,
      nbf: nowMs / 1000,
      exp: nowMs / 1000 + 900,
    });
    t.equal(payload.privileges_intermediate, undefined);
    const late = new Date(nowMs + 901_000);
    await t.rejects(jwtVerify(token, keys, { ...checks, currentDate: late }), {
      code: 'ERR_JWT_EXPIRED',
    });
  },
);

t.test('a relative’s token lists the mandators with their rights as OIO-BPP', async (t) => {
  const provider = await providerOf(t);
  const { privileges_intermediate } = await claimsOf(provider, 'relative');
  const xml = Buffer.from(String(privileges_intermediate), 'base64').toString('utf8');
  t.equal(
    xml,
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<bpp:PrivilegeList xmlns:bpp="http://digst.dk/oiosaml/basic_privilege_profile">',
      '<PrivilegeGroup Scope="urn:dk:gov:saml:cprNumberIdentifier:0101404242">',
      '<Privilege>urn:dk:sandby:samspil:se</Privilege>',
      '<Privilege>urn:dk:sandby:samspil:handle</Privilege></PrivilegeGroup>',
      '<PrivilegeGroup Scope="urn:dk:gov:saml:cprNumberIdentifier:0303383838">',
      '<Privilege>urn:dk:sandby:samspil:se</Privilege></PrivilegeGroup>',
      '</bpp:PrivilegeList>',
    ].join(''),
  );
});

t.test('staff, auditors and systems carry their role and no CPR', async (t) => {
  const provider = await providerOf(t);
  const [staff, auditor, system] = await Promise.all(
    ['staff', 'auditor', 'system'].map((persona) => claimsOf(provider, persona)),
  );
  t.match(staff, { role: 'staff', employee: 'M7', units: ['325421000016001'] });
  t.match(auditor, { role: 'auditor', scope: /user\/Provenance\.rs/ });
  t.match(system, { role: 'system', scope: 'system/*.rs' });
  for (const claims of [staff, auditor, system]) t.equal(claims?.cpr, undefined);
});

t.test('scope, client and patient of a request stand in its token', async (t) => {
  const provider = await providerOf(t);
  const asked = { persona: 'citizen', scope: 'patient/Slot.rs', client_id: 'app', patient: 'p1' };
  const { body } = await ask(provider, asked);
  t.match(decodeJwt(body.access_token ?? ''), {
    scope: 'patient/Slot.rs',
    client_id: 'app',
    patient: 'p1',
  });
});

t.test('an unknown persona and another grant type are refused', async (t) => {
  const provider = await providerOf(t);
  t.match(await ask(provider, { persona: 'constructor' }), {
    status: 400,
    body: {
      error: 'invalid_request',
      error_description: 'persona must be one of citizen, relative, staff, auditor, system',
    },
  });
  t.match(await ask(provider, { grant_type: 'password', persona: 'citizen' }), {
    status: 400,
    body: { error: 'unsupported_grant_type' },
  });
});

t.test('key and subject outlive a restart', async (t) => {
  const dataDir = t.testdir();
  const options = { dataDir, issuer: 'http://idp.sandby.example' };
  const first = await providerOf(t, options);
  const token = (await first.token('citizen')) ?? '';
  await first.close();
  const second = await providerOf(t, options);
  const keys = createRemoteJWKSet(new URL(`${second.url}/jwks`));
  const { payload } = await jwtVerify(token, keys, { currentDate: new Date(nowMs) });
  const again = decodeJwt((await second.token('citizen')) ?? '');
  t.same([payload.iss, payload.sub], ['http://idp.sandby.example', again.sub]);
  t.not(payload.jti, again.jti);
});

t.test('the page shows who can log in and a token at a click, and no CPR', async (t) => {
  const provider = await providerOf(t);
  const html = await (await fetch(provider.url)).text();
  t.match(html, 'Jens &lt;Holm&gt;');
  t.match(html, 'Pårørende med fuldmagt');
  t.notMatch(html, /\d{10}/);
  const shown = await fetch(`${provider.url}/vis`, {
    method: 'POST',
    body: new URLSearchParams({ persona: 'staff' }),
  });
  const token = /<pre>([\w.-]+)<\/pre>/.exec(await shown.text())?.[1] ?? '';
  t.match(decodeJwt(token), { role: 'staff' });
});

t.test('the published key holds no private part', async (t) => {
  const provider = await providerOf(t);
  const { keys } = (await (await fetch(`${provider.url}/jwks`)).json()) as { keys: object[] };
  t.same(
    keys.map((key) => Object.keys(key).sort()),
    [['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']],
  );
});
