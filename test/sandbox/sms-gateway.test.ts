import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import {
  type RunningSmsGateway,
  type SmsGatewayOptions,
  startSmsGateway,
} from '../../src/sandbox/sms-gateway.ts';
import { listener } from '../listener.ts';

const nowMs = Date.UTC(2026, 10, 23, 12, 15);
const secret = 'hemmelig';

async function gatewayOf(
  t: Test,
  options: Partial<SmsGatewayOptions> = {},
): Promise<RunningSmsGateway> {
  const fixed = { port: 0, host: '127.0.0.1', secret, now: () => nowMs };
  const gateway = await startSmsGateway({ ...fixed, ...options });
  t.teardown(() => gateway.close());
  return gateway;
}

async function put(gateway: RunningSmsGateway, id: string, body: unknown, bearer = secret) {
  const response = await fetch(`${gateway.url}/messages/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

const listed = async (gateway: RunningSmsGateway): Promise<unknown> =>
  (await fetch(`${gateway.url}/messages`)).json();

const sms = { to: '+4512345678', text: 'Husk din aftale' };

interface Post {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Takes receipts; refuses the first `refusals` of them. */
async function receiver(t: Test, refusals = 0) {
  const posts: Post[] = [];
  let refused = 0;
  const server = createServer(
    listener(async (request, response) => {
      const body = (await request.toArray()).join('');
      if (refused < refusals) {
        refused += 1;
        response.writeHead(503).end();
        return;
      }
      posts.push({ headers: request.headers, body });
      response.writeHead(204).end();
    }),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { posts, url: `http://127.0.0.1:${port}/kvittering` };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 3_000 && !holds(); tries += 1) await sleep(5);
}

t.test('a message is taken once, however often it is put', async (t) => {
  const gateway = await gatewayOf(t);
  const first = await put(gateway, 'plan-1', sms);
  const again = await put(gateway, 'plan-1', sms);
  t.match(
    [first, again],
    [
      { status: 201, body: { id: 'plan-1', ...sms, acceptedAt: nowMs } },
      { status: 200, body: { id: 'plan-1', ...sms, acceptedAt: nowMs } },
    ],
  );
  t.match(await listed(gateway), { length: 1 });
});

t.test('another message under a used id is refused, and the first stands', async (t) => {
  const gateway = await gatewayOf(t);
  await put(gateway, 'plan-1', sms);
  t.equal((await put(gateway, 'plan-1', { ...sms, text: 'Noget andet' })).status, 409);
  t.match(await listed(gateway), [{ text: sms.text }]);
});

t.test('who does not show the secret, and what is no message, is refused', async (t) => {
  const gateway = await gatewayOf(t);
  const refused = [
    await put(gateway, 'a', sms, 'gæt'),
    await put(gateway, 'a', { ...sms, to: '12345678' }),
    await put(gateway, 'a', { ...sms, to: 4512345678 }),
    await put(gateway, 'a', { to: sms.to }),
    await put(gateway, 'a', { ...sms, navn: 'Karen' }),
  ];
  t.same(
    refused.map(({ status }) => status),
    [401, 400, 400, 400, 400],
  );
  t.same(await listed(gateway), []);
});

t.test(
  'a signed receipt says what became of the message, and comes again until it is taken',
  async (t) => {
    const gateway = await gatewayOf(t);
    gateway.setFaults({ undeliverable: ['+4587654321'] });
    const { posts, url } = await receiver(t, 1);
    await put(gateway, 'a', { ...sms, receiptUrl: url });
    await until(() => posts.length === 1);
    await put(gateway, 'b', { ...sms, to: '+4587654321', receiptUrl: url });
    await until(() => posts.length === 2);
    t.same(
      posts.map(({ body }) => JSON.parse(body)),
      [
        { id: 'a', status: 'delivered' },
        { id: 'b', status: 'undeliverable' },
      ],
    );
    for (const { headers, body } of posts) {
      const signed = createHmac('sha256', secret).update(`${nowMs}.${body}`).digest('hex');
      t.match(headers, { 'x-sms-time': String(nowMs), 'x-sms-signature': signed });
    }
  },
);

t.test(
  'faults strike before or after a message is kept, as often as they were asked for',
  async (t) => {
    const gateway = await gatewayOf(t);
    const kept = async () => ((await listed(gateway)) as unknown[]).length;
    gateway.setFaults({ fault: { kind: 'fail-before', times: 1 } });
    t.equal((await put(gateway, 'a', sms)).status, 500);
    t.equal(await kept(), 0);
    gateway.setFaults({ fault: { kind: 'fail-after', times: 1 } });
    t.equal((await put(gateway, 'a', sms)).status, 500);
    t.equal(await kept(), 1);
    gateway.setFaults({ fault: { kind: 'cut-before', times: 1 } });
    await t.rejects(put(gateway, 'b', sms));
    t.equal(await kept(), 1);
    gateway.setFaults({ fault: { kind: 'cut-after', times: 1 } });
    await t.rejects(put(gateway, 'b', sms));
    t.equal(await kept(), 2);
    t.equal((await put(gateway, 'b', sms)).status, 200, 'the fault is used up');
  },
);

t.test('faults are turned over HTTP as well, and latency delays the answer', async (t) => {
  const gateway = await gatewayOf(t);
  const turned = await fetch(`${gateway.url}/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ latencyMs: 150 }),
  });
  t.equal(turned.status, 204);
  const began = performance.now();
  await put(gateway, 'a', sms);
  t.ok(performance.now() - began >= 145);
});

t.test('messages and receipts that were not sent outlive a restart', async (t) => {
  const dataDir = t.testdir();
  const first = await startSmsGateway({
    ...{ port: 0, host: '127.0.0.1', secret, dataDir, now: () => nowMs },
  });
  const { posts, url } = await receiver(t, 1);
  await put(first, 'a', { ...sms, receiptUrl: url });
  await first.close();
  const second = await gatewayOf(t, { dataDir });
  t.match(await listed(second), [{ id: 'a', text: sms.text }]);
  await until(() => posts.length > 0);
  t.match(posts, [{ body: JSON.stringify({ id: 'a', status: 'delivered' }) }]);
});

t.test(
  'the page lists messages in Danish, with their links and without their markup',
  async (t) => {
    const gateway = await gatewayOf(t);
    t.match(await (await fetch(gateway.url)).text(), 'Ingen beskeder endnu.');
    const text = '<script>x</script> "Se" https://sandby.example/a/AbC-_1 & mere';
    await put(gateway, 'a', { ...sms, text });
    const response = await fetch(gateway.url);
    const html = await response.text();
    t.match(html, 'man 23/11 kl. 13.15');
    t.match(
      html,
      '<a href="https://sandby.example/a/AbC-_1">https://sandby.example/a/AbC-_1</a> &amp; mere',
    );
    t.match(html, '&lt;script&gt;x&lt;/script&gt; &quot;Se&quot;');
    t.notMatch(html, '<script');
    t.match(response.headers.get('content-security-policy'), "default-src 'none'");
  },
);
