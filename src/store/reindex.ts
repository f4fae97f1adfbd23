import type { Resource } from '@medplum/fhirtypes';
import type { Database } from './database.ts';
import { rewrite } from './put.ts';
import type { StoredRoom } from './stored-room.ts';

const batch = 500;

/** Makes the index rows of a room again from its bytes, after its search parameters or views changed. Versions stay. */
export async function reindex(db: Database, room: StoredRoom): Promise<number> {
  let after = '';
  let count = 0;
  await db.query(`truncate ${room.table}_link`);
  for (;;) {
    const done = await db.transaction(async (tx) => {
      const { rows } = await tx.query<{
        id: string;
        version: number;
        content: string;
        lastUpdated: number;
      }>(
        `select id, version, content, last_updated as "lastUpdated" from ${room.table}
         where id > $1 and view & 1 <> 0 order by id limit ${batch} for update`,
        [after],
      );
      await rewrite(
        tx,
        room,
        rows.map((row) => ({
          ...row,
          resource: JSON.parse(row.content) as Resource & { id: string },
        })),
      );
      return rows;
    });
    count += done.length;
    const last = done.at(-1);
    if (!last) return count;
    after = last.id;
  }
}
