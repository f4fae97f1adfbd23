import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CuraType } from '../../cura/records.ts';
import { writableTypes } from '../../cura/schemas.ts';
import type { CuraContext } from './context.ts';
import { dueFailure, takeOne } from './faults.ts';
import type { WriteAnswer } from './take.ts';
import { type WriteRequest, write } from './write.ts';

const json = 'application/json; charset=utf-8';
/** How long a write waits for somebody to read its row of the feed. */
const readerWaitMs = 2_000;
const afterAnswerMs = 20;

function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

async function inHalves(
  reply: FastifyReply,
  { status, body }: WriteAnswer,
  between: Promise<void>,
) {
  const bytes = Buffer.from(body);
  const middle = Math.floor(bytes.length / 2);
  reply.hijack();
  reply.raw.writeHead(status, { 'content-type': json, 'content-length': bytes.length });
  reply.raw.write(bytes.subarray(0, middle));
  await between;
  reply.raw.end(bytes.subarray(middle));
  return reply;
}

/** Sends the answer so that the row of the feed is read before, while or after it is. */
async function deliver({ faults, gate }: CuraContext, reply: FastifyReply, answer: WriteAnswer) {
  const { row, status, body } = answer;
  if (row !== undefined && faults.feedTiming === 'before') {
    await gate.wait('digested', row, readerWaitMs);
  }
  if (row !== undefined && faults.feedTiming === 'during') {
    return inHalves(reply, answer, gate.wait('sent', row, readerWaitMs));
  }
  if (row !== undefined && faults.feedTiming === 'after') {
    gate.hide(row);
    reply.raw.on('close', () => setTimeout(() => gate.show(row), afterAnswerMs));
  }
  return reply.code(status).type(json).send(body);
}

async function handle(
  context: CuraContext,
  order: WriteRequest,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { faults, underWay } = context;
  underWay.add(order.key);
  if (faults.latencyMs > 0) await sleep(faults.latencyMs);
  underWay.delete(order.key);
  if (takeOne(faults, 'cutBeforeCommit')) return cut(request, reply);
  const answer = write(context, order);
  if (takeOne(faults, 'cutAfterCommit')) return cut(request, reply);
  const failure = dueFailure(faults, true);
  if (failure !== undefined) {
    return reply.code(failure).send({ kode: 'fejl', tekst: 'Der er sket en fejl i Cura.' });
  }
  return deliver(context, reply, answer);
}

type Body = Record<string, unknown>;

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' && key !== '' && key.length <= 200 ? key : undefined;
}

const bad = (reply: FastifyReply, kode: string, tekst: string) =>
  reply.code(400).send({ kode, tekst });
const noKey = (reply: FastifyReply) =>
  bad(reply, 'noegle-mangler', 'Idempotency-Key mangler eller er for lang.');

function createRoute(app: FastifyInstance, context: CuraContext, type: CuraType): void {
  const schema = { body: { type: 'object' } };
  app.post<{ Body: Body }>(`/v1/${type}`, { schema }, async (request, reply) => {
    const key = keyOf(request);
    if (key === undefined) return noKey(reply);
    return handle(context, { type, key, body: request.body }, request, reply);
  });
}

function replaceRoute(app: FastifyInstance, context: CuraContext, type: CuraType): void {
  const schema = { body: { type: 'object' } };
  app.put<{ Body: Body; Params: { id: string } }>(
    `/v1/${type}/:id`,
    { schema },
    async (request, reply) => {
      const key = keyOf(request);
      if (key === undefined) return noKey(reply);
      const version = Number(/^"(\d+)"$/.exec(request.headers['if-match'] ?? '')?.[1]);
      if (Number.isNaN(version)) return bad(reply, 'if-match-mangler', 'If-Match mangler.');
      const { body, params } = request;
      return handle(context, { type, id: params.id, version, key, body }, request, reply);
    },
  );
}

/** Everything under `/v1` that writes; citizens are made in Cura alone. */
export function writeRoutes(app: FastifyInstance, context: CuraContext): void {
  for (const type of writableTypes) {
    if (type !== 'borger') createRoute(app, context, type);
    replaceRoute(app, context, type);
  }
}
