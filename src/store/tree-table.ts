import type { Transaction } from './database.ts';
import type { MigrationStep } from './migrate.ts';

/**
 * The hash tree over the ledger. Tiles of 256 hashes: on level 0 those of the leaves, on each further level the roots of the tiles
 * below; tx and seq are those of the first row of a tile of level 0. A tile only grows, and a checkpoint stays as it is.
 * `tree` has one row: how many rows are sealed, and which was the last.
 */
export const treeTables: MigrationStep = {
  id: '007-tree',
  sql: `
create function ledger_offset() returns bigint language sql immutable parallel safe as 'select 0::bigint';
alter table ledger alter column tx set default pg_current_xact_id()::text::bigint + ledger_offset();

create table tree (
  one boolean primary key default true check (one),
  size bigint not null, tx bigint not null, seq bigint not null);
insert into tree (size, tx, seq) values (0, 0, 0);

create table tile (
  level smallint not null, number bigint not null, hashes bytea not null, tx bigint, seq bigint,
  primary key (level, number), check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0));
alter table tile alter column hashes set storage external;
create unique index tile_first on tile (tx, seq) where level = 0;

create function tile_grows() returns trigger language plpgsql as $$
begin
  if (new.level, new.number, new.tx, new.seq) is distinct from (old.level, old.number, old.tx, old.seq)
    or substr(new.hashes, 1, length(old.hashes)) <> old.hashes
  then raise exception 'A tile of the ledger only grows.';
  end if;
  return new;
end $$;
create trigger tile_grows before update on tile for each row execute function tile_grows();

create table checkpoint (size bigint primary key, at timestamptz not null, jws text not null);

create table witness_letter (
  size bigint primary key references checkpoint, day date unique, made_at timestamptz not null,
  sent_at timestamptz, refused_at timestamptz, refusal text);
create index witness_letter_open on witness_letter (size) where sent_at is null and refused_at is null;
`,
};

const behindSql = `select greatest((select max(tx) from ledger), (select tx from tree)) as newest,
  pg_current_xact_id()::text::bigint as tx, ledger_offset() as offset`;

/**
 * Lets the ledger's order go on where the database was restored into another cluster, whose transactions are numbered from the
 * beginning again. For the owner, before anything is written; gives whether it was so.
 */
export async function raiseLedgerOffset(tx: Pick<Transaction, 'query'>): Promise<boolean> {
  const { rows } = await tx.query<{ newest: number; tx: number; offset: number }>(behindSql);
  const { newest = 0, tx: current = 0, offset = 0 } = rows[0] ?? {};
  if (newest < current + offset) return false;
  const raised = newest - current + 1;
  await tx.query(
    `create or replace function ledger_offset() returns bigint language sql immutable parallel safe as 'select ${raised}::bigint'`,
  );
  return true;
}
