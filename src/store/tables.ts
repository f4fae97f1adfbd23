import { createHash } from 'node:crypto';
import type { Database, Transaction } from './database.ts';
import { indexesOf } from './indexes.ts';
import { noteIndexes } from './room-index.ts';
import { hasNumbers, type Shape, tableOf } from './shape.ts';
import { shownFunctions } from './shown.ts';
import { type Column, columnsOf } from './stored-room.ts';

const id = 'text collate "C"';

const columnTypes = { texts: 'text[]', instant: 'timestamptz', json: 'jsonb' } as const;
const columnText = ({ name, kind }: Column): string => `${name} ${columnTypes[kind]}`;

const numberTable = (table: string): string => `
create table if not exists ${table}_number (
  param ${id} not null, unit ${id} not null, low float8 not null, high float8 not null,
  sort timestamptz not null, id ${id} not null, view smallint not null);`;

/**
 * The tables of a room: the exact bytes that are answered, the citizen they belong to, and a column per search parameter.
 * `sort` is the time that orders results; `_link` holds (parameter, value, sort) of what is searched over everybody, `_number` what
 * is searched by size.
 */
const create = (shape: Shape): string => {
  if (shape.from) return shape.from.sql;
  const table = tableOf(shape);
  return `
create table if not exists ${table} (
  id ${id} not null, view smallint not null, version integer not null, last_updated timestamptz not null,
  patient ${id}, person bytea, sort timestamptz not null, content text not null,
  ${columnsOf(shape).map(columnText).join(', ')},
  primary key (id, view));
create table if not exists ${table}_history (
  id ${id} not null, version integer not null, view smallint not null, last_updated timestamptz not null,
  patient ${id}, content text, primary key (id, version, view));
create table if not exists ${table}_link (
  param ${id} not null, value ${id} not null, sort timestamptz not null,
  id ${id} not null, view smallint not null);${hasNumbers(shape) ? numberTable(table) : ''}`;
};

/** Views hold nothing: they are made anew. What stood may have had other columns. */
const show = (shape: Shape): string => {
  const table = tableOf(shape);
  const views = [`${table}_history`, table];
  return `${views.map((view) => `drop view if exists ${view};`).join(' ')} ${create(shape)}`;
};

const isStored = ({ from }: Shape): boolean => from === undefined;

/** Gives a table that stands the columns that it lacks. */
const extend = (shape: Shape): string =>
  `alter table ${tableOf(shape)} ${columnsOf(shape)
    .map((column) => `add column if not exists ${columnText(column)}`)
    .join(', ')};`;

const indexLock = 7_002;

/** Each room is made by one statement, and some at a time: PostgreSQL locks each table and index to the end. */
const roomsAtOnce = 20;

async function eachGroup(
  db: Database,
  shapes: readonly Shape[],
  work: (tx: Transaction, some: readonly Shape[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < shapes.length; at += roomsAtOnce)
    await db.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [indexLock]);
      await work(tx, shapes.slice(at, at + roomsAtOnce));
    });
}

const slugsOf = (shapes: readonly Shape[]): string[] => shapes.map(({ slug }) => slug);

/** Makes the indexes of rooms where they are missing. Asked by the owner, who so says which there are. */
export const makeIndexes = (owner: Database, shapes: readonly Shape[]): Promise<void> =>
  eachGroup(owner, shapes, async (tx, some) => {
    await noteIndexes(
      tx,
      some.flatMap((shape) =>
        indexesOf(shape).map(([name, on]) => ({ slug: shape.slug, name, on })),
      ),
    );
    await tx.query('select make_room_indexes($1)', [slugsOf(some)]);
  });

/** Takes the indexes away for a first load: to build each once is cheaper than to keep it up row by row. */
export const dropIndexes = (db: Database, shapes: readonly Shape[]): Promise<void> =>
  eachGroup(db, shapes, (tx, some) => tx.query('select drop_room_indexes($1)', [slugsOf(some)]));

/** Brings back the indexes that were taken away. */
export const restoreIndexes = (db: Database, shapes: readonly Shape[]): Promise<void> =>
  eachGroup(db, shapes, (tx, some) => tx.query('select make_room_indexes($1)', [slugsOf(some)]));

/** Tells the planner what the tables hold now, after much has changed at once. */
export async function analyse(db: Database, shapes: readonly Shape[]): Promise<void> {
  for (const shape of shapes.filter(isStored)) {
    const table = tableOf(shape);
    await db.query(
      `analyze ${table}, ${table}_link${hasNumbers(shape) ? `, ${table}_number` : ''}`,
    );
  }
}

/** Counted up when the same search parameters come to be indexed, or the same resources to be shown, in another way. */
const indexing = 5;

const print = (shape: Shape): string =>
  createHash('sha256')
    .update(JSON.stringify([indexing, create(shape), shape.search, shape.order, shape.edition]))
    .digest('hex');

/** Notes that the tables of these rooms hold the index rows that their definitions ask for. */
export async function notePrints(
  tx: Pick<Transaction, 'query'>,
  shapes: readonly Shape[],
): Promise<void> {
  await tx.query(
    `insert into room select * from unnest($1::text[], $2::text[])
     on conflict (slug) do update set print = excluded.print`,
    [shapes.map(({ slug }) => slug), shapes.map(print)],
  );
}

async function tablesNow(tx: Transaction): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ name: string }>(
    'select tablename as name from pg_tables where schemaname = any(current_schemas(false))',
  );
  return new Set(rows.map(({ name }) => name));
}

/** Rooms whose tables are not, or not yet indexed, as their definitions ask. */
export async function changedRooms<S extends Shape>(
  db: Pick<Transaction, 'query'>,
  shapes: readonly S[],
): Promise<S[]> {
  const { rows } = await db.query<{ slug: string; print: string }>('select slug, print from room');
  const known = new Map(rows.map((row) => [row.slug, row.print]));
  return shapes.filter((shape) => known.get(shape.slug) !== print(shape));
}

/**
 * Makes the tables of rooms that are new or changed. Returns the rooms that stood and whose index rows must be made again: they count
 * as changed until `reindex` has done so.
 */
export async function ensureTables(tx: Transaction, shapes: readonly Shape[]): Promise<Shape[]> {
  await tx.query('create table if not exists room (slug text primary key, print text not null)');
  const changed = await changedRooms(tx, shapes);
  const tables = await tablesNow(tx);
  const stood = (shape: Shape): boolean => isStored(shape) && tables.has(tableOf(shape));
  const make = (shape: Shape): string => (isStored(shape) ? create(shape) : show(shape));
  // Views ask them, and they ask of each table when they are used.
  await tx.query(shownFunctions(shapes));
  for (const shape of changed)
    await tx.query(stood(shape) ? `${create(shape)}${extend(shape)}` : make(shape));
  await notePrints(
    tx,
    changed.filter((shape) => !stood(shape)),
  );
  return changed.filter(stood);
}
