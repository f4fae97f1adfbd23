import type { FastifyRequest } from 'fastify';
import type { Definitions } from '../fhir/definitions.ts';
import { parseJson, parseJsonArray } from '../fhir/json.ts';
import { readXmlInTurns } from '../fhir/xml/read.ts';
import { halves, pairsOf, queryOf, segmentsOf } from '../interactions/address.ts';
import { type Asking, type Body, type Method, preferOf } from '../interactions/exchange.ts';
import { assertType, form, json, jsonPatch, mediaTypeOf, xml } from './media-type.ts';

const typesOf: Readonly<Record<Body['kind'], readonly string[]>> = {
  resource: [...json, ...xml],
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
    query: queryOf(query),
    conditions: conditionsOf(request),
    prefer: preferOf(String(request.headers.prefer ?? '')),
    body: (wanted) => readBody(request, wanted),
  };
}

/** The same, with a body of XML read already: that may take long, and others are let run meanwhile. */
export async function withXml(
  request: FastifyRequest,
  asking: Asking,
  definitions: Definitions,
): Promise<Asking> {
  const bytes = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0 || !xml.includes(mediaTypeOf(request)))
    return asking;
  const resource = await readXmlInTurns(bytes, definitions);
  return {
    ...asking,
    body: (wanted) => {
      assertType(
        request,
        wanted.flatMap((kind) => typesOf[kind]),
      );
      return { kind: 'resource', resource };
    },
  };
}
