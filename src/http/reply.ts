import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FhirError, type Language, render } from '../fhir/outcome.ts';
import type { Method, Told } from '../interactions/exchange.ts';
import { unlessKnown } from '../interactions/unchanged.ts';
import { fhirJson, plainJson } from './format.ts';

const ours: OutgoingHttpHeaders = {
  'content-type': fhirJson,
  'cache-control': 'private, no-cache',
  vary: 'Authorization, Accept, Accept-Language',
};

/** Danish unless English is asked for first. */
export const languageOf = (request: FastifyRequest): Language =>
  /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'da';

/** Sends JSON as it is, or as the caller wants it. */
function send(
  reply: FastifyReply,
  status: number,
  { contentType, body }: { readonly contentType: string; readonly body: Buffer | string },
): FastifyReply {
  return reply
    .code(status)
    .headers({ ...ours, 'content-type': contentType })
    .send(body);
}

/** A refusal, in the format that the caller wants where that is known by now. */
export function sendError(reply: FastifyReply, error: FhirError, language: Language): FastifyReply {
  const { contentType, write } = reply.request.format ?? plainJson;
  const json = JSON.stringify(render(error.issues, language));
  const body = write ? write.atOnce(json) : json;
  return send(reply.headers(error.headers), error.status, { contentType, body });
}

/** What the caller has already is not sent again. */
const stillToSend = ({ method, headers }: FastifyRequest, told: Told): Told =>
  unlessKnown(
    {
      method: method === 'HEAD' ? 'GET' : (method as Method),
      conditions: {
        ...(headers['if-none-match'] !== undefined && { ifNoneMatch: headers['if-none-match'] }),
        ...(headers['if-modified-since'] !== undefined && {
          ifModifiedSince: headers['if-modified-since'],
        }),
      },
    },
    told,
  );

/** An answer of an interaction; 304 when the caller has it already. */
export async function sendTold(
  request: FastifyRequest,
  reply: FastifyReply,
  told: Told,
): Promise<FastifyReply> {
  const { status, body = '', etag, lastModified, location, headers } = stillToSend(request, told);
  reply.headers({
    ...headers,
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { 'last-modified': new Date(lastModified).toUTCString() }),
    ...(location !== undefined && { location }),
  });
  if (status === 304) {
    const { 'content-type': _, ...bare } = ours;
    return reply.code(304).headers(bare).send();
  }
  const { contentType, write, isNamed } = request.format ?? plainJson;
  if (told.native && !isNamed)
    return send(reply.headers(told.native.headers ?? {}), status, told.native);
  const isWritten = write && body.length > 0;
  return send(reply, status, {
    contentType,
    body: isWritten ? await write.inTurns(body.toString()) : body,
  });
}
