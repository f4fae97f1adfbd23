import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatUtc } from '../fhir/instant.ts';
import { parseJson, parseJsonArray } from '../fhir/json.ts';
import { badRequest, fail, issue, notFound, quote } from '../fhir/outcome.ts';
import { capabilityStatement } from '../interactions/capability.ts';
import { historyOf, read, vread } from '../interactions/read.ts';
import { assertValid, create, patch, update } from '../interactions/write.ts';
import type { Answer, Interaction, Room } from '../resources/define.ts';
import { sendAnswer } from './answer.ts';
import { callOf, type Known, noteAccess } from './call.ts';
import { assertType, json, jsonPatch } from './media-type.ts';
import { addOperations } from './operations.ts';
import { assertId, assertNoParameters } from './query.ts';
import { addRefusals, noteMethods } from './refusals.ts';
import { assertAcceptable, sendBytes, sendRow } from './reply.ts';
import { searchByPost, searchByUrl } from './search.ts';
import type { Service } from './server.ts';

/** A handler that knows the caller. */
export type Handle = (
  known: Known,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply>;

interface Params {
  readonly id: string;
  readonly version: string;
}

const paramsOf = (request: FastifyRequest): Params => request.params as Params;

const bytesOf = (request: FastifyRequest, types: readonly string[]): Buffer => {
  assertType(request, types);
  if (!Buffer.isBuffer(request.body) || request.body.length === 0)
    throw badRequest('body-missing', {
      da: 'Forespørgslen mangler indhold.',
      en: 'The request has no body.',
    });
  return request.body;
};

const resourceIn = (request: FastifyRequest): unknown => parseJson(bytesOf(request, json));

const ifMatch = (request: FastifyRequest): string | undefined => request.headers['if-match'];

const versionOf = (room: Room, { id, version }: Params): number => {
  if (!/^[1-9]\d{0,8}$/.test(version)) throw notFound(room.type, `${id}/_history/${version}`);
  return Number(version);
};

/** What each interaction does, by HTTP. */
const handlers = (service: Service, room: Room): Partial<Record<Interaction, Handle>> => ({
  read: async (known, request, reply) => {
    const row = await read(known.call, room, paramsOf(request).id);
    await noteAccess(service, known, {
      interaction: 'read',
      target: `${room.type}/${row.id}`,
      patient: row.patient,
      shown: 1,
    });
    return sendRow(request, reply, row);
  },
  vread: async (known, request, reply) => {
    const { id } = paramsOf(request);
    const row = await vread(known.call, room, id, versionOf(room, paramsOf(request)));
    await noteAccess(service, known, {
      interaction: 'vread',
      target: `${room.type}/${row.id}`,
      patient: row.patient,
      shown: 1,
    });
    return sendRow(request, reply, row);
  },
  'history-instance': async (known, request, reply) => {
    const { body, now } = await historyOf(known.call, room, paramsOf(request).id, known.base);
    await noteAccess(service, known, {
      interaction: 'history-instance',
      target: `${room.type}/${now.id}`,
      patient: now.patient,
      shown: 1,
    });
    return sendBytes(reply, 200, body);
  },
  create: async (known, request, reply) => {
    const resource = assertValid(resourceIn(request), room, service.definitions);
    return sendAnswer(known, room, request, reply, await create(known.call, room, resource));
  },
  update: async (known, request, reply) => {
    const resource = assertValid(resourceIn(request), room, service.definitions);
    const answer = await update(
      known.call,
      room,
      { id: paramsOf(request).id, ifMatch: ifMatch(request) },
      resource,
    );
    return sendAnswer(known, room, request, reply, answer);
  },
  patch: async (known, request, reply) => {
    const target = { id: paramsOf(request).id, ifMatch: ifMatch(request) };
    const answer: Answer = await patch(
      known.call,
      room,
      target,
      parseJsonArray(bytesOf(request, [jsonPatch])),
      service.definitions,
    );
    return sendAnswer(known, room, request, reply, answer);
  },
});

const addresses: Partial<
  Record<Interaction, { method: 'GET' | 'POST' | 'PUT' | 'PATCH'; path: string }>
> = {
  read: { method: 'GET', path: '/:id' },
  vread: { method: 'GET', path: '/:id/_history/:version' },
  'history-instance': { method: 'GET', path: '/:id/_history' },
  create: { method: 'POST', path: '' },
  update: { method: 'PUT', path: '/:id' },
  patch: { method: 'PATCH', path: '/:id' },
};

function addRoom(app: FastifyInstance, service: Service, room: Room): void {
  const handle = handlers(service, room);
  for (const interaction of room.interactions) {
    const address = addresses[interaction];
    const run = handle[interaction];
    if (!address || !run) continue;
    app.route({
      method: address.method,
      url: `/fhir/${room.type}${address.path}`,
      handler: async (request, reply) => {
        const known = await callOf(service, request);
        assertId(request, room);
        assertNoParameters(request);
        return run(known, request, reply);
      },
    });
  }
  if (room.interactions.includes('search-type')) {
    app.get(`/fhir/${room.type}`, async (request, reply) =>
      searchByUrl(service, await callOf(service, request), room, request, reply),
    );
    app.post(`/fhir/${room.type}/_search`, async (request, reply) =>
      searchByPost(service, await callOf(service, request), room, request, reply),
    );
  }
  addOperations(app, service, room);
}

/** Every route of the FHIR API, from the registry. */
export function addRoutes(app: FastifyInstance, service: Service): void {
  const { rooms, ports, startedAt } = service;
  const taken = noteMethods(app);
  app.get('/fhir/metadata', async (request, reply) => {
    assertAcceptable(request);
    const statement = capabilityStatement({
      rooms,
      base: `${ports.publicUrl}/fhir`,
      date: formatUtc(startedAt),
      r4: (type, code) => service.definitions.searchParameter(type, code)?.url,
    });
    return sendBytes(reply, 200, JSON.stringify(statement));
  });
  for (const room of rooms) addRoom(app, service, room);
  addRefusals(app, taken);
  app.all('/fhir/*', async (request) => {
    const [type = ''] = ((request.params as { '*': string })['*'] ?? '').split('/');
    if (rooms.some((room) => room.type === type)) throw notFound(type, '…');
    throw unknownType(type, rooms);
  });
}

const unknownType = (type: string, rooms: readonly Room[]) => {
  const types = rooms.map((room) => room.type).join(', ');
  return fail(
    404,
    issue({
      code: 'not-supported',
      key: 'unknown-type',
      text: {
        da: `Ressourcetypen ${quote(type)} findes ikke her. Her findes: ${types}.`,
        en: `There is no resource type ${quote(type)} here. There are: ${types}.`,
      },
    }),
  );
};
