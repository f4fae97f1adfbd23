/** Notifications over websockets. https://hl7.org/fhir/uv/subscriptions-backport/channels.html#websockets */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { openBinding } from '../interactions/subscription-binding.ts';
import { notification } from '../interactions/subscription-notification.ts';
import type { Standing } from '../resources/subscription/run.ts';
import { type Live, runsOf, takePlace } from './live-bind.ts';
import { type Closing, type Sink, saidOf } from './live-drain.ts';

const socketPath = '/live';

/** Whether a request is for the websocket: all other upgrades are answered as if they had not been asked for. */
export const isForSocket = ({ url = '', headers }: IncomingMessage): boolean =>
  url.split('?', 1)[0] === socketPath && /^websocket$/i.test(headers.upgrade ?? '');

const limits = {
  messageBytes: 16_384,
  unboundMs: 10_000,
  pingMs: 30_000,
  /** A reader so far behind is let go. */
  bufferedBytes: 1_048_576,
  sockets: 10_000,
  /** Messages that a client may send between two pings. */
  messages: 60,
} as const;

/** Codes of RFC 6455 and IANA's registry. */
const codes: Readonly<Record<Closing | 'refused' | 'full' | 'chatty', number>> = {
  ...{ 'login-ended': 1008, 'right-ended': 1008, 'subscription-ended': 1000, refused: 1008 },
  ...{ slow: 1013, full: 1013, stopping: 1001, chatty: 1008 },
};

const close = (socket: WebSocket, why: keyof typeof codes): void => socket.close(codes[why], why);

interface Connection {
  readonly socket: WebSocket;
  readonly sinks: Map<string, Sink>;
  free: (() => void) | undefined;
  isAlive: boolean;
  messages: number;
}

function send(connection: Connection, body: string): void {
  const { socket } = connection;
  if (socket.bufferedAmount > limits.bufferedBytes) {
    close(socket, 'slow');
    socket.terminate();
  } else socket.send(body);
}

function sinkFor(
  connection: Connection,
  run: Standing,
  sink: Pick<Sink, 'caller' | 'until'>,
): Sink {
  return {
    ...{ subscription: run.id, ...sink, last: run.events, toldAt: 0, checkedAt: 0 },
    send: (body) => send(connection, body),
    close: (why) => {
      connection.sinks.delete(run.id);
      if (connection.sinks.size === 0) close(connection.socket, why);
    },
  };
}

/** A second binding of the same Subscription goes on with the newer login. */
function bindOne(
  { service, hub }: Live,
  connection: Connection,
  run: Standing,
  by: Pick<Sink, 'caller' | 'until'>,
): void {
  const now = service.ports.now();
  const said = saidOf(service, run, 'handshake');
  send(connection, notification(said, { mark: `${now}`, now }));
  const known = connection.sinks.get(run.id);
  if (known) {
    Object.assign(known, by);
    return;
  }
  const sink = { ...sinkFor(connection, run, by), toldAt: now, checkedAt: now };
  connection.sinks.set(run.id, sink);
  hub.join(sink);
}

const grammar = /^bind-with-token:?\s+(\S+)\s*$/;

/** Why a word of a client binds nothing; undefined when it does. */
async function bind(
  live: Live,
  connection: Connection,
  text: string,
): Promise<keyof typeof codes | undefined> {
  const [, token] = grammar.exec(text) ?? [];
  const binding = token === undefined ? undefined : await openBinding(live.service.ports, token);
  if (!binding) return 'refused';
  connection.free ??= takePlace(live, binding.caller);
  if (!connection.free) return 'full';
  const runs = await runsOf(live, binding);
  // It may have closed meanwhile, and given its place back then.
  if (connection.socket.readyState !== connection.socket.OPEN) connection.free();
  else for (const run of runs) bindOne(live, connection, run, binding);
  return runs.length === 0 ? 'refused' : undefined;
}

async function onMessage(
  live: Live,
  connection: Connection,
  { data, isBinary }: { readonly data: Buffer; readonly isBinary: boolean },
): Promise<void> {
  connection.messages += 1;
  const isPlain = !isBinary && connection.messages <= limits.messages;
  try {
    const why = isPlain ? await bind(live, connection, data.toString('utf8')) : 'chatty';
    if (why) close(connection.socket, why);
  } catch (error) {
    live.service.ports.log.error({ fault: (error as Error).name }, 'a websocket was not bound');
    close(connection.socket, 'slow');
  }
}

/** Who does not answer a ping is gone. */
function watch(connection: Connection): NodeJS.Timeout {
  return setInterval(() => {
    if (!connection.isAlive) connection.socket.terminate();
    connection.isAlive = false;
    connection.messages = 0;
    if (connection.socket.readyState === connection.socket.OPEN) connection.socket.ping();
  }, limits.pingMs);
}

function accept(live: Live, socket: WebSocket): void {
  const connection: Connection = {
    socket,
    sinks: new Map(),
    free: undefined,
    isAlive: true,
    messages: 0,
  };
  const timer = watch(connection);
  const unbound = setTimeout(() => {
    if (connection.sinks.size === 0) close(socket, 'refused');
  }, limits.unboundMs);
  socket.on('pong', () => {
    connection.isAlive = true;
  });
  // What breaks a frame's rules, or is too long, closes the connection: nothing else is to be done.
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer, isBinary) => {
    void onMessage(live, connection, { data, isBinary });
  });
  socket.on('close', () => {
    clearInterval(timer);
    clearTimeout(unbound);
    for (const sink of connection.sinks.values()) live.hub.leave(sink);
    connection.free?.();
  });
}

function refuse(socket: Duplex): void {
  socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 10\r\n\r\n');
}

/** Takes websockets at `/live`; gives what closes them. */
export function addLiveSocket(app: FastifyInstance, live: Live): () => void {
  const server = new WebSocketServer({
    ...{ noServer: true, maxPayload: limits.messageBytes, perMessageDeflate: false },
  });
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    if (server.clients.size >= limits.sockets) return refuse(socket);
    server.handleUpgrade(request, socket, head, (client) => accept(live, client));
  });
  return () => {
    for (const client of server.clients) {
      close(client, 'stopping');
      setTimeout(() => client.terminate(), 500).unref();
    }
  };
}
