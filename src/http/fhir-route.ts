import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatUtc } from '../fhir/instant.ts';
import { methodNotAllowed } from '../fhir/outcome.ts';
import { capabilityStatement } from '../interactions/capability.ts';
import type { Desk } from '../interactions/exchange.ts';
import { createRouter, type Router } from '../interactions/routes.ts';
import { askingOf } from './asking.ts';
import { deskOf, noteAccess } from './desk.ts';
import { assertAcceptable, sendBytes, sendTold } from './reply.ts';
import type { Service } from './server.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What was asked, without anything of the caller's: for the log. */
    template: string;
  }
}

const base = '/fhir';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Who asks is settled after what is asked: an address that is not there is the same for everybody. */
async function answer(
  service: Service,
  router: Router,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asking = askingOf(request, base);
  const { route, place } = router.match(asking.method, asking.path);
  request.template = `${asking.method} ${route.path}`;
  assertAcceptable(request);
  const desk: Desk = await deskOf(service, request);
  const told = await route.run(desk, asking, place);
  await Promise.all(told.looks.map((look) => noteAccess(service, desk, look)));
  return sendTold(request, reply, told);
}

/** The FHIR API: one door, and behind it what the registry makes. */
export function addFhir(app: FastifyInstance, service: Service): void {
  const router = createRouter(service.rooms);
  app.decorateRequest('template', '');
  app.get(`${base}/metadata`, async (request, reply) => {
    assertAcceptable(request);
    const statement = capabilityStatement({
      rooms: service.rooms,
      base: `${service.ports.publicUrl}${base}`,
      date: formatUtc(service.startedAt),
      r4: (type, code) => service.definitions.searchParameter(type, code)?.url,
    });
    return sendBytes(reply, 200, JSON.stringify(statement));
  });
  app.route({
    method: methods.filter((method) => method !== 'GET' && method !== 'HEAD'),
    url: `${base}/metadata`,
    handler: async ({ method }) => {
      throw methodNotAllowed(method, ['GET', 'HEAD']);
    },
  });
  for (const url of [base, `${base}/*`])
    app.route({
      method: [...methods],
      url,
      handler: (request, reply) => answer(service, router, request, reply),
    });
}
