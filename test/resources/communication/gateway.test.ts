import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { createHttpGateway } from '../../../src/resources/communication/gateway.ts';
import { readReceipt } from '../../../src/resources/communication/receipt.ts';
import { startSmsGateway } from '../../../src/sandbox/sms-gateway.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);
const secret = 'hemmelig';
const sms = { id: 'plan-1', to: '+4512345678', text: 'Husk din aftale' };

async function pair(t: Test) {
  const sandbox = await startSmsGateway({ port: 0, host: '127.0.0.1', secret, now: () => nowMs });
  t.teardown(() => sandbox.close());
  return {
    sandbox,
    gateway: createHttpGateway({ baseUrl: sandbox.url, secret, timeoutMs: 1_000 }),
  };
}

t.test('a message is accepted once, and found afterwards', async (t) => {
  const { gateway, sandbox } = await pair(t);
  t.equal(await gateway.find(sms.id), null);
  t.equal(await gateway.send(sms), 'accepted');
  t.equal(await gateway.send(sms), 'accepted');
  t.ok(['accepted', 'delivered'].includes(String(await gateway.find(sms.id))));
  const sent = (await (await fetch(`${sandbox.url}/messages`)).json()) as unknown[];
  t.equal(sent.length, 1);
});

t.test('a number that is none and a used id are rejected', async (t) => {
  const { gateway } = await pair(t);
  t.equal(await gateway.send({ ...sms, to: '123' }), 'rejected');
  await gateway.send(sms);
  t.equal(await gateway.send({ ...sms, text: 'Noget andet' }), 'rejected');
});

for (const [kind, found] of [
  ['fail-before', null],
  ['fail-after', 'delivered'],
  ['cut-before', null],
  ['cut-after', 'delivered'],
] as const) {
  t.test(
    `after ${kind} the outcome is unknown, find tells it, and sending again is one message`,
    async (t) => {
      const { gateway, sandbox } = await pair(t);
      sandbox.setFaults({ fault: { kind, times: 1 } });
      t.equal(await gateway.send(sms), 'unknown');
      t.equal(await gateway.find(sms.id), found);
      t.equal(await gateway.send(sms), 'accepted');
      t.match(await (await fetch(`${sandbox.url}/messages`)).json(), { length: 1 });
    },
  );
}

t.test('a slow gateway, a wrong secret and no gateway leave the outcome unknown', async (t) => {
  const { gateway, sandbox } = await pair(t);
  sandbox.setFaults({ latencyMs: 3_000 });
  t.equal(await gateway.send(sms), 'unknown');
  sandbox.setFaults({ latencyMs: 0 });
  const stranger = createHttpGateway({ baseUrl: sandbox.url, secret: 'another', timeoutMs: 1_000 });
  t.equal(await stranger.send(sms), 'unknown');
  await t.rejects(stranger.find(sms.id), { name: 'GatewayUnavailable' });
  await sandbox.close();
  t.equal(await gateway.send(sms), 'unknown');
  await t.rejects(gateway.find(sms.id), { name: 'GatewayUnavailable' });
});

t.test('an answer that does not say what became of the message is no acceptance', async (t) => {
  let answer = { status: 200, headers: {}, body: '<html>Log på netværket</html>' };
  const server = createServer((_, response) => {
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const gateway = createHttpGateway({
    baseUrl: `http://127.0.0.1:${port}`,
    secret,
    timeoutMs: 900,
  });
  const answers = [
    answer,
    { status: 200, headers: {}, body: '' },
    { status: 200, headers: {}, body: '{"status":"queued?"}' },
    { status: 200, headers: { 'content-length': '99' }, body: '{"status":' },
    { status: 204, headers: {}, body: '' },
    { status: 302, headers: { location: '/elsewhere' }, body: '' },
    { status: 429, headers: { 'retry-after': '60' }, body: '' },
  ];
  for (answer of answers) {
    t.equal(await gateway.send(sms), 'unknown', JSON.stringify(answer));
    await t.rejects(gateway.find(sms.id), { name: 'GatewayUnavailable' });
  }
  answer = { status: 202, headers: {}, body: '{"status":"accepted"}' };
  t.equal(await gateway.send(sms), 'accepted');
});

t.test('only a fresh receipt with the right signature is read', (t) => {
  const body = JSON.stringify({ id: 'plan-1', status: 'delivered' });
  const signedAt = String(nowMs);
  const sign = (text: string) =>
    createHmac('sha256', secret).update(`${signedAt}.${text}`).digest('hex');
  const received = { body, signedAt, signature: sign(body) };
  const check = { secret, now: nowMs + 60_000 };
  t.same(readReceipt(received, check), { id: 'plan-1', status: 'delivered' });
  t.equal(readReceipt({ ...received, body: body.replace('plan-1', 'plan-2') }, check), undefined);
  t.equal(readReceipt({ ...received, signature: '' }, check), undefined);
  t.equal(readReceipt({ ...received, signedAt: String(nowMs + 1) }, check), undefined);
  t.equal(readReceipt(received, { secret, now: nowMs + 700_000 }), undefined);
  for (const odd of [
    '[]',
    'null',
    '{"id":7,"status":"delivered"}',
    '{"id":"a","status":"accepted"}',
    '{"id":"a\\u0000","status":"delivered"}',
    `{"id":"${'a'.repeat(1_000)}","status":"delivered"}`,
    'no json',
  ]) {
    t.equal(readReceipt({ body: odd, signedAt, signature: sign(odd) }, check), undefined);
  }
  t.end();
});
