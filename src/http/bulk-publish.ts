/** https://github.com/smart-on-fhir/smart-scheduling-links/blob/master/specification.md */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatUtc } from '../fhir/instant.ts';
import type { Ports } from '../resources/define.ts';
import { type Published, publish } from '../resources/slot/published.ts';
import { only } from './bulk.ts';
import type { Service } from './server.ts';

/** One file as it is sent. */
interface File {
  readonly type: keyof Published;
  readonly name: string;
  readonly body: string;
  readonly etag: string;
  readonly count: number;
}

interface Edition {
  readonly at: number;
  readonly etag: string;
  readonly files: readonly File[];
}

const names = { Location: 'locations', Schedule: 'schedules', Slot: 'slots' } as const;
const types = ['Location', 'Schedule', 'Slot'] as const;

/** A weak tag of what is sent. */
export const tagOf = (body: string): string =>
  `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;

const fileOf = (type: keyof Published, resources: readonly object[]): File => {
  const body = resources.map((one) => `${JSON.stringify(one)}\n`).join('');
  return { type, name: `${names[type]}.ndjson`, body, etag: tagOf(body), count: resources.length };
};

/** Portals ask every minute or so; many that ask at a time are answered from one look. */
const freshMs = 10_000;

/** The newest edition; an edition that says the same keeps the time from which it has said so. */
function editions(ports: Ports): () => Promise<Edition> {
  let standing: Edition | undefined;
  let lookedAt = 0;
  let looking: Promise<Edition> | undefined;
  const look = async (): Promise<Edition> => {
    const found = await publish(ports);
    const files = types.map((type) => fileOf(type, found[type]));
    const etag = tagOf(files.map((file) => file.etag).join());
    if (standing?.etag !== etag) standing = { at: ports.now(), etag, files };
    lookedAt = performance.now();
    return standing;
  };
  return () => {
    if (standing && performance.now() - lookedAt < freshMs) return Promise.resolve(standing);
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}

const manifestOf = ({ at, files }: Edition, base: string): string =>
  JSON.stringify({
    transactionTime: formatUtc(at),
    request: `${base}/$bulk-publish`,
    output: files.map(({ type, name, count }) => ({
      ...{ type, url: `${base}/bulk-publish/${name}` },
      extension: { count },
    })),
    error: [],
  });

/** To be kept a minute by whoever passes it on: it is the same for all. */
export function sendToAll(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag, type, body }: { readonly etag: string; readonly type: string; readonly body: string },
): FastifyReply {
  reply.headers({
    etag,
    'cache-control': 'public, max-age=60',
    'access-control-allow-origin': '*',
  });
  const known = request.headers['if-none-match']?.split(/\s*,\s*/) ?? [];
  if (known.includes(etag) || known.includes('*')) return reply.code(304).send();
  return reply.type(type).send(body);
}

/** Free times of services that are open to all, without a login: a manifest and a file for each type. */
export function addBulkPublish(app: FastifyInstance, { ports }: Service, base: string): void {
  const newest = editions(ports);
  app.get(`${base}/$bulk-publish`, async (request, reply) => {
    const edition = await newest();
    const body = manifestOf(edition, `${ports.publicUrl}${base}`);
    return sendToAll(request, reply, { etag: edition.etag, type: 'application/json', body });
  });
  only(app, `${base}/$bulk-publish`, ['GET', 'HEAD']);
  for (const type of types) {
    const url = `${base}/bulk-publish/${names[type]}.ndjson`;
    app.get(url, async (request, reply) => {
      const file = (await newest()).files.find((one) => one.type === type);
      const { body = '', etag = '' } = file ?? {};
      return sendToAll(request, reply, { etag, type: 'application/fhir+ndjson', body });
    });
    only(app, url, ['GET', 'HEAD']);
  }
}
