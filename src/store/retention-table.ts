import type { Transaction } from './database.ts';
import type { MigrationStep } from './migrate.ts';

/** How long rows of each kind are kept, and up to when they have gone. */
export interface Kept {
  readonly kind: string;
  readonly years: number;
}

/** What one call of `purge_ledger` takes, at the most. */
export const purgeAtOnce = 2_000;

/**
 * The role that runs takes content out of the ledger by one function, which looks at the retention that the owner noted and at the
 * database's own clock. What a row said goes with its nonce; its place, its time and its commitment stay. `done` moves on with what is
 * gone, so that no run walks over it again; a day is left for rows that were noted late. `purged` holds ids that lead nowhere any more.
 */
export const retentionTables: MigrationStep = {
  id: '009-retention',
  sql: `
create table retention (
  kind text collate "C" primary key, keep interval not null check (keep >= interval '1 year'),
  done timestamptz not null default '-infinity');
create table purged (patient text collate "C" primary key, at timestamptz not null);
create function purge_ledger(which text) returns table (gone text, noted timestamptz)
language plpgsql security definer as $body$
declare cut timestamptz; reached timestamptz; last timestamptz; number integer := 0;
begin
  select now() - r.keep, r.done into cut, reached from retention r where r.kind = which for update;
  for gone, noted in
    with old as (
      select l.tx, l.seq, l.id, l.at from ledger l
      where l.kind = which and l.at < cut and l.at >= reached - interval '1 day'
      order by l.at limit ${purgeAtOnce} for update)
    update ledger l set nonce = null, id = null, kind = null, request = null, agent = null, capacity = null, patient = null,
      mandate = null, interaction = null, query = null, targets = null, shown = null, purpose = null, policy = null,
      client = null, network = null, outcome = null, digest = null
    from old where l.tx = old.tx and l.seq = old.seq returning old.id, old.at
  loop
    number := number + 1;
    last := greatest(last, noted);
    return next;
  end loop;
  if number < ${purgeAtOnce} then last := cut; end if;
  update retention r set done = greatest(r.done, last) where r.kind = which;
end $body$;
do $pin$ begin
  execute format('alter function purge_ledger(text) set search_path = %I, pg_temp', current_schema());
end $pin$;
`,
};

/** Notes what the municipality has decided. Asked by the owner. */
export async function noteRetention(
  owner: Pick<Transaction, 'query'>,
  kept: readonly Kept[],
): Promise<void> {
  await owner.query(
    `insert into retention (kind, keep) select kind, make_interval(years => years) from unnest($1::text[], $2::int[]) x(kind, years)
     on conflict (kind) do update set keep = excluded.keep where retention.keep <> excluded.keep`,
    [kept.map(({ kind }) => kind), kept.map(({ years }) => years)],
  );
}
