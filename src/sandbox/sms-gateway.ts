import { setTimeout as sleep } from 'node:timers/promises';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { formatDanish } from '../fhir/instant.ts';
import { escapeHtml, page, pageHeaders } from './html.ts';
import { type Gateway, startDelivery } from './sms-delivery.ts';
import { faultSchema, noFaults, type SmsFaults, setFaults, takeFault } from './sms-faults.ts';
import { type KeptSms, openSmsStore, type SmsState } from './sms-store.ts';

export interface SmsGatewayOptions {
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

export interface RunningSmsGateway {
  readonly url: string;
  readonly setFaults: (faults: SmsFaults) => void;
  readonly close: () => Promise<void>;
}

interface Asked {
  readonly to: string;
  readonly text: string;
  readonly receiptUrl?: string;
}

const askedSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['to', 'text'],
  properties: {
    to: { type: 'string', pattern: '^\\+[0-9]{6,15}$' },
    text: { type: 'string', minLength: 1, maxLength: 1_600 },
    receiptUrl: { type: 'string', pattern: '^https?://', maxLength: 2_000 },
  },
} as const;

function accept(
  gateway: Gateway,
  id: string,
  { to, text, receiptUrl = undefined }: Asked,
): KeptSms {
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
  if (kept && !isSame(kept, asked)) {
    return reply.code(409).send({ error: 'Nummeret er brugt til en anden besked.' });
  }
  const sms = kept ?? accept(gateway, id, asked);
  if (misbehave(gateway, reply, 'after')) return reply;
  return reply.code(kept ? 200 : 201).send(sms);
}

const stateNames: Readonly<Record<SmsState, string>> = {
  accepted: 'På vej',
  delivered: 'Leveret',
  undeliverable: 'Kunne ikke leveres',
};

/** A phone makes links of addresses, and so do we. */
const withLinks = (text: string): string =>
  escapeHtml(text).replace(/https?:\/\/[\w.:/-]+/g, (url) => `<a href="${url}">${url}</a>`);

const row = ({ acceptedAt, to, text, status }: KeptSms): string =>
  `<tr><td>${formatDanish(acceptedAt)}</td><td>${escapeHtml(to)}</td><td class="text">${withLinks(text)}</td><td>${stateNames[status]}</td></tr>`;

function listPage(messages: readonly KeptSms[]): string {
  const head = '<tr><th>Modtaget</th><th>Til</th><th>Besked</th><th>Status</th></tr>';
  const list = `<table><thead>${head}</thead><tbody>${messages.map(row).join('')}</tbody></table>`;
  return page('Sms-beskeder i sandkassen', messages.length > 0 ? list : '<p>Ingen sms endnu.</p>');
}

const idSchema = {
  type: 'object',
  properties: { id: { type: 'string', minLength: 1, maxLength: 100 } },
} as const;

/** What the one who sends may do. */
function addSenderRoutes(app: FastifyInstance, gateway: Gateway): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.authorization === `Bearer ${gateway.secret}`) return;
    await reply.code(401).send({ error: 'Ukendt afsender.' });
  });
  app.put<{ Params: { id: string }; Body: Asked }>(
    '/messages/:id',
    { schema: { body: askedSchema, params: idSchema } },
    (request, reply) => put(gateway, request.params.id, request.body, reply),
  );
  app.get<{ Params: { id: string } }>('/messages/:id', (request, reply) => {
    const kept = gateway.store.get(request.params.id);
    return kept ? reply.send(kept) : reply.code(404).send({ error: 'Beskeden kendes ikke.' });
  });
}

/** What whoever tries the sandbox may look at and turn. */
function addSandboxRoutes(app: FastifyInstance, gateway: Gateway): void {
  app.put<{ Body: SmsFaults }>('/faults', { schema: { body: faultSchema } }, (request, reply) => {
    setFaults(gateway.faults, request.body);
    return reply.code(204).send();
  });
  app.get('/messages', async () => gateway.store.all());
  app.get('/', (_request, reply) => reply.headers(pageHeaders).send(listPage(gateway.store.all())));
}

const server = () =>
  fastify({
    bodyLimit: 100_000,
    forceCloseConnections: true,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });

const gatewayOf = ({ secret, now, dataDir }: SmsGatewayOptions): Gateway => ({
  ...{ secret, now },
  store: openSmsStore(dataDir),
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

/** The sandbox's SMS gateway: a real HTTP server that sends nothing and shows all. */
export async function startSmsGateway(options: SmsGatewayOptions): Promise<RunningSmsGateway> {
  const gateway = gatewayOf(options);
  const app = server();
  addSandboxRoutes(app, gateway);
  await app.register(async (scope) => addSenderRoutes(scope, gateway));
  const url = await app.listen({ port: options.port, host: options.host });
  for (const sms of gateway.store.open()) startDelivery(gateway, sms);
  return {
    url,
    setFaults: (faults) => setFaults(gateway.faults, faults),
    close: () => close(app, gateway),
  };
}
