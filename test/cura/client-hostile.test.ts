import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { booking, client } from './sandbox.ts';

const token = JSON.stringify({ access_token: 'x', expires_in: 300 });

interface Lifetime {
  teardown(end: () => unknown): void;
}

async function listening(t: Lifetime, http: Server): Promise<{ readonly url: string }> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    http.closeAllConnections();
    http.close();
  });
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
}

/** A server that gives out tokens and otherwise answers as told. */
async function server(t: Lifetime, answer: RequestListener) {
  const http = createServer((request, response) =>
    request.url === '/oauth/token' ? response.end(token) : answer(request, response),
  );
  return listening(t, http);
}

const answers: readonly [string, RequestListener][] = [
  ['no JSON', (_, response) => response.end('<html>hej</html>')],
  ['broken UTF-8', (_, response) => response.end(Buffer.from([0x7b, 0xff, 0x7d]))],
  ['JSON null', (_, response) => response.end('null')],
  ['a list', (_, response) => response.end('[]')],
  ['an empty object', (_, response) => response.end('{}')],
  [
    'half an answer',
    (_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"poster":[');
      response.socket?.end();
    },
  ],
  ['no answer at all', () => undefined],
  ['too much', (_, response) => response.end(`{"poster":["${'x'.repeat(5_000)}"]}`)],
  ['a redirect', (_, response) => response.writeHead(302, { location: '/v1/enhed' }).end()],
];

for (const [name, answer] of answers) {
  t.test(`${name} is Cura being unavailable, and leaves a write unknown`, async (t) => {
    const at = await server(t, answer);
    const cura = client(t, at, { timeoutMs: 100, maxAnswerBytes: 2_000, attempts: 1 });
    const reads: (() => Promise<unknown>)[] = [
      () => cura.list('enhed', { max: 1 }),
      () => cura.changes(0, 1),
      () => cura.outcome('k'),
    ];
    for (const read of reads) await t.rejects(read(), { name: 'CuraUnavailable' });
    t.match(await cura.create('aftale', booking(), 'k'), { kind: 'unknown' });
  });
}

t.test('a page that leads back to itself is refused, or a sync would never end', async (t) => {
  const at = await server(t, (_, response) => response.end('{"poster":[],"naeste":"b"}'));
  const cura = client(t, at);
  await t.rejects(cura.list('enhed', { after: 'b', max: 1 }), { message: /naeste leads nowhere/ });
});

t.test('the answer to a replacement must be about the same record', async (t) => {
  const record = { ...booking(), id: 'aft-2', version: 2, aendret: '2026-11-21T10:00:00Z' };
  const at = await server(t, (_, response) => response.end(JSON.stringify(record)));
  const cura = client(t, at);
  t.match(await cura.replace('aftale', { ...record, id: 'aft-1' }, 'k'), { kind: 'unknown' });
  t.match(await cura.replace('aftale', record, 'k'), { kind: 'done' });
});

t.test('rows of unknown types are left out and passed by', async (t) => {
  const row = { loebenummer: 8, type: 'ukendt', id: 'h', version: 1, post: {} };
  const page = JSON.stringify({ raekker: [row], seneste: 9 });
  const cura = client(t, await server(t, (_, response) => response.end(page)));
  t.same(await cura.changes(7, 1), { kind: 'rows', rows: [], next: 8, latest: 9 });
});

/** A server that counts the tokens it gives and accepts those from `accepted` on, which live so many seconds. */
async function tokens(t: Lifetime, accepted: number, seconds: number) {
  const seen = { given: 0, refused: 0 };
  const http = createServer((request, response) => {
    if (request.url === '/oauth/token') {
      seen.given += 1;
      return response.end(JSON.stringify({ access_token: `${seen.given}`, expires_in: seconds }));
    }
    const token = Number(request.headers.authorization?.slice('Bearer '.length));
    if (token >= accepted) return response.end('{"poster":[]}');
    seen.refused += 1;
    return response.writeHead(401).end();
  });
  return { seen, ...(await listening(t, http)) };
}

t.test('many callers share one question for a token', async (t) => {
  const { seen, url } = await tokens(t, 1, 300);
  const cura = client(t, { url });
  await Promise.all(Array.from({ length: 20 }, () => cura.list('enhed', { max: 1 })));
  t.same(seen, { given: 1, refused: 0 });
});

t.test('a token that Cura has forgotten is renewed once, unseen by the caller', async (t) => {
  const { seen, url } = await tokens(t, 2, 300);
  const cura = client(t, { url });
  t.same(await cura.list('enhed', { max: 1 }), { poster: [] });
  t.same(seen, { given: 2, refused: 1 });
});

t.test('a token is renewed before it expires', async (t) => {
  const { seen, url } = await tokens(t, 1, 100);
  let now = 0;
  const cura = client(t, { url }, { now: () => now });
  await cura.list('enhed', { max: 1 });
  now = 69_000;
  await cura.list('enhed', { max: 1 });
  t.equal(seen.given, 1);
  now = 71_000;
  await cura.list('enhed', { max: 1 });
  t.same(seen, { given: 2, refused: 0 });
});
