import { float8Array, int2Array, int4Array, textArray } from './array.ts';
import type { Transaction } from './database.ts';
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

/** Moves rows to the history; their index rows stay. */
export async function removeHeads(
  tx: Transaction,
  { table }: StoredRoom,
  rows: readonly HeadRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `with gone as (delete from ${table} where id = any($1::text[]) returning *)
     insert into ${table}_history (id, version, view, last_updated, patient, content)
     select id, version, view, last_updated, patient, content from gone`,
    [[...new Set(rows.map(({ id }) => id))]],
    { name: `retire:${table}` },
  );
}

const casts = {
  texts: { sent: 'text', made: (name: string) => `${name}::text[]` },
  json: { sent: 'text', made: (name: string) => `${name}::jsonb` },
  instant: { sent: 'float8', made: instant },
} as const;

const insertText = ({ table, columns }: StoredRoom): string => {
  const names = columns.map(({ name }) => name);
  const made = columns.map(({ name, kind }) => casts[kind].made(name));
  const types = columns.map(({ kind }, at) => `$${at + 9}::${casts[kind].sent}[]`);
  return `insert into ${table} (${['id, view, version, last_updated, patient, person, sort, content', ...names].join(', ')})
    select ${[`id, view, version, ${instant('lu')}, patient, decode(person, 'hex'), ${instant('sort')}, content`, ...made].join(', ')}
    from unnest(${['$1::text[], $2::smallint[], $3::int[], $4::float8[], $5::text[], $6::text[], $7::float8[], $8::text[]', ...types].join(', ')})
      as x(${['id, view, version, lu, patient, person, sort, content', ...names].join(', ')})`;
};

const columnArray = ({ kind }: Column, rows: readonly HeadRow[], at: number): Buffer =>
  kind === 'instant'
    ? float8Array(rows.map((row) => row.columns[at] as number | null))
    : textArray(rows.map((row) => row.columns[at] as string | null));

export async function insertHeads(
  tx: Transaction,
  room: StoredRoom,
  rows: readonly HeadRow[],
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
    ],
    { name: `put:${room.table}` },
  );
}
