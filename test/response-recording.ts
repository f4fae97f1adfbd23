import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { registry } from '../src/registry.ts';
import type { Room } from '../src/resources/define.ts';

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

/** What these tests write into the store themselves, as little as they need, is no answer of the product's. */
const planting = ['test/interactions/paging.test.ts', 'test/resources/view.test.ts'];

/** The test that runs. */
const running = relative(process.cwd(), process.argv[1] ?? '').replaceAll('\\', '/');

const jsonType = /^application\/fhir\+json/;

function keep(folder: string, request: FastifyRequest, reply: FastifyReply, body: unknown): void {
  const isText = typeof body === 'string' || Buffer.isBuffer(body);
  if (!isText || body.length === 0 || !jsonType.test(`${reply.getHeader('content-type')}`)) return;
  const text = body.toString();
  const template = request.template || `${request.method} ${request.routeOptions.url ?? ''}`;
  const name = nameOf(JSON.parse(text), template);
  if (existsSync(join(folder, name))) return;
  writeFileSync(join(folder, name), text);
  appendFileSync(join(folder, 'origins.txt'), `${name} ${running}\n`);
}

/** With `RECORD_RESPONSES=<folder>`, each form of answer that the tests get is kept there, for `npm run validate:official`; but of `rooms` that a test made up. */
export function recordResponses(app: FastifyInstance, rooms: readonly Room[]): void {
  const folder = process.env.RECORD_RESPONSES;
  if (!folder || planting.includes(running) || rooms !== registry) return;
  mkdirSync(folder, { recursive: true });
  app.addHook('onSend', async (request, reply, body) => {
    keep(folder, request, reply, body);
    return body;
  });
}
