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

/** 415 when the body is of a type that this route does not read. */
export function assertType(request: FastifyRequest, types: readonly string[]): void {
  if (hasBody(request) && !types.includes(mediaTypeOf(request)))
    throw unsupportedMediaType(request.headers['content-type'] ?? '', types);
}
