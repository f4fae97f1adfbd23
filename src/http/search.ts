import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SearchRequest } from '../interactions/asked.ts';
import { search } from '../interactions/search.ts';
import type { Room } from '../resources/define.ts';
import { type Known, noteAccess } from './call.ts';
import { assertType, form } from './media-type.ts';
import { entriesOf, queryOf, readableQueryOf } from './query.ts';
import { sendBytes } from './reply.ts';
import type { Service } from './server.ts';

const isLenient = (request: FastifyRequest): boolean =>
  /handling\s*=\s*lenient/i.test(String(request.headers.prefer ?? ''));

async function answer(
  service: Service,
  known: Known,
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Pick<SearchRequest, 'entries' | 'inUrl'>,
): Promise<FastifyReply> {
  const result = await search(known.call, room, {
    ...asked,
    lenient: isLenient(request),
    base: known.base,
    holder: known.holder,
    rooms: service.rooms,
  });
  await Promise.all(
    result.citizens.map(({ patient, shown }) =>
      noteAccess(service, known, { interaction: 'search-type', target: room.type, patient, shown }),
    ),
  );
  return sendBytes(reply, 200, result.body);
}

export const searchByUrl = (
  service: Service,
  known: Known,
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> =>
  answer(service, known, room, request, reply, {
    entries: queryOf(request),
    inUrl: true,
  });

/** POST to `_search`: parameters in the body, where also a person's number may stand. */
export function searchByPost(
  service: Service,
  known: Known,
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const inUrl = readableQueryOf(request);
  assertType(request, [form]);
  const body = Buffer.isBuffer(request.body) ? entriesOf(request.body.toString('utf8')) : [];
  return answer(service, known, room, request, reply, {
    entries: [...inUrl, ...body],
    inUrl: false,
  });
}
