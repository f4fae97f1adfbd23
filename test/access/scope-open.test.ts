import type { Bundle, OperationOutcome } from '@medplum/fhirtypes';
import t, { type Test } from 'tap';
import { buildApp } from '../../src/http/app.ts';
import type { Service } from '../../src/http/server.ts';
import { startHouse, type TestHouse } from '../house.ts';
import { citizenIdOf, verdict } from './answer.ts';
import { type Ask, asker } from './ask.ts';
import { scoped, totalIn, typesIn } from './scoped.ts';
import { loadWorld } from './world.ts';

const site = 'https://app.sandby.example';
const openTypes = [
  ...['HealthcareService', 'Organization', 'Location'],
  ...['ValueSet', 'CodeSystem', 'ConceptMap', 'StructureMap', 'OperationDefinition'],
];

/** The same house, where a giver keeps some types back from every relative. */
async function withheld(t: Test, house: TestHouse, denied: readonly string[]): Promise<string> {
  const grant: Service['grant'] = async (caller) => {
    const given = await house.service.grant(caller);
    return { ...given, mandates: given.mandates.map((mandate) => ({ ...mandate, denied })) };
  };
  const app = buildApp({ ...house.service, grant });
  t.teardown(() => app.close());
  return `${await app.listen({ port: 0, host: '127.0.0.1' })}/fhir`;
}

t.test('What is seen without a token, by an association, and by a relative', async (t) => {
  const house = await startHouse(t);
  const world = await loadWorld(house);
  const open: Ask = (path, init) => fetch(`${house.base}/${path}`, init);
  const types = house.service.rooms.map(({ type }) => type);
  const one = (type: string): string => `${type}/${world.rows(type)[0]?.id}`;

  await t.test('who brings no token sees what is open to the public', async (t) => {
    for (const type of openTypes) {
      t.ok(Number(await totalIn(await open(`${type}?_summary=count`))) > 0, type);
      const paths = [one(type), `${one(type)}/_history`, `${one(type)}/_history/1`];
      for (const path of paths) t.equal((await open(path)).status, 200, path);
    }
  });

  await t.test('and is asked to log in for everything else', async (t) => {
    const closed = types.filter((type) => !openTypes.includes(type));
    const paths = [
      ...closed.flatMap((type) => [type, one(type)]),
      ...['_history', 'ValueSet/$expand?url=x', 'Patient/x/Appointment', '$export'],
    ];
    for (const path of paths) {
      const answer = await open(path);
      t.equal(answer.headers.get('www-authenticate'), 'Bearer realm="samspil"', path);
      t.equal(await verdict(answer), '401 token-missing', path);
    }
    const body = JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry: [] });
    const headers = { 'content-type': 'application/fhir+json' };
    t.equal((await open('', { method: 'POST', headers, body })).status, 401);
    t.equal((await open('Organization/x', { method: 'DELETE' })).status, 405);
  });

  await t.test('neither finds staff by what is open', async (t) => {
    const association = await asker(house, 'association');
    const staff = await asker(house, 'staff');
    const has = 'Organization?_has:PractitionerRole:organization:active=true&_total=accurate';
    const back = 'Organization?_revinclude=PractitionerRole:organization&_count=500';
    t.ok(Number(await totalIn(await staff(has))) > 0);
    t.same(await typesIn(await staff(back)), ['Organization', 'PractitionerRole']);
    for (const ask of [open, association]) {
      t.equal(await totalIn(await ask(has)), 0);
      t.same(await typesIn(await ask(back)), ['Organization']);
    }
    for (const type of types.filter((type) => !openTypes.includes(type))) {
      t.equal(await totalIn(await association(`${type}?_total=accurate`)), 0, type);
      t.equal((await association(one(type))).status, 404, type);
    }
    t.same(
      await typesIn(await association('_history?_count=500')).then((all) =>
        all.filter((type) => !openTypes.includes(type)),
      ),
      [],
    );
  });

  await t.test('an auditor sees no number of a person', async (t) => {
    const numbers = world.rows('Patient').filter(({ view }) => (view & 1) === 0);
    t.ok(numbers.length > 0);
    const auditor = await asker(house, 'auditor');
    t.equal(await totalIn(await auditor('Patient?_total=accurate')), 0);
    // A StructureMap names the system that numbers are of, and none of them.
    for (const type of types.filter((one) => one !== 'StructureMap')) {
      const text = await (await auditor(`${type}?_count=200`)).text();
      t.notMatch(text, /1\.2\.208\.176\.1\.2"/, type);
    }
  });

  await t.test('a relative does not see what the giver keeps back', async (t) => {
    const patient = await citizenIdOf(house, 'citizen');
    const base = await withheld(t, house, ['Appointment']);
    const [all, some] = [await asker(house, 'relative'), await asker(house, 'relative', base)];
    const search = `Appointment?patient=${patient}`;
    const { entry = [] } = (await (await all(search)).json()) as Bundle;
    const id = entry.map(({ resource }) => resource?.id)[0];
    t.equal(await totalIn(await some(search)), 0);
    for (const path of ['', '/_history', '/_history/1'])
      t.equal((await some(`Appointment/${id}${path}`)).status, 404, path);
    const ways = [
      ...[`Patient/${patient}/$everything`, `Patient/${patient}/*`, '_history?_count=500'],
      `CarePlan?patient=${patient}&_revinclude=Appointment:supporting-info`,
      `Patient?_id=${patient}&_revinclude=Appointment:patient`,
    ];
    for (const path of ways)
      t.notOk((await typesIn(await some(path))).includes('Appointment'), path);
    t.ok((await typesIn(await all(`${ways[4]}`))).includes('Appointment'));
    t.equal(
      await totalIn(
        await some(`Patient?_id=${patient}&_has:Appointment:patient:status=booked&_total=accurate`),
      ),
      0,
    );
    const cancel = await some(`Appointment/${id}/$cancel`, { method: 'POST' });
    t.match(cancel.status, /40[34]/);
  });

  await t.test('browsers of the sites that are named may call, and others not', async (t) => {
    const preflight = (origin: string, path: string) =>
      open(path, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'PATCH' },
      });
    const allowed = async (answer: Promise<Response>) => {
      const { headers, status } = await answer;
      return [status, headers.get('access-control-allow-origin')];
    };
    t.same(await allowed(preflight(site, 'Patient/1')), [204, site]);
    t.equal((await allowed(preflight('https://evil.example', 'Patient/1')))[1], null);
    const ask = await scoped(house, 'citizen', 'patient/*.rs');
    const heard = await ask('Appointment', { headers: { origin: site } });
    t.match(heard.headers.get('access-control-expose-headers'), /ETag, Location/);
    t.match(heard.headers.get('vary'), /Authorization.*Origin/);
    t.equal(heard.headers.get('access-control-allow-credentials'), null);
    const refused = await open('Patient', { headers: { origin: site } });
    t.same([refused.status, refused.headers.get('access-control-allow-origin')], [401, site]);
    const metadata = open('metadata', { headers: { origin: 'https://any.example' } });
    t.same(await allowed(metadata), [200, '*']);
    const any = { origin: 'https://any.example', prefer: 'handling=lenient' };
    for (const path of [
      ...['Patient?foo=/metadata', 'Patient?foo=/.well-known/smart-configuration'],
      ...['Patient/metadata', 'Patient/1/metadata', 'x/metadata?x'],
    ]) {
      const { headers } = await ask(path, { headers: any });
      t.equal(headers.get('access-control-allow-origin'), null, path);
      const before = await allowed(preflight('https://any.example', path));
      t.equal(before[1], null, `${path}: preflight`);
    }
    t.same(await allowed(open('metadata?_format=json', { headers: any })), [200, '*']);
    t.equal((await allowed(open('.well-known/smart-configuration', { headers: any })))[1], '*');
    const { issue } = (await refused.json()) as OperationOutcome;
    t.equal(issue[0]?.code, 'login');
  });

  await t.test('apps are told where to log in', async (t) => {
    const [here, root] = await Promise.all(
      [`${house.base}/.well-known`, house.base.replace(/fhir$/, '.well-known')].map(async (at) =>
        (await fetch(`${at}/smart-configuration`)).json(),
      ),
    );
    t.same(here, root);
    const { nemlogin } = house.identity.issuers;
    t.match(here, {
      issuer: nemlogin,
      authorization_endpoint: new RegExp(`^${nemlogin}/`),
      token_endpoint: new RegExp(`^${nemlogin}/`),
      code_challenge_methods_supported: ['S256'],
    });
    const { capabilities, scopes_supported: scopes } = here as Record<string, string[]>;
    for (const one of ['launch-standalone', 'permission-v1', 'permission-v2', 'client-public'])
      t.ok(capabilities?.includes(one), one);
    for (const one of ['openid', 'patient/*.rs', 'patient/Appointment.crus', 'system/Slot.rs'])
      t.ok(scopes?.includes(one), one);
    const { rest } = (await (
      await open('metadata')
    ).json()) as import('@medplum/fhirtypes').CapabilityStatement;
    t.match(rest?.[0]?.security, {
      cors: true,
      service: [{ coding: [{ code: 'SMART-on-FHIR' }] }],
      extension: [{ extension: [{ url: 'authorize' }, { url: 'token' }] }],
    });
  });
});
