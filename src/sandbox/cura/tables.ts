import type { DatabaseSync } from 'node:sqlite';

const ddl = `
pragma journal_mode = wal;
pragma synchronous = normal;
create table if not exists record (
  type text, id text, reference text, json text not null, primary key (type, id)
) without rowid;
create unique index if not exists record_reference on record (type, reference)
  where reference is not null;
create table if not exists feed (number integer primary key autoincrement, type text, json text);
create index if not exists feed_type on feed (type, number);
create table if not exists key (
  key text primary key, fingerprint text, type text, status integer, json text
) without rowid;
create table if not exists setting (name text primary key, value integer) without rowid;
`;

/** Creates what is missing and prepares the statements of `store.ts`. */
export function openTables(database: DatabaseSync) {
  database.exec(ddl);
  const sql = (text: string) => database.prepare(text);
  return {
    put: sql(`insert into record values (?, ?, ?, ?)
      on conflict do update set reference = excluded.reference, json = excluded.json`),
    get: sql('select json from record where type = ? and id = ?'),
    page: sql('select id, json from record where type = ? and id > ? order by id limit ?'),
    byReference: sql('select json from record where type = ? and reference = ?'),
    any: sql('select 1 from record limit 1'),
    remove: sql('delete from record where type = ? and id = ?'),
    append: sql('insert into feed (type, json) values (?, ?)'),
    feed: sql(`select number, json from feed where number > ? and number < ? and type <> ''
      order by number limit ?`),
    latest: sql('select max(number) as number from feed'),
    newest: sql('select json from feed where type = ? order by number desc limit ?'),
    forget: sql('delete from feed where number < ?'),
    key: sql('select fingerprint, type, status, json from key where key = ?'),
    keepKey: sql('insert into key values (?, ?, ?, ?, ?)'),
    setting: sql('select value from setting where name = ?'),
    set: sql('insert into setting values (?, ?) on conflict do update set value = excluded.value'),
  };
}
