import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CuraContext } from './context.ts';
import { dueFailure } from './faults.ts';

/** By the real clock: those who wait for the next second really wait. */
function limiter(): (perSecond: number) => boolean {
  let second = 0;
  let count = 0;
  return (perSecond) => {
    const current = Math.floor(performance.now() / 1000);
    count = current === second ? count + 1 : 1;
    second = current;
    return perSecond > 0 && count > perSecond;
  };
}

function answer(reply: FastifyReply, status: number): FastifyReply {
  if (status === 429 || status === 503) reply.header('retry-after', '1');
  return reply.code(status).send({ kode: 'fejl', tekst: 'Der er sket en fejl i Cura.' });
}

/** Lets the faults that come before a request is looked at happen to `/v1` and `/oauth`. */
export function faultHook(app: FastifyInstance, { faults }: CuraContext): void {
  const tooMany = limiter();
  const strike = async (request: FastifyRequest, reply: FastifyReply) => {
    if (faults.down) {
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
    // A write waits when it has come in whole: it is carried out also when its sender has given up.
    if (request.method === 'GET' && faults.latencyMs > 0) await sleep(faults.latencyMs);
    if (tooMany(faults.rateLimit)) return answer(reply, 429);
    const failure = request.url.startsWith('/v1/') ? dueFailure(faults, false) : undefined;
    return failure === undefined ? undefined : answer(reply, failure);
  };
  app.addHook('onRequest', async (request, reply) => {
    if (/^\/(v1|oauth)\//.test(request.url)) return strike(request, reply);
  });
}
