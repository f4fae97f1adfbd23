import type { FastifyRequest } from 'fastify';
import { unsupportedMediaType } from '../fhir/outcome.ts';

export const json: readonly string[] = ['application/fhir+json', 'application/json'];
export const jsonPatch = 'application/json-patch+json';
export const form = 'application/x-www-form-urlencoded';

/** Every type that some route reads. */
export const acceptedTypes: readonly string[] = [...json, jsonPatch, form];

const hasBody = ({ body }: FastifyRequest): boolean => Buffer.isBuffer(body) && body.length > 0;

/** 415 when the body is of a type that this route does not read. */
export function assertType(request: FastifyRequest, types: readonly string[]): void {
  const given = request.headers['content-type'] ?? '';
  const [type = ''] = given.toLowerCase().split(';');
  if (hasBody(request) && !types.includes(type.trim())) throw unsupportedMediaType(given, types);
}
