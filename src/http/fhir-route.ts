import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LoginService } from '../access/login-directory.ts';
import { formatUtc } from '../fhir/instant.ts';
import { badRequest, methodNotAllowed } from '../fhir/outcome.ts';
import { metadata } from '../interactions/capability.ts';
import type { Asking, Told } from '../interactions/exchange.ts';
import { stamped } from '../interactions/look.ts';
import { createRouter, type Router } from '../interactions/routes.ts';
import { noteLooks } from './access-row.ts';
import { addActivityFeed } from './activity-feed.ts';
import { askingOf, withXml } from './asking.ts';
import { addBulk } from './bulk.ts';
import { addBulkPublish } from './bulk-publish.ts';
import { atDesk } from './desk.ts';
import { assertGiven, type Format, negotiate } from './format.ts';
import { json, jsonPatch, xml } from './media-type.ts';
import { sendTold } from './reply.ts';
import type { Service } from './server.ts';
import { addSmartConfiguration } from './smart-configuration.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What was asked, without anything of the caller's: for the log. */
    template: string;
    /** How the answer is to be written, once that is known. */
    format: Format | undefined;
  }
}

const base = '/fhir';

/** A message comes with its files: ten million bytes as base64, and its words. */
const messageLimitBytes = 14_500_000;

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Who did what is written by us alone: 400 for a Provenance of the client's own. https://hl7.org/fhir/R4/provenance.html#header */
function assertNoProvenance({ headers }: FastifyRequest): void {
  if (headers['x-provenance'] === undefined) return;
  throw badRequest(
    'client-provenance',
    {
      da: 'X-Provenance kan ikke bruges: hvem der handlede, skrives ud fra login og fuldmagt.',
      en: 'X-Provenance cannot be used: who acted is written by the login and the mandate.',
    },
    { expression: 'X-Provenance' },
  );
}

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
  assertNoProvenance(request);
  assertGiven(request.format, route.produces);
  const told = await atDesk(service, request, { route, asking, place }, async (desk) => {
    const whole = await withXml(request, asking, desk.definitions);
    const made = stamped(await route.run(desk, whole, place), route, asking);
    await noteLooks(service, desk, made.looks, request);
    return made;
  });
  return sendTold(request, reply, told);
}

const [fhirJson = '', fhirXml = ''] = [json[0], xml[0]];
const formats = [fhirJson, fhirXml, 'json', 'xml'];
const patchFormats = [jsonPatch, fhirJson, fhirXml];

const statementOf = (service: Service, login: LoginService | undefined) =>
  metadata(() => ({
    ...{ rooms: service.rooms, definitions: service.definitions, presented: service.presented },
    base: `${service.ports.publicUrl}${base}`,
    date: formatUtc(service.startedAt),
    ...{ formats, patchFormats, cors: (service.origins ?? []).length > 0 },
    ...(login && { login }),
  }));

/** Made again when it is known where to log in: who only looks need not wait for the login service. */
function metadataOf(service: Service) {
  const made = new Map<string, ReturnType<typeof metadata>>();
  return async (asking: Asking): Promise<Told> => {
    const login = await service.login?.known();
    const key = JSON.stringify(login?.addresses);
    const statement = made.get(key) ?? statementOf(service, login);
    if (!made.has(key)) made.clear();
    made.set(key, statement);
    return statement(asking);
  };
}

/** The FHIR API: one door, and behind it what the registry makes. */
export function addFhir(app: FastifyInstance, service: Service): void {
  const router = createRouter(service.rooms);
  app.decorateRequest('template', '');
  app.decorateRequest('format', undefined);
  const statement = metadataOf(service);
  app.get(`${base}/metadata`, async (request, reply) => {
    request.format = negotiate(request, service.definitions);
    return sendTold(request, reply, await statement(askingOf(request, base)));
  });
  app.route({
    method: methods.filter((method) => method !== 'GET' && method !== 'HEAD'),
    url: `${base}/metadata`,
    handler: async ({ method }) => {
      throw methodNotAllowed(method, ['GET', 'HEAD']);
    },
  });
  addSmartConfiguration(app, service, base);
  addBulk(app, service, base);
  addBulkPublish(app, service, base);
  addActivityFeed(app, service, base);
  app.route({
    method: 'POST',
    url: `${base}/Communication`,
    bodyLimit: messageLimitBytes,
    handler: (request, reply) => answer(service, router, request, reply),
  });
  for (const url of [base, `${base}/*`])
    app.route({
      method: [...methods],
      url,
      handler: (request, reply) => answer(service, router, request, reply),
    });
}
