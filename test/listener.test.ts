import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import t from 'tap';
import { listener } from './listener.ts';

t.test('A caller who leaves in the middle of its request ends no test', async (t) => {
  const begun: string[] = [];
  const server = createServer(
    listener(async (request, response) => {
      begun.push(request.method ?? '');
      for await (const _ of request);
      response.end('whole');
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const caller = connect(port, '127.0.0.1');
  caller.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf');
  await once(server, 'request');
  caller.destroy();
  await once(caller, 'close');
  const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: 'b' });
  t.equal(await answer.text(), 'whole');
  t.same(begun, ['POST', 'POST']);
});
