import { scopeOf } from '../access/scope.ts';
import { notFound } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';
import { askNarrowly } from '../store/narrow.ts';
import { binder } from '../store/predicate.ts';
import type { Desk } from './exchange.ts';
import { read } from './read.ts';
import type { Row } from './row.ts';

const mostOwn = 1_000;

const roomOf = ({ rooms }: Desk): Room => {
  const room = rooms.find(({ type }) => type === 'Subscription');
  if (room) return room;
  throw notFound('Subscription', '');
};

/** The caller's own Subscriptions with these ids, 404 and 410 as for a read; all of them without ids. */
export async function ownOnes(desk: Desk, ids: readonly string[] | undefined): Promise<Row[]> {
  const room = roomOf(desk);
  const { call } = desk;
  if (ids) return Promise.all([...new Set(ids)].map((id) => read(call, room, id)));
  const { bind, values } = binder();
  const scope = scopeOf(room, call.grant, 'any')('r', bind);
  const { rows } = await askNarrowly<Row>(
    call.ports.db,
    `select r.id, r.version, r.last_updated as "lastUpdated", r.patient, r.content from ${call.ports.room(room.type).table} r
     where ${scope} order by r.sort desc, r.id limit ${mostOwn}`,
    values,
  );
  return rows;
}
