import type { Resource } from '@medplum/fhirtypes';
import { parseStored } from '../fhir/json.ts';
import type { Database, Transaction } from './database.ts';
import { reviewPast } from './past.ts';
import { rewrite } from './put.ts';
import type { Shape } from './shape.ts';
import type { StoredRoom } from './stored-room.ts';
import { notePrints } from './tables.ts';

const batch = 500;

interface Standing {
  readonly id: string;
  readonly version: number;
  readonly content: string;
  readonly lastUpdated: number;
}

/** Makes the rows behind an id again; gives those that it did. */
async function next(tx: Transaction, room: StoredRoom, after: string): Promise<Standing[]> {
  const { rows } = await tx.query<Standing>(
    `select id, version, content, last_updated as "lastUpdated" from ${room.table}
     where id > $1 and view & 1 <> 0 order by id limit ${batch} for update`,
    [after],
  );
  await rewrite(
    tx,
    room,
    rows.map((row) => ({
      ...row,
      resource: parseStored<Resource & { id: string }>(row.content),
    })),
  );
  return rows;
}

/**
 * Makes the index rows of a room again from its bytes, after its search parameters or views changed. Versions stay. `before` does what
 * else follows from the change. Cut short, all is done again at the next start.
 */
export async function reindex(
  db: Database,
  room: StoredRoom,
  before: () => Promise<void> = async () => {},
): Promise<number> {
  const numbers = room.numbered ? `, ${room.table}_number` : '';
  await db.query(`truncate ${room.table}_link${numbers}`);
  let after = '';
  for (let count = 0; ; ) {
    const done = await db.transaction((tx) => next(tx, room, after));
    const last = done.at(-1);
    count += done.length;
    if (last) after = last.id;
    else {
      if (isShownByChoice(room.shape)) await reviewPast(db, room);
      await before();
      await notePrints(db, [room.shape]);
      return count;
    }
  }
}

/** Whether what is shown of earlier versions may be another than it was. */
const isShownByChoice = ({ edition, patient }: Shape): boolean =>
  edition !== undefined || patient !== undefined;
