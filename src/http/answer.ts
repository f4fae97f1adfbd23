import type { FastifyReply, FastifyRequest } from 'fastify';
import { searchset } from '../fhir/bundle.ts';
import { read } from '../interactions/read.ts';
import type { Answer, Room } from '../resources/define.ts';
import type { Known } from './call.ts';
import { sendBytes, sendRow } from './reply.ts';

const wantsLittle = (request: FastifyRequest): boolean =>
  /return\s*=\s*minimal/i.test(String(request.headers.prefer ?? ''));

/** Sends what a write or an operation gave: the caller's own view of what now stands. */
export async function sendAnswer(
  known: Known,
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
): Promise<FastifyReply> {
  reply.headers(answer.headers ?? {});
  if (!answer.stored) return sendBytes(reply, answer.status, JSON.stringify(answer.body));
  const { resource } = answer.stored;
  const row = await read(known.call, room, resource.id);
  const address = `${known.base}/${room.type}/${resource.id}`;
  if (answer.status === 201) reply.header('location', `${address}/_history/${row.version}`);
  if (answer.bundled) {
    const entries = [
      { fullUrl: address, content: Buffer.from(row.content), mode: 'match' as const },
    ];
    return sendBytes(reply, answer.status, searchset({ entries, total: 1, links: [] }));
  }
  if (wantsLittle(request))
    return sendBytes(reply.header('etag', `W/"${row.version}"`), answer.status, '');
  return sendRow(request, reply, row, answer.status);
}
