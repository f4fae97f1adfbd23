import { float8Array, int2Array, int4Array, textArray } from './array.ts';
import type { Transaction } from './database.ts';
import { deleteParts, type IndexRows, indexArrays, insertParts } from './index-statements.ts';
import type { HeadRow } from './put.ts';
import type { Column, StoredRoom } from './stored-room.ts';

/** Epoch milliseconds as PostgreSQL takes them; open ends are infinities. */
export const instant = (column: string): string => `to_timestamp(${column} / 1000.0)`;

interface HeadNow {
  id: string;
  view: number;
  version: number;
  content: string;
  lastUpdated: number;
}

/** Locks the rows of these ids and reads them. What was taken away shows its last version with view 0. */
export async function selectHeads(
  tx: Transaction,
  { table }: StoredRoom,
  ids: readonly string[],
): Promise<HeadNow[]> {
  const { rows } = await tx.query<HeadNow>(
    `with head as (
       select id, view, version, content, last_updated as "lastUpdated"
       from ${table} where id = any($1::text[]) for update)
     select * from head union all
     select h.id, 0, max(h.version), '', now() from ${table}_history h
     where h.id = any($1::text[]) and h.content is null and not exists (select from head where head.id = h.id)
     group by h.id`,
    [ids],
    { name: `heads:${table}` },
  );
  return rows;
}

/** How rows leave: another version takes their place, or the history ends with their being taken away. */
type Leaving = 'replaced' | 'removed';

const tombs = (table: string, now: string): string => `,
  tomb as (insert into ${table}_history (id, version, view, last_updated, patient, content)
    select id, version + 1, view, ${instant(now)}, patient, null from gone)`;

/** Index rows begin at `$3`; `$2` is now. */
const retireText = (room: StoredRoom, leaving: Leaving): string => `
  with gone as (delete from ${room.table} where id = any($1::text[]) returning *),
  ${deleteParts(room, 3).join(', ')}${leaving === 'removed' ? tombs(room.table, '$2::float8') : ''}
  insert into ${room.table}_history (id, version, view, last_updated, patient, content)
  select id, version, view, last_updated, patient, content from gone where $2::float8 is not null`;

/** Moves what stands of some ids to the history, and these rows out of the index. */
export async function retire(
  tx: Transaction,
  room: StoredRoom,
  { ids, index, leaving, now }: Retiring,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(retireText(room, leaving), [ids, now, ...indexArrays(room, index)], {
    name: `${leaving}:${room.table}`,
  });
}

interface Retiring {
  readonly ids: readonly string[];
  readonly index: IndexRows;
  readonly leaving: Leaving;
  /** Epoch milliseconds. */
  readonly now: number;
}

const casts = {
  texts: { sent: 'text', made: (name: string) => `${name}::text[]` },
  json: { sent: 'text', made: (name: string) => `${name}::jsonb` },
  instant: { sent: 'float8', made: instant },
} as const;

const insertText = (room: StoredRoom): string => {
  const { table, columns } = room;
  const names = columns.map(({ name }) => name);
  const made = columns.map(({ name, kind }) => casts[kind].made(name));
  const types = columns.map(({ kind }, at) => `$${at + 9}::${casts[kind].sent}[]`);
  return `with ${insertParts(room, columns.length + 9).join(', ')}
    insert into ${table} (${['id, view, version, last_updated, patient, person, sort, content', ...names].join(', ')})
    select ${[`id, view, version, ${instant('lu')}, patient, decode(person, 'hex'), ${instant('sort')}, content`, ...made].join(', ')}
    from unnest(${['$1::text[], $2::smallint[], $3::int[], $4::float8[], $5::text[], $6::text[], $7::float8[], $8::text[]', ...types].join(', ')})
      as x(${['id, view, version, lu, patient, person, sort, content', ...names].join(', ')})`;
};

const columnArray = ({ kind }: Column, rows: readonly HeadRow[], at: number): Buffer =>
  kind === 'instant'
    ? float8Array(rows.map((row) => row.columns[at] as number | null))
    : textArray(rows.map((row) => row.columns[at] as string | null));

/** Writes rows and the index rows that are new with them, as one statement. */
export async function insertRows(
  tx: Transaction,
  room: StoredRoom,
  rows: readonly HeadRow[],
  index: IndexRows,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    insertText(room),
    [
      textArray(rows.map((row) => row.id)),
      int2Array(rows.map((row) => row.view)),
      int4Array(rows.map((row) => row.version)),
      float8Array(rows.map((row) => row.lastUpdated)),
      textArray(rows.map((row) => row.patient)),
      textArray(rows.map((row) => row.person?.toString('hex') ?? null)),
      float8Array(rows.map((row) => row.sort)),
      textArray(rows.map((row) => row.content)),
      ...room.columns.map((column, at) => columnArray(column, rows, at)),
      ...indexArrays(room, index),
    ],
    { name: `put:${room.table}` },
  );
}
