import t from 'tap';
import { buildApp } from '../../src/http/app.ts';
import { startHouse, type TestHouse } from '../house.ts';
import { raw } from './wire.ts';

const statusOf = (answer: string): string => answer.split('\r\n')[0]?.slice(9, 12) ?? '';
const keyOf = (answer: string): string =>
  /samspil-issue","code":"([\w-]+)"/.exec(answer)?.[1] ?? '';

/** The house behind a door that waits less long for slow senders. */
async function impatient(house: TestHouse, timeoutMs: number): Promise<TestHouse> {
  const app = buildApp(house.service, timeoutMs);
  const base = `${await app.listen({ port: 0, host: '127.0.0.1' })}/fhir`;
  return { ...house, app, base };
}

t.test('Bytes that are no request of ours end with a reason', async (t) => {
  const house = await startHouse(t);
  const token = await house.identity.token('citizen');
  const login = `Authorization: Bearer ${token}\r\n`;
  const end = 'Connection: close\r\n\r\n';
  const ask = (line: string, headers = 'Host: a.test\r\n') =>
    raw(house, `${line}\r\n${headers}${login}${end}`);

  const requests: readonly (readonly [string, string, Promise<string>])[] = [
    ['a good request', '200', ask('GET /fhir/Patient HTTP/1.1')],
    [
      'two hosts',
      '400 bad-request',
      ask('GET /fhir/Patient HTTP/1.1', 'Host: a.test\r\nHost: b.test\r\n'),
    ],
    ['no host', '400', ask('GET /fhir/Patient HTTP/1.1', '')],
    ['the address of another', '400 bad-request', ask('GET http://b.test/fhir/Patient HTTP/1.1')],
    ['an address without a path', '400', ask('GET fhir/Patient HTTP/1.1')],
    ['a method that nobody knows', '400 bad-request', ask('FLY /fhir/Patient HTTP/1.1')],
    ['no HTTP', '400 bad-request', raw(house, 'Hej Kommune\r\n\r\n')],
    [
      'a header without an end',
      '431 address-too-long',
      ask('GET /fhir/Patient HTTP/1.1', `Host: a.test\r\nX: ${'x'.repeat(70_000)}\r\n`),
    ],
    [
      'two lengths',
      '400 bad-request',
      ask(
        'POST /fhir/Patient/_search HTTP/1.1',
        'Host: a.test\r\nContent-Length: 1\r\nContent-Length: 2\r\n',
      ),
    ],
    [
      'a length and chunks',
      '400 bad-request',
      ask(
        'POST /fhir/Patient/_search HTTP/1.1',
        'Host: a.test\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n',
      ),
    ],
    ['a dot too many', '404', ask('GET /fhir/../../etc/passwd HTTP/1.1')],
  ];
  for (const [what, expected, asking] of requests) {
    const answer = await asking;
    const [status, key = keyOf(answer)] = expected.split(' ');
    t.same([statusOf(answer), keyOf(answer)], [status, key], what);
    t.notMatch(answer, 'b.test', `${what}: echoes nothing`);
    if (answer.includes('resourceType'))
      t.match(answer, /^x-content-type-options: nosniff\r$/im, `${what}: is what it says`);
  }

  await t.test('A sender who stops half way is let go', async (t) => {
    const door = await impatient(house, 500);
    t.teardown(() => door.app.close());
    const head = `POST /fhir/Appointment HTTP/1.1\r\nHost: a.test\r\n${login}Content-Type: application/fhir+json\r\n`;
    const halves = {
      'half a body': `${head}Content-Length: 100\r\n\r\n{"resourceType":`,
      'half a head': 'GET /fhir/Patient HTTP/1.1\r\nHost: a.te',
      'half a chunk': `${head}Transfer-Encoding: chunked\r\n\r\n20\r\n{"resource`,
    };
    for (const [what, bytes] of Object.entries(halves)) {
      const answer = await raw(door, bytes, 8_000);
      t.same([statusOf(answer), keyOf(answer)], ['408', 'request-timeout'], what);
    }
  });

  t.same(
    house.lines.filter((line) => line.includes('request failed')),
    [],
  );
});
