import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatUtc } from '../fhir/instant.ts';
import { methodNotAllowed } from '../fhir/outcome.ts';
import { metadata } from '../interactions/capability.ts';
import type { Desk } from '../interactions/exchange.ts';
import { createRouter, type Router } from '../interactions/routes.ts';
import { askingOf, withXml } from './asking.ts';
import { addBulk } from './bulk.ts';
import { deskOf, noteAccess } from './desk.ts';
import { type Format, negotiate } from './format.ts';
import { json, jsonPatch, xml } from './media-type.ts';
import { sendTold } from './reply.ts';
import type { Service } from './server.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What was asked, without anything of the caller's: for the log. */
    template: string;
    /** How the answer is to be written, once that is known. */
    format: Format | undefined;
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
  request.format = negotiate(request, service.definitions);
  const asking = askingOf(request, base);
  const { route, place } = router.match(asking.method, asking.path);
  request.template = `${asking.method} ${route.path}`;
  const desk: Desk = await deskOf(service, request);
  const told = await route.run(desk, await withXml(request, asking, desk.definitions), place);
  await Promise.all(told.looks.map((look) => noteAccess(service, desk, look)));
  return sendTold(request, reply, told);
}

const [fhirJson = '', fhirXml = ''] = [json[0], xml[0]];
const formats = [fhirJson, fhirXml, 'json', 'xml'];
const patchFormats = [jsonPatch, fhirJson, fhirXml];

const metadataOf = (service: Service): ReturnType<typeof metadata> =>
  metadata(() => ({
    ...{ rooms: service.rooms, definitions: service.definitions, presented: service.presented },
    base: `${service.ports.publicUrl}${base}`,
    date: formatUtc(service.startedAt),
    ...{ formats, patchFormats },
  }));

/** The FHIR API: one door, and behind it what the registry makes. */
export function addFhir(app: FastifyInstance, service: Service): void {
  const router = createRouter(service.rooms);
  app.decorateRequest('template', '');
  app.decorateRequest('format', undefined);
  const statement = metadataOf(service);
  app.get(`${base}/metadata`, async (request, reply) => {
    request.format = negotiate(request, service.definitions);
    return sendTold(request, reply, statement(askingOf(request, base)));
  });
  app.route({
    method: methods.filter((method) => method !== 'GET' && method !== 'HEAD'),
    url: `${base}/metadata`,
    handler: async ({ method }) => {
      throw methodNotAllowed(method, ['GET', 'HEAD']);
    },
  });
  addBulk(app, service, base);
  for (const url of [base, `${base}/*`])
    app.route({
      method: [...methods],
      url,
      handler: (request, reply) => answer(service, router, request, reply),
    });
}
