import type { Resource } from '@medplum/fhirtypes';
import type { Transaction } from '../store/database.ts';
import type { StoredRoom } from '../store/stored-room.ts';
import type { Stored } from './write-plan.ts';

type Asks = Pick<Transaction, 'query'>;

/** Resources as staff see them; for decisions, never for answers. Unknown ids are left out. */
export async function findAll<T extends Resource>(
  db: Asks,
  room: StoredRoom,
  ids: readonly string[],
): Promise<Stored<T>[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<{ content: string; version: number }>(
    `select content, version from ${room.table} where id = any($1::text[]) and view & 1 <> 0`,
    [ids],
    { name: `find:${room.table}` },
  );
  return rows.map(({ content, version }) => ({ resource: JSON.parse(content), version }));
}

export async function findOne<T extends Resource>(
  db: Asks,
  room: StoredRoom,
  id: string | undefined,
): Promise<Stored<T> | undefined> {
  return id === undefined ? undefined : (await findAll<T>(db, room, [id]))[0];
}

/** Resources that have a value in their index, in the room's order; `from` and `to` bound that order, epoch milliseconds. */
export async function findLinked<T extends Resource>(
  db: Asks,
  room: StoredRoom,
  link: { param: string; values: readonly string[]; from?: number; to?: number },
): Promise<Stored<T>[]> {
  const { rows } = await db.query<{ content: string; version: number }>(
    `select r.content, r.version from (
       select distinct l.id, l.sort from ${room.table}_link l
       where l.param = $1 and l.value = any($2::text[])
         and l.sort >= to_timestamp($3::float8 / 1000) and l.sort < to_timestamp($4::float8 / 1000)) l
     join ${room.table} r on r.id = l.id and r.view & 1 <> 0 order by l.sort, r.id`,
    [
      link.param,
      link.values,
      link.from ?? Number.NEGATIVE_INFINITY,
      link.to ?? Number.POSITIVE_INFINITY,
    ],
    { name: `linked:${room.table}` },
  );
  return rows.map(({ content, version }) => ({ resource: JSON.parse(content), version }));
}
