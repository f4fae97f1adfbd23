import { request } from 'node:http';
import type { OperationOutcome } from '@medplum/fhirtypes';
import t, { type Test } from 'tap';
import { createVerifier } from '../../src/access/token.ts';
import { buildApp } from '../../src/http/app.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { people } from '../access/answer.ts';
import { citizen, listOf, named } from '../access/claims.ts';
import { startIssuer } from '../access/issuer.ts';
import { startHouse, type TestHouse } from '../house.ts';

interface Answer {
  readonly status: number | undefined;
  readonly challenge: string | undefined;
  readonly key: string | undefined;
}

/** Asks with headers as they are given: several of one name too. */
function ask(url: string, headers: Record<string, string | string[]>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { issue = [] } = JSON.parse(text) as Partial<OperationOutcome>;
        resolve({
          status: response.statusCode,
          challenge: response.headers['www-authenticate'],
          key: issue[0]?.details?.coding?.[0]?.code,
        });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

const invalid = {
  ...{ status: 401, key: 'token-invalid' },
  challenge: 'Bearer realm="samspil", error="invalid_token"',
};
const missing = { status: 401, key: 'token-missing', challenge: 'Bearer realm="samspil"' };
const inAddress = {
  ...{ status: 400, key: 'token-in-address' },
  challenge: 'Bearer realm="samspil", error="invalid_request"',
};

const giver = 'urn:dk:healthcare:saml:actThroughProcurationBy:cprNumberIdentifier:';

/** A login by which one may see and act for so many, at a door of the house that knows who made it. */
async function actingFor(t: Test, house: TestHouse, count: number) {
  const issuer = await startIssuer(t);
  const { now, secret } = house.ports;
  const verify = createVerifier({
    ...{ issuers: [issuer.trusted], meanings: loadMunicipality('9999'), now },
    personKey: secret('person'),
  });
  const app = buildApp({ ...house.service, verify });
  t.teardown(() => app.close());
  const groups = Array.from({ length: count }, (_, at) => ({
    scope: `${giver}${String(101010000 + at).padStart(10, '0')}`,
    privileges: ['urn:dk:sandby:samspil:se', 'urn:dk:sandby:samspil:handle'],
  }));
  const own = { [named.cpr]: people.citizen?.cpr, privileges_intermediate: listOf(groups) };
  const token = await issuer.token({ ...citizen, ...own });
  const caller = await verify(`Bearer ${token}`);
  const tickets = caller.kind === 'person' ? caller.tickets.length : undefined;
  return {
    tickets,
    token,
    url: `${await app.listen({ port: 0, host: '127.0.0.1' })}/fhir/Patient`,
  };
}

t.test('A request brings one credential, in the header that is for it', async (t) => {
  const house = await startHouse(t, { citizens: 30 });
  const token = `${await house.identity.token('citizen')}`;
  const authorization = `Bearer ${token}`;
  const url = `${house.base}/Appointment`;
  const good = { status: 200, challenge: undefined, key: undefined };
  t.same(await ask(url, { authorization }), good);
  t.same(await ask(url, { authorization: [authorization, authorization] }), invalid, 'two');
  const other = `Bearer ${await house.identity.token('neighbour')}`;
  t.same(await ask(url, { authorization: [authorization, other] }), invalid, 'two persons');
  t.same(await ask(url, { authorization: '' }), invalid, 'an empty one');
  t.same(await ask(url, { authorization: `Basic ${token}` }), invalid);
  t.same(await ask(url, { authorization: `${authorization}x` }), invalid);
  for (const query of [`access_token=${token}`, `date=2026&access%5Ftoken=${token}`])
    for (const headers of [{ authorization }, {}])
      t.same(await ask(`${url}?${query}`, headers), inAddress);
  for (const [persona, key] of [
    ['lowlevel', 'assurance-level'],
    ['company', 'company-holder'],
  ] as const) {
    const weak = `Bearer ${await house.identity.token(persona)}`;
    t.match(await ask(url, { authorization: weak }), { status: 403, key });
  }
  t.same(await ask(url, {}), missing);
  for (const path of ['bulk-status/x', 'bulk-file/x/1', '$export', 'Patient/$export'])
    t.match(await ask(`${house.base}/${path}`, {}), missing, path);

  const { tickets, token: long, url: door } = await actingFor(t, house, 100);
  t.equal(tickets, 100);
  t.ok(long.length > 39_000, `${long.length} characters`);
  const browser = { 'user-agent': 'x'.repeat(200), accept: 'application/fhir+json' };
  t.same(await ask(door, { authorization: `Bearer ${long}`, ...browser }), good, '100 mandators');
  const longer = { authorization: `Bearer ${'x'.repeat(45_056)}` };
  t.same(await ask(door, longer), invalid, 'longer than any');
});
