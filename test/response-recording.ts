import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

type Fields = Readonly<Record<string, Json>>;

/** `.extension(https://…/hold-expires)`, `.resource(Patient)`: what an object is tells more than where it stands. */
function placeOf({ resourceType, url }: Fields, path: string): string {
  const named = resourceType ?? (/xtension$/.test(path) ? url : undefined);
  return typeof named === 'string' ? `${path}(${named})` : path;
}

/** `.entry.resource(Patient).name.given`: every place that holds a value; the numbers in lists do not count. */
function pathsOf(value: Json, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  if (Array.isArray(value)) return value.flatMap((one) => pathsOf(one, path));
  const place = placeOf(value as Fields, path);
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, `${place}.${key}`));
}

/** Answers that differ in values only have one name: that of the type, the route, and what they hold. */
function nameOf(resource: Json & object, template: string): string {
  const found = new Set(pathsOf(resource, ''));
  const form = createHash('sha256').update([template, ...[...found].sort()].join('\n'));
  const { resourceType } = resource as { readonly resourceType?: string };
  const route = template.replace(/[^A-Za-z$]+/g, '-').slice(0, 80);
  return `${resourceType}.${route}.${form.digest('hex').slice(0, 16)}.json`;
}

const jsonType = /^application\/fhir\+json/;

function keep(folder: string, request: FastifyRequest, reply: FastifyReply, body: unknown): void {
  const isText = typeof body === 'string' || Buffer.isBuffer(body);
  if (!isText || body.length === 0 || !jsonType.test(`${reply.getHeader('content-type')}`)) return;
  const text = body.toString();
  const template = request.template || `${request.method} ${request.routeOptions.url ?? ''}`;
  writeFileSync(join(folder, nameOf(JSON.parse(text), template)), text);
}

/** With `RECORD_RESPONSES=<folder>`, each form of answer that the tests get is kept there, for `npm run validate:official`. */
export function recordResponses(app: FastifyInstance): void {
  const folder = process.env.RECORD_RESPONSES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  app.addHook('onSend', async (request, reply, body) => {
    keep(folder, request, reply, body);
    return body;
  });
}
