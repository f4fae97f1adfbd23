import type { FastifyRequest } from 'fastify';
import { parseJson, parseJsonArray } from '../fhir/json.ts';
import { badRequest } from '../fhir/outcome.ts';
import { type Asking, type Body, type Method, preferOf } from '../interactions/exchange.ts';
import { assertType, form, json, jsonPatch, mediaTypeOf } from './media-type.ts';

type Pairs = [string, string][];

/** Names and values of a query or form. 400 for what is not encoded as it must be. */
export function pairsOf(query: string): Pairs {
  try {
    // URLSearchParams takes anything; what it would have to repair is refused.
    decodeURIComponent(query.replaceAll('+', ' '));
  } catch {
    throw badRequest('bad-request', {
      da: 'Adressen er ikke kodet rigtigt.',
      en: 'The address is not encoded properly.',
    });
  }
  return [...new URLSearchParams(query)];
}

const ofTheAnswer: readonly string[] = ['_format', '_pretty'];

const halves = (url: string): [string, string] => {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
};

/** Decoded segments of an address behind the base; a slash at the end is allowed. */
function segmentsOf(path: string): string[] {
  const segments = path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  try {
    return segments.map(decodeURIComponent);
  } catch {
    throw badRequest('bad-request', {
      da: 'Adressen er ikke kodet rigtigt.',
      en: 'The address is not encoded properly.',
    });
  }
}

const typesOf: Readonly<Record<Body['kind'], readonly string[]>> = {
  resource: json,
  'json-patch': [jsonPatch],
  form: [form],
};

function readBody(request: FastifyRequest, wanted: readonly Body['kind'][]): Body | undefined {
  const bytes = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return undefined;
  assertType(
    request,
    wanted.flatMap((kind) => typesOf[kind]),
  );
  const type = mediaTypeOf(request);
  if (type === form) return { kind: 'form', entries: pairsOf(bytes.toString('utf8')) };
  if (type === jsonPatch) return { kind: 'json-patch', operations: parseJsonArray(bytes) };
  return { kind: 'resource', resource: parseJson(bytes) };
}

const headers = {
  ifMatch: 'if-match',
  ifNoneMatch: 'if-none-match',
  ifModifiedSince: 'if-modified-since',
  ifNoneExist: 'if-none-exist',
} as const;

const conditionsOf = (request: FastifyRequest): Asking['conditions'] =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, header]) => {
      const value = request.headers[header];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );

/** A request of HTTP as interactions take it. `base` is the path of the FHIR base. */
export function askingOf(request: FastifyRequest, base: string): Asking {
  const [path, query] = halves(request.raw.url ?? '');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  return {
    method: method as Method,
    path: segmentsOf(path.slice(base.length)),
    query: pairsOf(query).filter(([name]) => !ofTheAnswer.includes(name)),
    conditions: conditionsOf(request),
    prefer: preferOf(String(request.headers.prefer ?? '')),
    body: (wanted) => readBody(request, wanted),
  };
}
