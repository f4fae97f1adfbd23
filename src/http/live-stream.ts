/** Notifications as server-sent events. https://html.spec.whatwg.org/multipage/server-sent-events.html */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { tokenMissing } from '../access/token-refusal.ts';
import { notFound, unauthorized, unavailable } from '../fhir/outcome.ts';
import { queryOf } from '../interactions/address.ts';
import type { Asking } from '../interactions/exchange.ts';
import { idAt } from '../interactions/place.ts';
import { read } from '../interactions/read.ts';
import { type Binding, bindingUntil, openBinding } from '../interactions/subscription-binding.ts';
import { notification } from '../interactions/subscription-notification.ts';
import type { Standing } from '../resources/subscription/run.ts';
import { askingOf } from './asking.ts';
import { atDesk } from './desk.ts';
import { type Live, runsOf, takePlace } from './live-bind.ts';
import { type Sink, saidOf } from './live-drain.ts';

const limits = { bufferedBytes: 1_048_576, commentMs: 15_000, retryMs: 3_000 } as const;

const noToken = () =>
  unauthorized('binding-token', {
    da: 'Tokenet fra $get-ws-binding-token er udløbet eller gælder ikke dette abonnement. Hent et nyt.',
    en: 'The token of $get-ws-binding-token has expired or is not for this Subscription. Get a new one.',
  });

const full = () =>
  unavailable(
    'live-full',
    {
      da: 'Du har for mange forbindelser åbne. Luk en, eller prøv igen om lidt.',
      en: 'You have too many connections open. Close one, or try again in a moment.',
    },
    10,
  );

/** An EventSource cannot send headers: it may bring a binding token in the address, which is good for minutes. */
async function byToken({ service }: Live, id: string, token: string): Promise<Binding> {
  const binding = await openBinding(service.ports, token);
  if (!binding?.subscriptions.includes(id)) throw noToken();
  return { ...binding, subscriptions: [id] };
}

/** Refused as any read of the Subscription would be. */
function byLogin({ service }: Live, request: FastifyRequest, id: string): Promise<Binding> {
  const room = service.rooms.find(({ type }) => type === 'Subscription');
  if (!room) throw notFound('Subscription', id);
  const asking: Asking = { ...askingOf(request, ''), query: [] };
  const asked = { route: { name: 'read', room }, asking, place: { id } };
  return atDesk(service, request, asked, async (desk) => {
    const { caller } = desk.call.grant;
    if (caller.kind === 'public') throw tokenMissing();
    await read(desk.call, room, idAt(room, id));
    return { subscriptions: [id], caller, until: bindingUntil(service.ports, caller) };
  });
}

const lines = (text: string): string => text.replace(/\r?\n/g, '\ndata: ');

/** Where the reader left off, by its own word; else now. */
function lastSeen({ headers }: FastifyRequest, { events }: Standing): number {
  const given = headers['last-event-id'];
  const isNumber = typeof given === 'string' && /^\d{1,15}$/.test(given);
  return isNumber ? Math.min(Number(given), events) : events;
}

function open(
  live: Live,
  reply: FastifyReply,
  binding: Binding,
  run: Standing,
  last: number,
): Sink {
  const { raw } = reply;
  const now = live.service.ports.now();
  const write = (text: string): void => {
    if (raw.writableLength > limits.bufferedBytes) raw.destroy();
    else raw.write(text);
  };
  // What is written behind the end, while a slow reader has still to take what came before, is an error of the answer.
  raw.on('error', () => undefined);
  const timer = setInterval(() => write(': \n\n'), limits.commentMs);
  const sink: Sink = {
    ...{ subscription: run.id, caller: binding.caller, until: binding.until, last },
    ...{ toldAt: now, checkedAt: now },
    send: (body, number) =>
      write(`${number === undefined ? '' : `id: ${number}\n`}data: ${lines(body)}\n\n`),
    close: (why) => {
      raw.end(`event: closed\ndata: ${why}\n\n`);
    },
  };
  raw.on('close', () => {
    clearInterval(timer);
    live.hub.leave(sink);
  });
  const said = saidOf(live.service, run, 'handshake');
  write(
    `retry: ${limits.retryMs}\ndata: ${lines(notification(said, { mark: `${now}`, now }))}\n\n`,
  );
  return sink;
}

async function stream(live: Live, request: FastifyRequest, reply: FastifyReply, id: string) {
  const token = queryOf(request.raw.url?.split('?')[1] ?? '').find(([name]) => name === 'token');
  const binding = await (token ? byToken(live, id, token[1]) : byLogin(live, request, id));
  const [run] = await runsOf(live, binding);
  if (!run) throw notFound('Subscription', id);
  const { raw } = reply;
  // Who has left meanwhile would give no place back.
  if (raw.destroyed) return void reply.hijack();
  const free = takePlace(live, binding.caller);
  if (!free) throw full();
  reply.hijack();
  raw.on('close', free);
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    ...{ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
    // Proxies that gather what they pass on would hold events back.
    'x-accel-buffering': 'no',
  });
  live.hub.join(open(live, reply, binding, run, lastSeen(request, run)));
}

/** Streams one Subscription at `/live/<id>`. */
export function addLiveStream(app: FastifyInstance, live: Live): void {
  app.get<{ Params: { id: string } }>(
    '/live/:id',
    { exposeHeadRoute: false },
    async (request, reply) => {
      request.template = 'GET /live/:id';
      await stream(live, request, reply, request.params.id);
    },
  );
}
