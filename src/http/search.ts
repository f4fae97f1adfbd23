import type { FastifyReply, FastifyRequest } from 'fastify';
import { badRequest } from '../fhir/outcome.ts';
import { type SearchRequest, search } from '../interactions/search.ts';
import type { Room } from '../resources/define.ts';
import { type Known, noteAccess } from './call.ts';
import { sendBytes } from './reply.ts';
import type { Service } from './server.ts';

type Entries = [string, string][];

const entriesOf = (query: string): Entries => {
  try {
    // URLSearchParams takes anything; what it would have to repair is refused.
    decodeURIComponent(query.replaceAll('+', ' '));
  } catch {
    throw badRequest('bad-request', { da: 'Adressen er ikke kodet rigtigt.', en: 'The address is not encoded properly.' });
  }
  return [...new URLSearchParams(query)];
};

const queryOf = (request: FastifyRequest): Entries => {
  const url = request.raw.url ?? '';
  const at = url.indexOf('?');
  return at < 0 ? [] : entriesOf(url.slice(at + 1));
};

const withoutFormat = (entries: Entries): Entries => entries.filter(([name]) => name !== '_format' && name !== '_pretty');

const isLenient = (request: FastifyRequest): boolean => /handling\s*=\s*lenient/i.test(String(request.headers.prefer ?? ''));

async function answer(service: Service, known: Known, room: Room, request: FastifyRequest, reply: FastifyReply, asked: Pick<SearchRequest, 'entries' | 'inUrl'>): Promise<FastifyReply> {
  const result = await search(known.call, room, { ...asked, lenient: isLenient(request), base: known.base, holder: known.holder, rooms: service.rooms });
  await Promise.all(result.citizens.map(({ patient, shown }) => noteAccess(service, known, { interaction: 'search-type', target: room.type, patient, shown })));
  return sendBytes(reply, 200, result.body);
}

export const searchByUrl = (service: Service, known: Known, room: Room, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
  answer(service, known, room, request, reply, { entries: withoutFormat(queryOf(request)), inUrl: true });

/** POST to `_search`: parameters in the body, where also a person's number may stand. */
export function searchByPost(service: Service, known: Known, room: Room, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const inUrl = withoutFormat(queryOf(request));
  const type = request.headers['content-type'] ?? '';
  if (Buffer.isBuffer(request.body) && request.body.length > 0 && !type.startsWith('application/x-www-form-urlencoded'))
    throw badRequest('form-expected', { da: '_search tager parametre som application/x-www-form-urlencoded.', en: '_search takes parameters as application/x-www-form-urlencoded.' });
  const body = Buffer.isBuffer(request.body) ? entriesOf(request.body.toString('utf8')) : [];
  return answer(service, known, room, request, reply, { entries: [...inUrl, ...body], inUrl: inUrl.length > 0 });
}
