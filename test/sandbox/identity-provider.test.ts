import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import t from 'tap';
import type { RunningIdentityProvider } from '../../src/sandbox/identity-provider.ts';
import { sandboxPersonas } from '../../src/sandbox/start.ts';
import { audience, metadataOf, post, providerOf } from './identity-visitor.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);
const now = () => nowMs;
const people = sandboxPersonas();
const core = 'https://data.gov.dk/model/core/eid';
const level = 'https://data.gov.dk/concept/core/nsis/loa';

async function claimsOf(provider: RunningIdentityProvider, persona: string): Promise<JWTPayload> {
  const { body } = await post(`${provider.url}/token`, { persona });
  return decodeJwt(body.access_token ?? '');
}

const xmlOf = (claim: unknown): string => Buffer.from(String(claim), 'base64').toString('utf8');

t.test('a token verifies against its issuer’s keys, for a quarter of an hour', async (t) => {
  const provider = await providerOf(t, { now });
  const issuer = provider.issuers.nemlogin;
  const { jwks_uri = '', ...metadata } = await metadataOf(issuer);
  t.match(metadata, { issuer, token_endpoint: `${issuer}/token` });
  const { status, body } = await post(`${provider.url}/token`, { persona: 'citizen' });
  t.match({ status, body }, { status: 200, body: { token_type: 'Bearer', expires_in: 900 } });
  const keys = createRemoteJWKSet(new URL(jwks_uri));
  const checks = { issuer, audience, algorithms: ['ES256'], typ: 'at+jwt' };
  const token = body.access_token ?? '';
  const { payload } = await jwtVerify(token, keys, { ...checks, currentDate: new Date(nowMs) });
  t.match(payload, {
    [`${core}/fullName`]: 'Karen Margrethe Lindgaard',
    [`${core}/cprNumber`]: people.citizen?.cpr,
    [level]: 'Substantial',
    sub: /^[0-9a-f-]{36}$/,
    scope: 'openid fhirUser patient/*.cruds',
    iat: nowMs / 1000,
    nbf: nowMs / 1000,
    exp: nowMs / 1000 + 900,
  });
  t.equal(payload.privileges_intermediate, undefined);
  const late = new Date(nowMs + 901_000);
  await t.rejects(jwtVerify(token, keys, { ...checks, currentDate: late }), {
    code: 'ERR_JWT_EXPIRED',
  });
});

t.test('NemLog-in’s names: number or UUID, level, and a group for each mandator', async (t) => {
  const provider = await providerOf(t, { now });
  const several = await claimsOf(provider, 'several');
  t.equal(
    xmlOf(several.privileges_intermediate),
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<bpp:PrivilegeList xmlns:bpp="http://digst.dk/oiosaml/basic_privilege_profile">',
      `<PrivilegeGroup Scope="urn:dk:gov:saml:cprNumberIdentifier:${people.spouse?.cpr}">`,
      '<Privilege>urn:dk:sandby:samspil:se</Privilege>',
      '<Privilege>urn:dk:sandby:samspil:handle</Privilege></PrivilegeGroup>',
      `<PrivilegeGroup Scope="urn:dk:gov:saml:cprNumberIdentifier:${people.uuidonly?.cpr}">`,
      '<Privilege>urn:dk:sandby:samspil:se</Privilege></PrivilegeGroup>',
      '</bpp:PrivilegeList>',
    ].join(''),
  );
  const parent = await claimsOf(provider, 'parent');
  const custody = 'urn:dk:healthcare:saml:actThroughCustodyOver:cprNumberIdentifier:';
  t.match(xmlOf(parent.privileges_intermediate), `Scope="${custody}${people.child?.cpr}"`);
  t.equal((await claimsOf(provider, 'lowlevel'))[level], 'Low');
  const company = await claimsOf(provider, 'company');
  t.match(company, {
    [`${core}/professional/cvr`]: people.company?.cvr,
    [`${core}/professional/orgName`]: 'Sandby Rådgivning ApS',
    privileges_intermediate: String,
  });
  t.equal(company[`${core}/cprNumber`], undefined);
});

t.test('a UUID stands for the number, which only a holder of the secret is told', async (t) => {
  const provider = await providerOf(t, { now, secret: 'hemmelig' });
  const claims = await claimsOf(provider, 'uuidonly');
  const uuid = String(claims[`${core}/cprUuid`]);
  t.match(uuid, /^urn:uuid:[0-9a-f-]{36}$/);
  t.equal(claims[`${core}/cprNumber`], undefined);
  const ask = (asked: string, secret: string) =>
    post(`${provider.url}/cpr-lookup`, { uuid: asked }, { authorization: `Bearer ${secret}` });
  t.same(await ask(uuid, 'hemmelig'), { status: 200, body: { cpr: people.uuidonly?.cpr } });
  t.same((await ask(`${uuid}0`, 'hemmelig')).status, 404);
  t.same((await ask(uuid, 'gaettet')).status, 401);
});

t.test('another broker’s names: a protected person has no name there', async (t) => {
  const provider = await providerOf(t, { now });
  const citizen = await claimsOf(provider, 'brokercitizen');
  t.match(citizen, {
    iss: provider.issuers.signicat,
    nin: people.brokercitizen?.cpr,
    nin_type: 'PERSON',
    name: 'Grethe Skovgaard',
    mitid_uuid: String,
    mitid_loa: 'SUBSTANTIAL',
    mitid_name_and_address_protection: false,
  });
  const kept = await claimsOf(provider, 'brokerprotected');
  t.equal(kept.mitid_name_and_address_protection, true);
  t.notOk('name' in kept || JSON.stringify(kept).includes('Thorslund'));
  const xml = xmlOf((await claimsOf(provider, 'brokerrelative')).privileges_intermediate);
  t.match(xml, 'xmlns:bpp="http://itst.dk/oiosaml/basic_privilege_profile"');
  const prefix = 'urn:dk:healthcare:saml:actThroughProcurationBy:cprNumberIdentifier:';
  t.match(xml, `Scope="${prefix}${people.brokercitizen?.cpr}"`);
});

t.test('KOMBIT’s names: an employee has a job and units, and no CPR number', async (t) => {
  const provider = await providerOf(t, { now });
  const nurse = await claimsOf(provider, 'nurse');
  t.match(nurse, {
    iss: provider.issuers.kombit,
    [`${core}/professional/uuid/persistent`]: 'med-004',
    [`${core}/professional/cvr`]: /^\d{8}$/,
    [level]: 'Substantial',
    scope: 'openid fhirUser user/*.cruds',
  });
  const xml = xmlOf(nurse[`${core}/privilegesIntermediate`]);
  t.match(xml, /Scope="urn:dk:gov:saml:cvrNumberIdentifier:\d{8}"/);
  t.match(xml, 'jobrole/samspil_medarbejder/1</Privilege><Constraint Name="http://sts.kombit.dk/');
  t.match(xml, '>900100010000160</Constraint>');
  t.notMatch(JSON.stringify(nurse), 'cprNumber');
  const auditor = await claimsOf(provider, 'auditor');
  t.match(xmlOf(auditor[`${core}/privilegesIntermediate`]), 'jobrole/samspil_revisor/1');
  const machine = await claimsOf(provider, 'system');
  t.match(machine, { sub: 'samspil-system', client_id: 'samspil-system', client_kind: 'system' });
});

t.test('scope, client and patient of a request stand in its token', async (t) => {
  const provider = await providerOf(t, { now });
  const asked = { scope: 'patient/Slot.rs', client_id: 'app', patient: 'p1' };
  const { body } = await post(`${provider.url}/token`, { persona: 'citizen', ...asked });
  t.match(decodeJwt(body.access_token ?? ''), asked);
  t.match(await post(`${provider.url}/token`, { persona: 'constructor' }), {
    status: 400,
    body: { error: 'invalid_request', error_description: /^persona must be one of citizen, / },
  });
});

t.test('keys and subjects outlive a restart', async (t) => {
  const options = { dataDir: t.testdir(), url: 'http://idp.sandby.example', now };
  const first = await providerOf(t, options);
  const token = (await first.token('citizen')) ?? '';
  await first.close();
  const second = await providerOf(t, { ...options, url: '' });
  const keys = createRemoteJWKSet(new URL(`${second.url}/nemlogin/jwks`));
  const { payload } = await jwtVerify(token, keys, { currentDate: new Date(nowMs) });
  const again = decodeJwt((await second.token('citizen')) ?? '');
  t.same([payload.iss, payload.sub], ['http://idp.sandby.example/nemlogin', again.sub]);
  t.not(payload.jti, again.jti);
});

t.test('after a rotation the old public key stays until its tokens have expired', async (t) => {
  const clock = { now: nowMs };
  const dataDir = t.testdir();
  const provider = await providerOf(t, { dataDir, now: () => clock.now });
  const jwks = async ({ issuers }: RunningIdentityProvider) => {
    const response = await fetch(`${issuers.kombit}/jwks`);
    return ((await response.json()) as { keys: { kid: string }[] }).keys;
  };
  const [old] = await jwks(provider);
  await provider.rotateKeys();
  const both = await jwks(provider);
  t.same([both.length, both[1]?.kid], [2, old?.kid]);
  const token = (await provider.token('staff')) ?? '';
  const keys = createRemoteJWKSet(new URL(`${provider.issuers.kombit}/jwks`));
  const { protectedHeader } = await jwtVerify(token, keys, { currentDate: new Date(nowMs) });
  t.equal(protectedHeader.kid, both[0]?.kid);
  const beside = await providerOf(t, { dataDir, now: () => clock.now });
  t.same(await jwks(beside), both, 'also after a restart');
  clock.now += 899_000;
  t.equal((await jwks(provider)).length, 2);
  clock.now += 2_000;
  t.same(
    (await jwks(provider)).map(({ kid }) => kid),
    [both[0]?.kid],
  );
  t.same(
    both.map((key) => Object.keys(key).sort()),
    Array(2).fill(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']),
    'no private part',
  );
});

t.test('the page shows who can log in and a token at a click, and no CPR', async (t) => {
  const provider = await providerOf(t, { now });
  const html = await (await fetch(provider.url)).text();
  t.match(html, 'Pårørende med fuldmagt til at se og handle');
  t.notMatch(html, /\d{10}/);
  const shown = await fetch(`${provider.url}/vis`, {
    method: 'POST',
    body: new URLSearchParams({ persona: 'staff' }),
  });
  const token = /<pre>([\w.-]+)<\/pre>/.exec(await shown.text())?.[1] ?? '';
  t.match(decodeJwt(token), { iss: provider.issuers.kombit });
});
