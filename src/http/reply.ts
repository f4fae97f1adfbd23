import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FhirError, type Language, notAcceptable, render } from '../fhir/outcome.ts';
import type { Told } from '../interactions/exchange.ts';

export const fhirJson = 'application/fhir+json; charset=utf-8';

const ours: OutgoingHttpHeaders = {
  'content-type': fhirJson,
  'cache-control': 'private, no-cache',
  vary: 'Authorization, Accept-Language',
};

/** Danish unless English is asked for first. */
export const languageOf = (request: FastifyRequest): Language =>
  /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'da';

const understood = /\*\/\*|application\/\*|application\/(fhir\+)?json|text\/json/i;

/** 406 when the caller takes none of our formats; `_format` wins over Accept. */
export function assertAcceptable(request: FastifyRequest): void {
  const format = (request.query as { _format?: string | string[] })._format;
  const asked =
    (Array.isArray(format) ? format[0] : format)?.replace(' ', '+') ??
    request.headers.accept ??
    '*/*';
  if (asked !== 'json' && !understood.test(asked)) throw notAcceptable([fhirJson]);
}

export const sendBytes = (
  reply: FastifyReply,
  status: number,
  body: Buffer | string,
): FastifyReply => reply.code(status).headers(ours).send(body);

export function sendError(reply: FastifyReply, error: FhirError, language: Language): FastifyReply {
  return sendBytes(
    reply.headers(error.headers),
    error.status,
    JSON.stringify(render(error.issues, language)),
  );
}

const reads = ['GET', 'HEAD'];

const bare = (tag: string): string => tag.trim().replace(/^W\//, '');

/** If-None-Match compares weakly: RFC 9110, section 13.1.2. */
const hasSeen = (request: FastifyRequest, etag: string): boolean => {
  const known = request.headers['if-none-match']?.split(',').map(bare) ?? [];
  return known.includes('*') || known.includes(bare(etag));
};

const isCurrent = (request: FastifyRequest, { etag, lastModified }: Told): boolean => {
  if (request.headers['if-none-match'] !== undefined)
    return etag !== undefined && hasSeen(request, etag);
  const since = Date.parse(String(request.headers['if-modified-since'] ?? ''));
  return lastModified !== undefined && Math.floor(lastModified / 1000) * 1000 <= since;
};

/** An answer of an interaction; 304 when the caller has it already. */
export function sendTold(request: FastifyRequest, reply: FastifyReply, told: Told): FastifyReply {
  const { status, body = '', etag, lastModified, location, headers } = told;
  reply.headers({
    ...headers,
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { 'last-modified': new Date(lastModified).toUTCString() }),
    ...(location !== undefined && { location }),
  });
  if (status === 200 && reads.includes(request.method) && isCurrent(request, told))
    return reply.code(304).headers(ours).send();
  return sendBytes(reply, status, body);
}
