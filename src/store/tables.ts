import { createHash } from 'node:crypto';
import type { Database, Transaction } from './database.ts';
import { indexesOf } from './indexes.ts';
import { hasNumbers, type Shape, tableOf } from './shape.ts';
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

/** Gives a table that stands the columns that it lacks. */
const extend = (shape: Shape): string =>
  `alter table ${tableOf(shape)} ${columnsOf(shape)
    .map((column) => `add column if not exists ${columnText(column)}`)
    .join(', ')};`;

const indexLock = 7_002;

/** Each room is made by one statement, and some at a time: PostgreSQL locks each table and index to the end. */
const roomsAtOnce = 20;

async function onIndexes(
  db: Database,
  shapes: readonly Shape[],
  text: (name: string, on: string) => string,
): Promise<void> {
  for (let at = 0; at < shapes.length; at += roomsAtOnce)
    await db.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [indexLock]);
      const all = shapes.slice(at, at + roomsAtOnce).flatMap(indexesOf);
      await tx.query(all.map(([name, on]) => text(name, on)).join(';'));
    });
}

/** Makes the indexes of rooms where they are missing. */
export const makeIndexes = (db: Database, shapes: readonly Shape[]): Promise<void> =>
  onIndexes(db, shapes, (name, on) => `create index if not exists ${name} on ${on}`);

/** Takes the indexes away for a first load: to build each once is cheaper than to keep it up row by row. */
export const dropIndexes = (db: Database, shapes: readonly Shape[]): Promise<void> =>
  onIndexes(db, shapes, (name) => `drop index if exists ${name}`);

/** Tells the planner what the tables hold now, after much has changed at once. */
export async function analyse(db: Database, shapes: readonly Shape[]): Promise<void> {
  for (const shape of shapes) {
    const table = tableOf(shape);
    await db.query(
      `analyze ${table}, ${table}_link${hasNumbers(shape) ? `, ${table}_number` : ''}`,
    );
  }
}

/** Counted up when the same search parameters come to be indexed in another way. */
const indexing = 2;

const print = (shape: Shape): string =>
  createHash('sha256')
    .update(JSON.stringify([indexing, create(shape), shape.search, shape.order]))
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

/**
 * Makes the tables of rooms that are new or changed. Returns the rooms that stood and whose index rows must be made again: they count
 * as changed until `reindex` has done so.
 */
export async function ensureTables(tx: Transaction, shapes: readonly Shape[]): Promise<Shape[]> {
  await tx.query('create table if not exists room (slug text primary key, print text not null)');
  const { rows } = await tx.query<{ slug: string; print: string }>('select slug, print from room');
  const known = new Map(rows.map((row) => [row.slug, row.print]));
  const changed = shapes.filter((shape) => known.get(shape.slug) !== print(shape));
  const tables = await tablesNow(tx);
  const stood = (shape: Shape): boolean => tables.has(tableOf(shape));
  for (const shape of changed)
    await tx.query(stood(shape) ? `${create(shape)}${extend(shape)}` : create(shape));
  await notePrints(
    tx,
    changed.filter((shape) => !stood(shape)),
  );
  return changed.filter(stood);
}
