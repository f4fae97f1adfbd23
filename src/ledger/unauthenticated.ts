/** Requests that nobody stands behind: counted per minute and network, then kept as one ledger row each. */
import { setImmediate as breathe } from 'node:timers/promises';
import { uuidv7 } from '../fhir/id.ts';
import type { Database } from '../store/database.ts';
import { arrayLiteral } from '../store/index-row.ts';
import { appendRows } from './append.ts';
import { inGroups } from './group-commit.ts';
import { networkOf } from './network.ts';
import type { LedgerRow } from './row.ts';

const minuteMs = 60_000;

/** Networks of a minute that have a row of their own; who forges addresses makes no more rows than this. */
export const mostNetworks = 2_000;

/** What all further ones are counted under. */
const others = 'others';

/** Counts are added up in one order, so that two processes cannot wait for each other. */
const add = `insert into unauthenticated as u (minute, network, number)
  select to_timestamp(minute / 1000.0), network, count(*)
  from unnest($1::float8[], $2::text[]) as x(minute, network) group by 1, 2 order by 1, 2
  on conflict (minute, network) do update set number = u.number + excluded.number`;

/** Names the networks of the newest minute, as long as they are few. */
function createNames(): (network: string, minute: number) => string {
  let newest = 0;
  const seen = new Set<string>();
  return (network, minute) => {
    if (minute > newest) {
      newest = minute;
      seen.clear();
    }
    if (seen.size < mostNetworks) seen.add(network);
    return seen.has(network) ? network : others;
  };
}

/** Counts a request without a good login; resolves when that is committed. `at` is epoch milliseconds. */
export function createRefusalCount(
  db: Pick<Database, 'query'>,
): (address: string, at: number) => Promise<void> {
  const nameOf = createNames();
  const commit = inGroups<{ network: string; minute: number }>(async (group) => {
    const minutes = arrayLiteral(group.map(({ minute }) => String(minute)));
    await db.query(add, [minutes, arrayLiteral(group.map(({ network }) => network))], {
      name: 'unauthenticated',
    });
    return [];
  });
  return (address, at) => {
    const minute = at - (at % minuteMs);
    return commit({ network: nameOf(networkOf(address), minute), minute });
  };
}

const rowOf = (minute: number, network: string, number: number): LedgerRow => ({
  ...{ id: uuidv7(minute), kind: 'unauthenticated', at: minute, request: null, agent: 'unknown' },
  ...{ capacity: 'public', patient: null, mandate: null, interaction: 'login', query: null },
  ...{ targets: [], shown: number, purpose: null, policy: null, client: null, network },
  ...{ outcome: '4', digest: null },
});

/** So long after a minute a request that began in it is surely counted. */
const settledMs = 2 * minuteMs;

/** Several processes may have counted many networks each: the busiest keep their rows. */
const gather = `with ranked as (
    select minute, network, row_number() over (partition by minute order by number desc, network) as place
    from unauthenticated where minute < to_timestamp($1 / 1000.0) and network <> '${others}'),
  gone as (
    delete from unauthenticated u using ranked r
    where r.place > $2 and u.minute = r.minute and u.network = r.network returning u.minute, u.number)
  insert into unauthenticated as u (minute, network, number)
  select minute, '${others}', sum(number) from gone group by minute order by minute
  on conflict (minute, network) do update set number = u.number + excluded.number`;

const take = `delete from unauthenticated u using (
    select minute, network from unauthenticated where minute < to_timestamp($1 / 1000.0)
    order by minute, network limit $2 for update skip locked) as chosen
  where u.minute = chosen.minute and u.network = chosen.network returning u.minute, u.network, u.number`;

/** What is moved at a time holds up a process for some milliseconds. */
const rowsAtOnce = 250;

/** One step: what is moved is gone there and stands here, or neither. */
const foldSome = (db: Pick<Database, 'transaction'>, until: number): Promise<number> =>
  db.transaction(async (tx) => {
    const { rows } = await tx.query<{ minute: number; network: string; number: number }>(take, [
      ...[until, rowsAtOnce],
    ]);
    await appendRows(
      tx,
      rows.map(({ minute, network, number }) => rowOf(minute, network, number)),
    );
    return rows.length;
  });

/** Moves the counts of minutes that are over to the ledger, step by step; gives their number. Safe to be cut short. */
export async function foldRefusals(
  db: Pick<Database, 'transaction'>,
  now: number,
): Promise<number> {
  const until = now - settledMs;
  await db.transaction((tx) => tx.query(gather, [until, mostNetworks]));
  let count = 0;
  for (let some = rowsAtOnce; some === rowsAtOnce; count += some) {
    some = await foldSome(db, until);
    await breathe();
  }
  return count;
}
