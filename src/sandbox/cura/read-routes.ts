import type { FastifyInstance, FastifyReply } from 'fastify';
import { curaTypes } from '../../cura/records.ts';
import type { CuraContext } from './context.ts';

const maxPage = 5_000;
const repeatedRows = 5;
const json = 'application/json; charset=utf-8';
const text = (maxLength: number) => ({ type: 'string', maxLength });
const byId = { params: { type: 'object', properties: { id: text(64) } } };
const number = { type: 'integer', minimum: 0 };

interface ListQuery {
  readonly max: number;
  readonly efter: string;
  readonly eksternReference?: string;
}

const listQuery = {
  querystring: {
    type: 'object',
    properties: {
      max: { type: 'integer', minimum: 1, maximum: maxPage, default: 100 },
      efter: { ...text(64), default: '' },
      eksternReference: text(300),
    },
  },
};

interface FeedQuery {
  readonly efter: number;
  readonly max: number;
}

const feedQuery = {
  querystring: {
    type: 'object',
    required: ['efter'],
    properties: { efter: number, max: { ...number, maximum: maxPage, default: 100 } },
  },
};

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ kode: 'findes-ikke', tekst: 'Posten findes ikke i Cura.' });
}

/** Joins stored texts: nothing is parsed on the way out. */
function recordRoutes(app: FastifyInstance, { store }: CuraContext): void {
  for (const type of curaTypes) {
    app.get<{ Params: { id: string } }>(`/v1/${type}/:id`, { schema: byId }, (request, reply) => {
      const found = store.json(type, request.params.id);
      return found === undefined ? notFound(reply) : reply.type(json).send(found);
    });
    const schema = { schema: listQuery };
    app.get<{ Querystring: ListQuery }>(`/v1/${type}`, schema, ({ query }, reply) => {
      const { max, efter, eksternReference } = query;
      if (eksternReference !== undefined) {
        const found = store.byReference(type, eksternReference) ?? '';
        return reply.type(json).send(`{"poster":[${found}]}`);
      }
      const rows = store.page(type, efter, max + 1);
      const naeste = rows.length > max ? `,"naeste":"${rows[max - 1]?.id}"` : '';
      const poster = rows.slice(0, max).map((row) => row.json);
      return reply.type(json).send(`{"poster":[${poster.join(',')}]${naeste}}`);
    });
  }
}

type FeedRows = ReturnType<CuraContext['store']['feed']>;

/** Rows from a few before the cursor when they are repeated; the last first when they are out of order. */
function feedRows({ store, faults, gate }: CuraContext, { efter, max }: FeedQuery): FeedRows {
  const limit = gate.limit();
  const rows = store.feed(efter, limit, max);
  const old = faults.repeatFeed ? Math.max(store.floor(), efter - repeatedRows) : efter;
  const all = [...store.feed(old, Math.min(limit, efter + 1), repeatedRows), ...rows];
  return faults.reorderFeed ? all.reverse() : all;
}

function feedRoute(app: FastifyInstance, context: CuraContext): void {
  const { store, faults, gate } = context;
  const schema = { schema: feedQuery };
  app.get<{ Querystring: FeedQuery }>('/v1/aendringer', schema, ({ query }, reply) => {
    gate.reached('digested', query.efter);
    if (faults.expireCursor) {
      faults.expireCursor = false;
      store.expireFeed();
    }
    const seneste = Math.min(store.latest(), gate.limit() - 1);
    if (query.max === 0) return { raekker: [], seneste };
    if (query.efter < store.floor()) {
      const tekst = 'Løbenummeret er for gammelt. Hent alt forfra.';
      return reply.code(410).send({ kode: 'udloebet', tekst });
    }
    const rows = feedRows(context, query);
    const upTo = Math.max(0, ...rows.map((row) => row.number));
    reply.raw.on('finish', () => gate.reached('sent', upTo));
    const raekker = rows.map((row) => row.json).join(',');
    return reply.type(json).send(`{"raekker":[${raekker}],"seneste":${seneste}}`);
  });
}

function keyRoute(app: FastifyInstance, { store, underWay }: CuraContext): void {
  app.get<{ Params: { noegle: string } }>('/v1/noegler/:noegle', (request, reply) => {
    const { noegle } = request.params;
    const known = store.key(noegle);
    if (known !== undefined) {
      const { type, status, json: svar } = known;
      return reply.type(json).send(`{"type":"${type}","status":${status},"svar":${svar}}`);
    }
    if (underWay.has(noegle)) return { type: 'aftale', status: 202 };
    return notFound(reply);
  });
}

/** Everything under `/v1` that only reads. */
export function readRoutes(app: FastifyInstance, context: CuraContext): void {
  recordRoutes(app, context);
  feedRoute(app, context);
  keyRoute(app, context);
}
