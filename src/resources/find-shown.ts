import type { Resource } from '@medplum/fhirtypes';
import { type Guarded, scopeOf } from '../access/scope.ts';
import { binder } from '../store/predicate.ts';
import type { Call } from './define.ts';
import { findOne } from './find-resource.ts';
import type { Stored } from './write-plan.ts';

/**
 * A resource as staff see it, if the caller is shown it at all: an operation on one that is kept from the caller answers as for one
 * that is not there.
 */
export async function findShown<T extends Resource>(
  { ports, grant }: Call,
  room: Guarded,
  id: string,
): Promise<Stored<T> | undefined> {
  const { bind, values } = binder();
  const stored = ports.room(room.type);
  const wanted = bind(id);
  const scope = scopeOf(room, grant, 'any')('r', bind);
  const { rowCount } = await ports.db.query(
    `select from ${stored.table} r where r.id = ${wanted} and ${scope}`,
    values,
  );
  return rowCount > 0 ? findOne<T>(ports.db, stored, id) : undefined;
}
