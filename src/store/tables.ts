import { createHash } from 'node:crypto';
import type { Database, Transaction } from './database.ts';
import { columnOf, ownParams, type Shape, tableOf } from './shape.ts';

const id = 'text collate "C"';

const paramColumns = (shape: Shape): string[] =>
  ownParams(shape).flatMap(([name, param]) =>
    param.type === 'date'
      ? [`${columnOf(name)}_from timestamptz`, `${columnOf(name)}_to timestamptz`]
      : [`${columnOf(name)} text[]`],
  );

/**
 * One table per room: the exact bytes that are answered, the citizen they belong to, and a column per search parameter.
 * `sort` is the time that orders results; `_link` holds (parameter, value, sort) of what is searched over everybody.
 */
const create = (shape: Shape): string => {
  const table = tableOf(shape);
  return `
create table if not exists ${table} (
  id ${id} not null, view smallint not null, version integer not null, last_updated timestamptz not null,
  patient ${id}, person bytea, sort timestamptz not null, content text not null,
  primary key (id, view));
create table if not exists ${table}_history (
  id ${id} not null, version integer not null, view smallint not null, last_updated timestamptz not null,
  patient ${id}, content text, primary key (id, version, view));
create table if not exists ${table}_link (
  param text collate "C" not null, value text collate "C" not null, sort timestamptz not null,
  id ${id} not null, view smallint not null);
${paramColumns(shape)
  .map((column) => `alter table ${table} add column if not exists ${column};`)
  .join('\n')}`;
};

/** Indexes beside the keys of the rows, by name: what a search walks. */
const indexes = (shape: Shape): readonly (readonly [string, string])[] => {
  const table = tableOf(shape);
  return [
    [`${table}_patient`, `${table} (patient, sort, id) where patient is not null`],
    [`${table}_updated`, `${table} (last_updated, id)`],
    [`${table}_sort`, `${table} (sort, id)`],
    [`${table}_person`, `${table} (person) where person is not null`],
    [`${table}_link_key`, `${table}_link (param, value, sort, id, view)`],
  ];
};

const indexLock = 7_002;

/** Makes the indexes of rooms where they are missing. */
export function makeIndexes(db: Database, shapes: readonly Shape[]): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [indexLock]);
    const all = shapes.flatMap(indexes);
    for (const [name, on] of all) await tx.query(`create index if not exists ${name} on ${on}`);
  });
}

/** Tells the planner what the tables hold now, after much has changed at once. */
export async function analyse(db: Database, shapes: readonly Shape[]): Promise<void> {
  for (const shape of shapes) await db.query(`analyze ${tableOf(shape)}, ${tableOf(shape)}_link`);
}

/** Takes the indexes away for a first load: to build each once is cheaper than to keep it up row by row. */
export function dropIndexes(db: Database, shapes: readonly Shape[]): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [indexLock]);
    for (const [name] of shapes.flatMap(indexes)) await tx.query(`drop index if exists ${name}`);
  });
}

const print = (shape: Shape): string =>
  createHash('sha256')
    .update(JSON.stringify([create(shape), shape.search, shape.order]))
    .digest('hex');

/** Makes the tables of rooms that are new or changed. Returns the rooms whose index rows must be made again. */
export async function ensureTables(tx: Transaction, shapes: readonly Shape[]): Promise<Shape[]> {
  await tx.query('create table if not exists room (slug text primary key, print text not null)');
  const { rows } = await tx.query<{ slug: string; print: string }>('select slug, print from room');
  const known = new Map(rows.map((row) => [row.slug, row.print]));
  const changed = shapes.filter((shape) => known.get(shape.slug) !== print(shape));
  for (const shape of changed) {
    await tx.query(create(shape));
    await tx.query(
      'insert into room values ($1, $2) on conflict (slug) do update set print = excluded.print',
      [shape.slug, print(shape)],
    );
  }
  return changed.filter((shape) => known.has(shape.slug));
}
