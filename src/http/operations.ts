import type { Resource } from '@medplum/fhirtypes';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseJson } from '../fhir/json.ts';
import { badRequest, type FhirError, fail, render } from '../fhir/outcome.ts';
import { validate } from '../fhir/validate.ts';
import { inputFromBody, inputFromQuery, operate } from '../interactions/operation.ts';
import type { Input, Operation, Room } from '../resources/define.ts';
import { sendAnswer } from './answer.ts';
import { callOf, type Known, noteAccess } from './call.ts';
import { asFhirError } from './fault.ts';
import { assertType, json } from './media-type.ts';
import { assertId, readableQueryOf } from './query.ts';
import { languageOf, sendBytes } from './reply.ts';
import type { Service } from './server.ts';

const bodyOf = (request: FastifyRequest, service: Service, room: Room): Resource | undefined => {
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) return undefined;
  assertType(request, json);
  const body = parseJson(request.body) as unknown as Resource;
  if (body.resourceType !== 'Parameters' && body.resourceType !== room.type)
    throw badRequest(
      'resource-type',
      {
        da: `Indholdet skal være Parameters eller ${room.type}.`,
        en: `The body must be Parameters or ${room.type}.`,
      },
      { expression: 'resourceType' },
    );
  const issues = validate(body, service.definitions).filter(
    ({ severity }) => severity === 'error' || severity === 'fatal',
  );
  if (issues.length > 0) throw fail(422, issues);
  return body;
};

const inputOf = (
  request: FastifyRequest,
  service: Service,
  room: Room,
  operation: Operation,
): Input => {
  const inUrl = inputFromQuery(operation, readableQueryOf(request));
  if (request.method === 'GET' || request.method === 'HEAD') return inUrl;
  const inBody = inputFromBody(operation, bodyOf(request, service, room));
  return { ...inBody, values: new Map([...inUrl.values, ...inBody.values]) };
};

/** ITI-117 asks for a Bundle with the OperationOutcome in it. */
const sendFailure = (
  reply: FastifyReply,
  error: FhirError,
  request: FastifyRequest,
): FastifyReply => {
  const outcome = render(error.issues, languageOf(request));
  return sendBytes(
    reply.headers(error.headers),
    error.status,
    JSON.stringify({
      resourceType: 'Bundle',
      type: 'searchset',
      total: 0,
      entry: [{ search: { mode: 'outcome' }, resource: outcome }],
    }),
  );
};

async function run(
  service: Service,
  known: Known,
  room: Room,
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { id } = request.params as { id?: string };
  assertId(request, room);
  const answer = await operate(
    known.call,
    operation,
    inputOf(request, service, room, operation),
    id,
  );
  if (answer.body)
    await noteAccess(service, known, {
      interaction: `$${operation.code}`,
      target: room.type,
      patient: null,
      shown: 0,
    });
  return sendAnswer(known, room, request, reply, answer);
}

const handler =
  (service: Service, room: Room, operation: Operation) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const known = await callOf(service, request);
    if (!operation.bundlesFailure) return run(service, known, room, operation, request, reply);
    try {
      return await run(service, known, room, operation, request, reply);
    } catch (error) {
      const fault = asFhirError(error);
      if (!fault) throw error;
      return sendFailure(reply, fault, request);
    }
  };

/** The routes of a room's operations: GET only where nothing changes. */
export function addOperations(app: FastifyInstance, service: Service, room: Room): void {
  for (const operation of room.operations) {
    const run = handler(service, room, operation);
    const urls = [
      ...(operation.onType ? [`/fhir/${room.type}/$${operation.code}`] : []),
      ...(operation.onInstance ? [`/fhir/${room.type}/:id/$${operation.code}`] : []),
    ];
    for (const url of urls) {
      app.post(url, run);
      if (!operation.affectsState) app.get(url, run);
    }
  }
}
