import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { endpointFault, isPublicAddress } from '../../src/resources/subscription/endpoint.ts';
import { headerFault } from '../../src/resources/subscription/header.ts';
import { sendOnce } from '../../src/workers/subscription-send.ts';

const message = { headers: { 'content-type': 'application/fhir+json' }, body: '{}' };

t.test('An address', async (t) => {
  t.test('of the public Internet may be told, and no other', async (t) => {
    for (const address of ['1.1.1.1', '193.163.1.1', '2606:4700::1111', '2a00:1450::1'])
      t.equal(isPublicAddress(address), true, address);
    for (const address of [
      ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '0.0.0.0'],
      ...['169.254.169.254', '100.64.0.1', '224.0.0.1', '255.255.255.255', '198.18.0.1'],
      ...['::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1'],
      ...['::ffff:a00:1', '64:ff9b::a00:1', '2002:7f00:1::', '2001:db8::1', 'localhost', ''],
    ])
      t.equal(isPublicAddress(address), false, address);
    t.equal(isPublicAddress('127.0.0.1', true), true, 'for a sandbox');
    t.equal(isPublicAddress('10.1.2.3', true), false);
  });

  t.test('is https, without user and password', async (t) => {
    const faults = (url: string | undefined, loopback = false) => endpointFault(url, loopback);
    t.equal(faults('https://hook.example/a?b=c'), undefined);
    t.equal(faults('https://93.184.216.34/'), undefined);
    t.equal(faults('http://hook.example/'), 'scheme');
    t.equal(faults('ftp://hook.example/'), 'scheme');
    t.equal(faults('file:///etc/passwd'), 'scheme');
    t.equal(faults('https://user:word@hook.example/'), 'credentials');
    t.equal(faults('nonsense'), 'form');
    t.equal(faults(undefined), 'form');
    for (const host of [
      '127.0.0.1',
      '0x7f.1',
      '2130706433',
      '[::1]',
      '[::ffff:7f00:1]',
      '10.1.1.1',
    ])
      t.equal(faults(`https://${host}/`), 'address', host);
    t.equal(faults('http://127.0.0.1:1/', true), undefined);
    t.equal(faults('http://10.0.0.1/', true), 'scheme');
  });

  t.test('may be given headers, but none of ours', async (t) => {
    t.equal(headerFault('Authorization: Bearer x'), undefined);
    t.equal(headerFault('X-Tenant:1'), undefined);
    t.equal(headerFault('Host: elsewhere'), 'reserved');
    t.equal(headerFault('Webhook-Id: x'), 'reserved');
    t.equal(headerFault('Content-Length: 1'), 'reserved');
    t.equal(headerFault('X: a\r\nY: b'), 'form');
    t.equal(headerFault('no colon'), 'form');
  });
});

t.test('A message', async (t) => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (request.url === '/away') response.writeHead(307, { location: '/' }).end();
    else if (request.url === '/never') return;
    else response.writeHead(request.url === '/bad' ? 500 : 204).end();
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const at = (host: string, path = '/') => `http://${host}:${port}${path}`;
  const options = { timeoutMs: 500, allowLoopback: false };

  t.test('goes to no name that leads inwards, be it only one of its addresses', async (t) => {
    for (const found of [['127.0.0.1'], ['1.1.1.1', '10.0.0.1'], ['::1'], []])
      t.same(
        await sendOnce(at('hook.example'), message, { ...options, lookup: async () => found }),
        {
          accepted: false,
          why: 'address',
        },
      );
    t.same(await sendOnce(at('localhost'), message, options), { accepted: false, why: 'address' });
    t.equal(asked, 0);
  });

  t.test('goes to the address that was looked at, whatever the name says then', async (t) => {
    const open = { timeoutMs: 500, allowLoopback: true };
    let lookups = 0;
    const lookup = async () => {
      lookups += 1;
      return lookups === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
    };
    const sent = await sendOnce(at('no-such-name.invalid'), message, { ...open, lookup });
    t.same(sent, { accepted: true }, 'the system was not asked for the name');
    t.equal(lookups, 1);
  });

  t.test('follows no redirect, and waits no longer than it should', async (t) => {
    const open = { timeoutMs: 300, allowLoopback: true };
    const before = asked;
    const to = (path: string) => sendOnce(at('127.0.0.1', path), message, open);
    t.same(await to('/away'), { accepted: false, why: 'redirect' });
    t.equal(asked, before + 1);
    t.same(await to('/bad'), { accepted: false, why: 'refused' });
    t.same(await to('/never'), { accepted: false, why: 'no-answer' });
  });
});
