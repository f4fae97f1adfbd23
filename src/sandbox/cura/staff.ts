import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { isCuraType } from '../../cura/check.ts';
import type { Hold } from '../../cura/class-records.ts';
import type { Udfoerer } from '../../cura/post.ts';
import type { CuraRecords, CuraType } from '../../cura/records.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { followClass } from './class-write.ts';
import type { AnyRecord, Commit, Store } from './store.ts';

/** Fields to set; null takes a field away. */
export type Patch<T extends CuraType> = {
  readonly [K in keyof CuraRecords[T]]?: CuraRecords[T][K] | null;
} & { readonly [field: string]: unknown };

/** What staff do in Cura itself: no rule, deadline or overlap holds them back, and each comes out in the feed. */
export interface StaffDesk {
  insert<T extends CuraType>(type: T, record: object, by?: Udfoerer): CuraRecords[T];
  /** Throws when there is no such record. */
  change<T extends CuraType>(type: T, id: string, patch: Patch<T>, by?: Udfoerer): CuraRecords[T];
  remove(type: CuraType, id: string, by?: Udfoerer): void;
  read<T extends CuraType>(type: T, id: string): CuraRecords[T] | undefined;
}

const somebody: Udfoerer = { art: 'medarbejder', navn: 'Personale i Cura' };

function patched(before: AnyRecord, patch: object): Record<string, unknown> {
  const fields = Object.entries({ ...before, ...patch });
  return Object.fromEntries(fields.filter(([, value]) => value !== null && value !== undefined));
}

export function staffDesk(store: Store, now: () => number): StaffDesk {
  const stamp = (by: Udfoerer = somebody) => {
    const aendret = formatInstant(now());
    return { aendret, aendretAf: { tidspunkt: aendret, ...by } };
  };
  const commit = (change: Commit) =>
    store.transaction(() => {
      store.commit(change);
      if (change.type === 'hold' && change.record !== null)
        followClass(
          store,
          change.record as unknown as Hold,
          change.aendretAf,
          formatInstant(now()),
        );
    });
  const existing = (type: CuraType, id: string): AnyRecord => {
    const record = store.get(type, id);
    if (record === undefined) throw new RangeError(`Cura has no ${type}/${id}`);
    return record;
  };
  const keep = (type: CuraType, record: AnyRecord, aendretAf: Udfoerer) => {
    commit({ type, id: record.id, version: record.version, record, aendretAf });
    return record as never;
  };
  return {
    insert(type, record, by) {
      const marks = stamp(by);
      const id = 'id' in record ? String(record.id) : `${type}-${randomUUID()}`;
      return keep(type, { ...record, ...marks, id, version: 1 }, marks.aendretAf);
    },
    change(type, id, patch, by) {
      const before = existing(type, id);
      const marks = stamp(by);
      const after = { ...patched(before, patch), ...marks, id, version: before.version + 1 };
      return keep(type, after, marks.aendretAf);
    },
    remove(type, id, by) {
      const version = existing(type, id).version + 1;
      commit({ type, id, version, record: null, aendretAf: stamp(by).aendretAf });
    },
    read: (type, id) => store.get(type, id) as never,
  };
}

interface StaffBody {
  readonly post?: Record<string, unknown>;
  readonly aendretAf?: Udfoerer;
}

const schema = { body: { type: 'object', properties: { post: { type: 'object' } } } };

/** `POST /sandbox/{type}`, `PATCH` and `DELETE /sandbox/{type}/{id}` with `{post, aendretAf?}`: staff's desk over HTTP. */
export function staffRoutes(app: FastifyInstance, desk: StaffDesk): void {
  const typeOf = (type: string): CuraType => {
    if (isCuraType(type)) return type;
    throw new RangeError(`no record type ${JSON.stringify(type.slice(0, 40))}`);
  };
  type At = { Params: { type: string; id: string }; Body: StaffBody };
  app.post<At>('/sandbox/:type', { schema }, async ({ params, body }, reply) => {
    reply.code(201);
    return desk.insert(typeOf(params.type), body.post ?? {}, body.aendretAf);
  });
  app.patch<At>('/sandbox/:type/:id', { schema }, async ({ params, body }) =>
    desk.change(typeOf(params.type), params.id, body.post ?? {}, body.aendretAf),
  );
  app.delete<At>('/sandbox/:type/:id', async ({ params }, reply) => {
    desk.remove(typeOf(params.type), params.id);
    return reply.code(204).send();
  });
}
