import type { FastifyRequest } from 'fastify';
import { unsupportedMediaType } from '../fhir/outcome.ts';

export const json: readonly string[] = ['application/fhir+json', 'application/json'];
export const xml: readonly string[] = ['application/fhir+xml', 'application/xml', 'text/xml'];
export const jsonPatch = 'application/json-patch+json';
export const form = 'application/x-www-form-urlencoded';

/** Every type that some route reads. */
export const acceptedTypes: readonly string[] = [...json, ...xml, jsonPatch, form];

const hasBody = ({ body }: FastifyRequest): boolean => Buffer.isBuffer(body) && body.length > 0;

/** The type of the body, small letters, without parameters. */
export const mediaTypeOf = ({ headers }: FastifyRequest): string =>
  (headers['content-type'] ?? '').toLowerCase().split(';')[0]?.trim() ?? '';

const parameterOf = (given: string, name: string): string | undefined =>
  new RegExp(`;\\s*${name}\\s*=\\s*"?([^";\\s]*)`, 'i').exec(given)?.[1]?.toLowerCase();

/** Only UTF-8, only R4, and nothing packed: what is read as something else than it is would be stored wrong. */
function isReadable({ headers }: FastifyRequest): boolean {
  const given = headers['content-type'] ?? '';
  const [charset, version] = [parameterOf(given, 'charset'), parameterOf(given, 'fhirVersion')];
  const encoding = headers['content-encoding'] ?? 'identity';
  return (
    (charset === undefined || charset === 'utf-8' || charset === 'utf8') &&
    (version === undefined || /^4\.0(?:\.1)?$/.test(version)) &&
    encoding.toLowerCase() === 'identity'
  );
}

/** 415 when the body is of a type that this route does not read. */
export function assertType(request: FastifyRequest, types: readonly string[]): void {
  if (!hasBody(request)) return;
  if (types.includes(mediaTypeOf(request)) && isReadable(request)) return;
  const { 'content-type': given = '?', 'content-encoding': encoding = '' } = request.headers;
  throw unsupportedMediaType(`${given} ${encoding}`.trim(), types);
}
