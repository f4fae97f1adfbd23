/** The addresses of Bulk Data beside the FHIR API: https://hl7.org/fhir/uv/bulkdata/STU2/export.html */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from '../fhir/id.ts';
import { methodNotAllowed } from '../fhir/outcome.ts';
import { cancelExport, fileOf, statusOf } from '../interactions/bulk-status.ts';
import type { Desk, Told } from '../interactions/exchange.ts';
import { contentOf } from '../store/bulk-file.ts';
import { deskOf } from './desk.ts';
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

/** Who fetched which file: one record for each time, that names no citizen. */
async function noteFetch(service: Service, desk: Desk, { id, file }: Place, shown: number) {
  const { caller } = desk.call.grant;
  const at = desk.call.ports.now();
  await service.access.record({
    ...{ id: uuidv7(at), kind: 'access', at, request: desk.request, capacity: caller.kind },
    ...{ agent: `${caller.kind}/${'id' in caller ? caller.id : ''}`, patient: null, mandate: null },
    ...{ interaction: '$export', query: `bulk-file/${id}/${file}`, targets: [], shown },
    ...{ purpose: null, policy: null, client: caller.client, network: null },
    ...{ outcome: '0', digest: null },
  });
}

/** The file is read as fast as it is taken: of a slow caller one part waits here. */
async function sendFile(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const desk = await deskOf(service, request);
  const place = placeOf(request);
  const file = await fileOf(desk, place.id, place.file ?? '');
  if (request.method !== 'HEAD') await noteFetch(service, desk, place, file.lines);
  const parts = contentOf(desk.call.ports.db, place.id, file);
  reply.headers({ ...unkept, 'content-length': file.bytes }).type('application/fhir+ndjson');
  if (request.method === 'HEAD') return reply.send();
  return reply.send(Readable.from(parts, { objectMode: false, highWaterMark: 65_536 }));
}

/** Refuses every other method. */
function only(app: FastifyInstance, url: string, allowed: readonly string[]): void {
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
    send(reply, await statusOf(await deskOf(service, request), placeOf(request).id)),
  );
  app.delete(status, async (request, reply) =>
    send(reply, await cancelExport(await deskOf(service, request), placeOf(request).id)),
  );
  only(app, status, ['GET', 'HEAD', 'DELETE']);
  const file = `${base}/bulk-file/:id/:file`;
  app.get(file, (request, reply) => sendFile(service, request, reply));
  only(app, file, ['GET', 'HEAD']);
}
