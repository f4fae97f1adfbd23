import type { Resource } from '@medplum/fhirtypes';
import { parseStored } from '../fhir/json.ts';
import { representations, serialise } from './bytes.ts';
import type { Database, Transaction } from './database.ts';
import { rewrite } from './put.ts';
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

interface Past extends Standing {
  /** As PostgreSQL writes it: to the microsecond. */
  readonly at: string;
  readonly patient: string | null;
}

/** The rows that an earlier version has by the views of now. */
const shownOf = (room: StoredRoom, { content, version, lastUpdated, ...past }: Past) =>
  representations(room.shape, parseStored(content)).map(({ view, resource }) => ({
    ...{ ...past, version, view, content: serialise(resource, version, lastUpdated) },
  }));

/** Makes the views of earlier versions behind a version again; gives the last that it did. */
async function nextPast(
  tx: Transaction,
  room: StoredRoom,
  after: Pick<Past, 'id' | 'version'>,
): Promise<Past | undefined> {
  const { rows } = await tx.query<Past>(
    `select id, version, content, last_updated as "lastUpdated", last_updated::text as at, patient from ${room.table}_history
     where (id, version) > ($1, $2::int) and view & 1 <> 0 and content is not null order by id, version limit ${batch} for update`,
    [after.id, after.version],
  );
  await tx.query(
    `delete from ${room.table}_history h using unnest($1::text[], $2::int[]) x(id, version)
     where h.id = x.id and h.version = x.version and h.content is not null`,
    [rows.map(({ id }) => id), rows.map(({ version }) => version)],
  );
  const made = rows.flatMap((row) => shownOf(room, row));
  await tx.query(
    `insert into ${room.table}_history (id, version, view, last_updated, patient, content)
     select id, version, view, at::timestamptz, patient, content
     from unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[], $6::text[]) x(id, version, view, at, patient, content)`,
    (['id', 'version', 'view', 'at', 'patient', 'content'] as const).map((name) =>
      made.map((row) => row[name]),
    ),
  );
  return rows.at(-1);
}

/** What depends on more than the resource is shown of earlier versions as it is now. */
async function reviewPast(db: Database, room: StoredRoom): Promise<void> {
  let last: Pick<Past, 'id' | 'version'> | undefined = { id: '', version: 0 };
  while (last) {
    const after: Pick<Past, 'id' | 'version'> = last;
    last = await db.transaction((tx) => nextPast(tx, room, after));
  }
}

/**
 * Makes the index rows of a room again from its bytes, after its search parameters or views changed. Versions stay. Cut short, it is
 * done again at the next start.
 */
export async function reindex(db: Database, room: StoredRoom): Promise<number> {
  const numbers = room.numbered ? `, ${room.table}_number` : '';
  await db.query(`truncate ${room.table}_link${numbers}`);
  let after = '';
  for (let count = 0; ; ) {
    const done = await db.transaction((tx) => next(tx, room, after));
    const last = done.at(-1);
    count += done.length;
    if (last) after = last.id;
    else {
      if (room.shape.edition !== undefined) await reviewPast(db, room);
      await notePrints(db, [room.shape]);
      return count;
    }
  }
}
