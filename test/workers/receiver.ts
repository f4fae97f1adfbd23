import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';
import { listener } from '../listener.ts';

export interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody who is told, and answers with what is set: 0 is no answer. */
export async function receiver(t: Test) {
  const got: Got[] = [];
  const state = { status: 204 };
  const server = createServer(
    listener(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      if (state.status > 0) response.writeHead(state.status).end();
    }),
  );
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const channel = {
    ...{ type: 'rest-hook', endpoint: `http://127.0.0.1:${port}/hook` },
    header: ['Authorization: Bearer theirs'],
  };
  return { got, state, channel, drop: () => server.closeAllConnections() };
}
