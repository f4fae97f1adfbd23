/** With `RECORD_RESPONSES=<folder>`, each form of answer that the tests get is kept there, for `npm run validate:official`. */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { registry } from '../src/registry.ts';
import type { Room } from '../src/resources/define.ts';
import { formsOf, nameOf } from './response-form.ts';

const folder = process.env.RECORD_RESPONSES;

/** What these tests write into the store themselves, as little as they need, is no answer of the product's. */
const planting = ['test/interactions/paging.test.ts', 'test/resources/view.test.ts'];

/** The test that runs: one process may run many. */
const running = (): string => relative(process.cwd(), process.argv[1] ?? '').replaceAll('\\', '/');

/** Those of rooms that a test made up. */
const madeUp = new WeakSet<FastifyInstance>();

/** What has no profiles of ours: R4 alone decides. */
const plain = new Set<string>();

/** Answers from this address are kept as those of a server that has no profiles of ours. */
export const recordAsPlain = (base: string): void => void plain.add(new URL(base).port);

const unpacked: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gunzipSync(bytes),
  br: (bytes) => brotliDecompressSync(bytes),
};

/** Forms that this process has asked for, as most come thousands of times. */
const seen = new Set<string>();

/** Whether this form is the first: two processes may come at once. */
function isFirst(to: string, form: string): boolean {
  if (seen.has(form)) return false;
  seen.add(form);
  try {
    writeFileSync(join(to, 'forms', form), '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** A text of many lines is as many resources. */
const textsOf = (text: string, type: string): readonly string[] =>
  type.includes('ndjson') ? text.split('\n').filter((line) => line !== '') : [text];

/** The request and the status, as whoever looks for the fault needs them. */
const askedAs = ({ method, url }: FastifyRequest, { statusCode }: FastifyReply): string =>
  `${method} ${url.slice(0, 400)} ${statusCode}`;

/** What was asked, in which language, and of which kind of server. */
function contextOf({ template, method, routeOptions, headers, socket }: FastifyRequest) {
  const route = template || `${method} ${routeOptions.url ?? ''}`;
  const language = /^\s*en\b/i.test(headers['accept-language'] ?? '') ? 'en' : 'da';
  return { route, language, suffix: plain.has(`${socket.localPort}`) ? '.plain' : '' };
}

function keep(to: string, request: FastifyRequest, reply: FastifyReply, body: Buffer): void {
  const type = `${reply.getHeader('content-type') ?? ''}`;
  if (!/fhir\+|application\/json/.test(type) || body.length === 0) return;
  const text = (unpacked[`${reply.getHeader('content-encoding')}`] ?? Buffer.from)(body).toString();
  const { route, language, suffix } = contextOf(request);
  for (const one of textsOf(text, type)) {
    const all = formsOf(one, [route, language, suffix]);
    const [first] = all.filter((form) => isFirst(to, form));
    if (first === undefined) continue;
    const name = nameOf(one, route, `${first}${suffix}`);
    writeFileSync(join(to, name), one);
    const origin = { name, test: running(), asked: askedAs(request, reply) };
    appendFileSync(join(to, 'origins.ndjson'), `${JSON.stringify(origin)}\n`);
  }
}

/** Reads along with what is sent bit by bit. */
function alongside(body: Readable, kept: (whole: Buffer) => void): Readable {
  const seen: Buffer[] = [];
  const through = new Transform({
    transform: (chunk: Buffer, _, done) => {
      seen.push(chunk);
      done(null, chunk);
    },
    flush: (done) => {
      kept(Buffer.concat(seen));
      done();
    },
  });
  body.on('error', (error) => through.destroy(error));
  return body.pipe(through);
}

function listen(app: FastifyInstance, to: string): void {
  app.addHook('onSend', async (request, reply, body) => {
    if (madeUp.has(app) || planting.includes(running())) return body;
    if (typeof body === 'string' || Buffer.isBuffer(body))
      keep(to, request, reply, Buffer.from(body));
    else if (body instanceof Readable && /ndjson/.test(`${reply.getHeader('content-type')}`))
      return alongside(body, (whole) => keep(to, request, reply, whole));
    return body;
  });
}

if (folder) {
  mkdirSync(join(folder, 'forms'), { recursive: true });
  // Every door that a test opens, not only that of its house.
  subscribe('fastify.initialization', (message) => {
    listen((message as { readonly fastify: FastifyInstance }).fastify, folder);
  });
}

const known = new Set(registry.map(({ type, profile }) => `${type} ${profile}`));

/** Answers of rooms that a test made up are not the product's. */
export function recordResponses(app: FastifyInstance, rooms: readonly Room[]): void {
  if (!rooms.every(({ type, profile }) => known.has(`${type} ${profile}`))) madeUp.add(app);
}
