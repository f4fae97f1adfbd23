import { setTimeout as sleep } from 'node:timers/promises';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { pageHeaders } from './html.ts';
import { type Gateway, startDelivery } from './sms-delivery.ts';
import { faultSchema, noFaults, type SmsFaults, setFaults, takeFault } from './sms-faults.ts';
import { messagePage } from './sms-page.ts';
import { type KeptSms, openSmsStore } from './sms-store.ts';

export interface MessageServerOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Whoever sends shows it as a bearer token; receipts are signed with it. */
  readonly secret: string;
  /** Without one, messages are gone when it closes. */
  readonly dataDir?: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface RunningMessageServer {
  readonly url: string;
  readonly setFaults: (faults: SmsFaults) => void;
  readonly close: () => Promise<void>;
}

/** A message as it was asked for; `to` is a number, or a CPR number. */
export interface Asked {
  readonly to: string;
  readonly text: string;
  readonly receiptUrl?: string;
}

/** One kind of channel: its file, its page, and how it reads what it is sent. */
export interface MessageKind {
  readonly name: 'sms' | 'nemsms' | 'digital-post';
  readonly title: string;
  readonly schema?: object;
  /** What is asked for; a text says what is wrong with it. */
  readonly read: (request: FastifyRequest) => Asked | string;
}

function accept(gateway: Gateway, id: string, { to, text, receiptUrl }: Asked): KeptSms {
  const sms: KeptSms = {
    ...{ id, to, text },
    receiptUrl: receiptUrl ?? null,
    status: 'accepted',
    acceptedAt: gateway.now(),
  };
  gateway.store.add(sms);
  startDelivery(gateway, sms);
  return sms;
}

/** Whether it went wrong on purpose. */
function misbehave(gateway: Gateway, reply: FastifyReply, when: 'before' | 'after'): boolean {
  const fault = takeFault(gateway.faults, when);
  if (fault === 'cut') {
    reply.hijack();
    reply.raw.destroy();
  }
  if (fault === 'fail') void reply.code(500).send({ error: 'Sandkassen fejler med vilje.' });
  return fault !== undefined;
}

const isSame = (kept: KeptSms, asked: Asked) => kept.to === asked.to && kept.text === asked.text;

async function put(gateway: Gateway, id: string, asked: Asked, reply: FastifyReply) {
  if (gateway.faults.latencyMs > 0) await sleep(gateway.faults.latencyMs);
  if (misbehave(gateway, reply, 'before')) return reply;
  const kept = gateway.store.get(id);
  if (!kept && gateway.faults.notEnrolled.has(asked.to))
    return reply.code(410).send({ error: 'Modtageren er ikke tilmeldt.' });
  if (kept && !isSame(kept, asked)) {
    return reply.code(409).send({ error: 'Nummeret er brugt til en anden besked.' });
  }
  const sms = kept ?? accept(gateway, id, asked);
  if (misbehave(gateway, reply, 'after')) return reply;
  return reply.code(kept ? 200 : 201).send(sms);
}

const idSchema = {
  type: 'object',
  properties: { id: { type: 'string', minLength: 1, maxLength: 100 } },
} as const;

/** What the one who sends may do. */
function addSenderRoutes(app: FastifyInstance, gateway: Gateway, { schema, read }: MessageKind) {
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.authorization === `Bearer ${gateway.secret}`) return;
    await reply.code(401).send({ error: 'Ukendt afsender.' });
  });
  app.put<{ Params: { id: string } }>(
    '/messages/:id',
    { schema: { params: idSchema, ...(schema && { body: schema }) } },
    (request, reply) => {
      const asked = read(request);
      return typeof asked === 'string'
        ? reply.code(400).send({ error: asked })
        : put(gateway, request.params.id, asked, reply);
    },
  );
  app.get<{ Params: { id: string } }>('/messages/:id', (request, reply) => {
    const kept = gateway.store.get(request.params.id);
    return kept ? reply.send(kept) : reply.code(404).send({ error: 'Beskeden kendes ikke.' });
  });
}

/** What whoever tries the sandbox may look at and turn. */
function addSandboxRoutes(app: FastifyInstance, gateway: Gateway, { title }: MessageKind): void {
  app.put<{ Body: SmsFaults }>('/faults', { schema: { body: faultSchema } }, (request, reply) => {
    setFaults(gateway.faults, request.body);
    return reply.code(204).send();
  });
  app.get('/messages', async () => gateway.store.all());
  app.get('/', (_request, reply) =>
    reply.headers(pageHeaders).send(messagePage(title, gateway.store.all())),
  );
}

function server(): FastifyInstance {
  const app = fastify({
    bodyLimit: 100_000,
    forceCloseConnections: true,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  app.addContentTypeParser('application/xml', { parseAs: 'string' }, (_, body, done) =>
    done(null, body),
  );
  return app;
}

const gatewayOf = (
  { secret, now, dataDir }: MessageServerOptions,
  { name }: MessageKind,
): Gateway => ({
  ...{ secret, now },
  store: openSmsStore(dataDir, name),
  faults: noFaults(),
  stop: new AbortController(),
  deliveries: new Set(),
});

async function close(app: FastifyInstance, { stop, deliveries, store }: Gateway): Promise<void> {
  if (stop.signal.aborted) return;
  stop.abort();
  await app.close();
  await Promise.all(deliveries);
  store.close();
}

/** Starts one of the sandbox's channels: a real HTTP server that sends nothing and shows all. */
export async function startMessageServer(
  options: MessageServerOptions,
  kind: MessageKind,
): Promise<RunningMessageServer> {
  const gateway = gatewayOf(options, kind);
  const app = server();
  addSandboxRoutes(app, gateway, kind);
  await app.register(async (scope) => addSenderRoutes(scope, gateway, kind));
  const url = await app.listen({ port: options.port, host: options.host });
  for (const sms of gateway.store.open()) startDelivery(gateway, sms);
  return {
    url,
    setFaults: (faults) => setFaults(gateway.faults, faults),
    close: () => close(app, gateway),
  };
}
