import type { Socket } from 'node:net';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { longestToken } from '../access/token-form.ts';
import { uuidv7 } from '../fhir/id.ts';
import { badRequest, issue, notFound, render, type Text } from '../fhir/outcome.ts';
import { helpLink } from '../interactions/help-link.ts';
import { addCalendarFeed } from './calendar-feed.ts';
import { addCors } from './cors.ts';
import { asFhirError, bodyLimitBytes, internal } from './fault.ts';
import { addFhir } from './fhir-route.ts';
import { fhirJson } from './format.ts';
import { addHealth } from './health.ts';
import { addLedger } from './ledger.ts';
import { addLinkPage } from './link-page.ts';
import { addLive } from './live.ts';
import { isForSocket } from './live-socket.ts';
import { addManual } from './manual-page.ts';
import { acceptedTypes } from './media-type.ts';
import { addReceipts } from './receipts.ts';
import { languageOf, sendError } from './reply.ts';
import type { Service } from './server.ts';
import { addSilent } from './silent.ts';
import { addVideoPage } from './video-page.ts';

/** One Host and a path of our own: nothing that lets a proxy and us disagree about whom the request is for. */
function assertPlain(request: FastifyRequest): void {
  const hosts = request.raw.rawHeaders.filter(
    (name, at) => at % 2 === 0 && name.toLowerCase() === 'host',
  );
  if (hosts.length !== 1 || !request.raw.url?.startsWith('/'))
    throw badRequest('bad-request', {
      da: 'Forespørgslen skal have én Host og en sti.',
      en: 'The request must have one Host and a path.',
    });
}

const refusals: Readonly<Record<string, { status: string; key: string; text: Text }>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    key: 'address-too-long',
    text: {
      da: 'Forespørgslens adresse eller hoved er for langt. En lang søgning kan sendes som POST til _search.',
      en: 'The address or header of the request is too long. A long search can be sent as POST to _search.',
    },
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    key: 'request-timeout',
    text: {
      da: 'Forespørgslen kom ikke frem i tide.',
      en: 'The request did not arrive in time.',
    },
  },
};

const unreadable = {
  status: '400 Bad Request',
  key: 'bad-request',
  text: {
    da: 'Forespørgslens adresse eller hoved kan ikke læses.',
    en: 'The address or header of the request cannot be read.',
  },
};

/** What Node refuses before there is a request: a header or address too large, too slow, or no HTTP at all. */
function onClientError(
  { definitions, ports }: Service,
  error: Error & { code?: string },
  socket: Socket,
): void {
  if (!socket.writable) return;
  const { status, key, text } = refusals[error.code ?? ''] ?? unreadable;
  const body = JSON.stringify(render([issue({ code: 'invalid', key, text })], 'da'));
  const help = helpLink(definitions, ports.publicUrl, [{ key }]);
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: ${fhirJson}\r\nLink: ${help}\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Where it happened. The lines before the frames are the message. */
const framesOf = (error: unknown): string[] =>
  error instanceof Error
    ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
    : [];

function handleError(
  service: Service,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = asFhirError(error, request.routeOptions.bodyLimit);
  // The route's template and the kind of fault: an address or a message may hold what is nobody's business.
  if (!known)
    service.ports.log.error(
      {
        route: request.template || request.routeOptions.url || '',
        fault: error instanceof Error ? error.name : 'unknown',
        at: framesOf(error),
      },
      'request failed',
    );
  const told = known ?? internal();
  const help = helpLink(service.definitions, service.ports.publicUrl, told.issues);
  return sendError(reply.header('link', help), told, languageOf(request));
}

const patienceMs = 15_000;

/** The address and all headers: a token of the longest kind, and 4 KB for the rest. */
const headLimitBytes = longestToken + 4_096;

/** The API as a Fastify instance that listens to nobody yet. A request must have come whole within `requestTimeoutMs`. */
export function buildApp(service: Service, requestTimeoutMs = patienceMs): FastifyInstance {
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    // Slow senders hold nothing for long. Node looks for them only every half minute unless told otherwise, and takes the
    // greater of its two timeouts for the body.
    requestTimeout: requestTimeoutMs,
    http: {
      headersTimeout: requestTimeoutMs,
      maxHeaderSize: headLimitBytes,
      connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs),
      shouldUpgradeCallback: isForSocket,
    },
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 2_000, ignoreTrailingSlash: true },
    exposeHeadRoutes: true,
    trustProxy: service.trustedProxies?.length ? [...service.trustedProxies] : false,
    genReqId: () => uuidv7(service.ports.now()),
    clientErrorHandler: (error, socket) => onClientError(service, error, socket),
    frameworkErrors: (error, request, reply) => void handleError(service, error, request, reply),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...acceptedTypes], { parseAs: 'buffer' }, (_, body, done) =>
    done(null, body),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' });
    assertPlain(request);
  });
  addCors(app, service.origins ?? []);
  app.setErrorHandler((error, request, reply) => handleError(service, error, request, reply));
  app.setNotFoundHandler(() => {
    throw notFound('Resource', 'address');
  });
  addHealth(app, service);
  addLedger(app, service);
  addManual(app, service);
  if (service.calendarDevice !== undefined) addCalendarFeed(app, service, service.calendarDevice);
  if (service.sms) {
    addLinkPage(app, service, service.sms);
    addReceipts(app, service, service.sms);
  }
  if (service.video) addVideoPage(app, service, service.video);
  addFhir(app, service);
  addLive(app, service);
  addSilent(app);
  return app;
}
