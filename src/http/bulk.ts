/** The addresses of Bulk Data beside the FHIR API: https://hl7.org/fhir/uv/bulkdata/STU2/export.html */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { methodNotAllowed } from '../fhir/outcome.ts';
import { cancelExport, fileOf, statusOf } from '../interactions/bulk-status.ts';
import type { Told } from '../interactions/exchange.ts';
import { contentOf } from '../store/bulk-file.ts';
import { noteLooks } from './access-row.ts';
import { type Asked, atDesk } from './desk.ts';
import type { Service } from './server.ts';

interface Place {
  readonly id: string;
  readonly file?: string;
}

const placeOf = ({ params }: FastifyRequest): Place => params as Place;

/** Nothing of it may be kept on the way. */
const unkept = { 'cache-control': 'no-store', vary: 'Authorization' } as const;

/** The manifest is JSON and no resource, so that it has no other format. */
const send = (reply: FastifyReply, { status, body, headers }: Told): FastifyReply => {
  reply.code(status).headers({ ...unkept, ...headers });
  return body === undefined ? reply.send() : reply.type('application/json').send(body);
};

const prefer = { lenient: false, async: false };

/** As far as a refusal is kept of it. */
const asked: Asked = {
  route: { name: '$export' },
  asking: { method: 'GET', path: [], query: [], conditions: {}, prefer, body: () => undefined },
  place: {},
};

/** The file is read as fast as it is taken: of a slow caller one part waits here. */
function sendFile(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { id, file: name = '' } = placeOf(request);
  return atDesk(service, request, asked, async (desk) => {
    const file = await fileOf(desk, id, name);
    const parts = contentOf(desk.call.ports.db, id, file);
    reply.headers({ ...unkept, 'content-length': file.bytes }).type('application/fhir+ndjson');
    if (request.method === 'HEAD') return reply.send();
    // Who fetched which file: one record for each time, that names no citizen; each has one of the export itself.
    const query = `bulk-file/${id}/${name}`;
    const look = { interaction: '$export', query, patient: null, targets: [] };
    await noteLooks(service, desk, [look], request);
    return reply.send(Readable.from(parts, { objectMode: false, highWaterMark: 65_536 }));
  });
}

/** Refuses every other method. */
export function only(app: FastifyInstance, url: string, allowed: readonly string[]): void {
  const all = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  app.route({
    method: all.filter((method) => !allowed.includes(method)),
    url,
    handler: async ({ method }) => {
      throw methodNotAllowed(method, allowed);
    },
  });
}

/** Where exports are asked after, cancelled and fetched; they are begun by `$export`. */
export function addBulk(app: FastifyInstance, service: Service, base: string): void {
  const status = `${base}/bulk-status/:id`;
  app.get(status, async (request, reply) =>
    send(
      reply,
      await atDesk(service, request, asked, (desk) => statusOf(desk, placeOf(request).id)),
    ),
  );
  app.delete(status, async (request, reply) =>
    send(
      reply,
      await atDesk(service, request, asked, (desk) => cancelExport(desk, placeOf(request).id)),
    ),
  );
  only(app, status, ['GET', 'HEAD', 'DELETE']);
  const file = `${base}/bulk-file/:id/:file`;
  app.get(file, (request, reply) => sendFile(service, request, reply));
  only(app, file, ['GET', 'HEAD']);
}
