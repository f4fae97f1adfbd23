import type { Transaction } from './database.ts';
import type { MigrationStep } from './migrate.ts';

/**
 * The indexes of the rooms as the owner made them: the role that runs may not make any, and has them taken away and brought back for
 * a first load by functions that do just that. A table of somebody's in `pg_temp` must not stand in for this one.
 */
export const roomIndexTable: MigrationStep = {
  id: '008-room-index',
  sql: `
create table room_index (name text collate "C" primary key, slug text collate "C" not null, definition text not null);
create index room_index_slug on room_index (slug);
create function drop_room_indexes(slugs text[]) returns void language plpgsql security definer as $body$
declare one record;
begin
  for one in select name from room_index where slug = any(slugs) order by name loop
    execute format('drop index if exists %I', one.name);
  end loop;
end $body$;
create function make_room_indexes(slugs text[]) returns void language plpgsql security definer as $body$
declare one record;
begin
  for one in select name, definition from room_index where slug = any(slugs) order by name loop
    execute format('create index if not exists %I on ', one.name) || one.definition;
  end loop;
end $body$;
do $pin$ begin
  execute format('alter function drop_room_indexes(text[]) set search_path = %I, pg_temp', current_schema());
  execute format('alter function make_room_indexes(text[]) set search_path = %I, pg_temp', current_schema());
end $pin$;
`,
};

/** Notes what indexes rooms are to have, for the two functions. */
export async function noteIndexes(
  tx: Pick<Transaction, 'query'>,
  indexes: readonly { readonly slug: string; readonly name: string; readonly on: string }[],
): Promise<void> {
  await tx.query('delete from room_index where slug = any($1::text[])', [
    [...new Set(indexes.map(({ slug }) => slug))],
  ]);
  await tx.query(
    'insert into room_index (name, slug, definition) select * from unnest($1::text[], $2::text[], $3::text[])',
    [indexes.map(({ name }) => name), indexes.map(({ slug }) => slug), indexes.map(({ on }) => on)],
  );
}
