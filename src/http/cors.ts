/** Which web sites' scripts may call. https://fetch.spec.whatwg.org/#http-cors-protocol */
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What tells apps where to log in and what they find, each at its one path. */
const discovery: readonly string[] = [
  ...['/fhir/metadata', '/fhir/.well-known/smart-configuration'],
  '/.well-known/smart-configuration',
];

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

const shown = [
  ...['ETag', 'Location', 'Content-Location', 'Last-Modified', 'Retry-After', 'Link'],
  ...['WWW-Authenticate', 'X-Progress', 'X-Request-Id'],
].join(', ');

const preflight = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': [
    ...['Authorization', 'Content-Type', 'Accept', 'Accept-Language', 'Prefer'],
    ...['If-Match', 'If-None-Match', 'If-Modified-Since', 'If-None-Exist'],
  ].join(', '),
  'access-control-max-age': '600',
} as const;

/** The origin that may read the answer: any site for discovery, which says the same to everybody; else one that is named. */
function allowedOrigin({ headers, url }: FastifyRequest, origins: readonly string[]) {
  const { origin } = headers;
  if (origin === undefined) return undefined;
  if (discovery.includes(pathOf(url))) return '*';
  return origins.includes(origin) ? origin : undefined;
}

/** Tokens travel in a header that scripts set themselves, so cookies are never asked for. */
export function addCors(app: FastifyInstance, origins: readonly string[]): void {
  app.addHook('onRequest', async (request, reply) => {
    const origin = allowedOrigin(request, origins);
    if (origin === undefined) return;
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': shown,
    });
    const isPreflight = request.headers['access-control-request-method'] !== undefined;
    if (request.method === 'OPTIONS' && isPreflight)
      await reply.code(204).headers(preflight).header('vary', 'Origin').send();
  });
  // Answers set what they vary by themselves.
  app.addHook('onSend', async (_, reply) => {
    const vary = reply.getHeader('vary');
    if (origins.length > 0 && !`${vary}`.includes('Origin'))
      reply.header('vary', vary === undefined ? 'Origin' : `${vary}, Origin`);
  });
}
