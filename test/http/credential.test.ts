import { request } from 'node:http';
import type { OperationOutcome } from '@medplum/fhirtypes';
import t from 'tap';
import { startHouse } from '../house.ts';

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
const inAddress = {
  ...{ status: 400, key: 'token-in-address' },
  challenge: 'Bearer realm="samspil", error="invalid_request"',
};

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
  t.same(await ask(url, {}), {
    ...{ status: 401, key: 'token-missing', challenge: 'Bearer realm="samspil"' },
  });
});
