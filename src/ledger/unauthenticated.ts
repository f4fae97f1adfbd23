/** Requests that nobody stands behind: counted per minute and address, then kept as one ledger row each. */
import { uuidv7 } from '../fhir/id.ts';
import type { Database } from '../store/database.ts';
import { arrayLiteral } from '../store/index-row.ts';
import { appendRows } from './append.ts';
import { inGroups } from './group-commit.ts';
import type { LedgerRow } from './row.ts';

const minuteMs = 60_000;

/** Counts are added up in one order, so that two processes cannot wait for each other. */
const add = `insert into unauthenticated as u (minute, network, number)
  select to_timestamp(minute / 1000.0), network, count(*)
  from unnest($1::float8[], $2::text[]) as x(minute, network) group by 1, 2 order by 1, 2
  on conflict (minute, network) do update set number = u.number + excluded.number`;

/** Counts a request without a good login; resolves when that is committed. `at` is epoch milliseconds. */
export function createRefusalCount(
  db: Pick<Database, 'query'>,
): (network: string, at: number) => Promise<void> {
  const commit = inGroups<{ network: string; minute: number }>(async (group) => {
    const minutes = arrayLiteral(group.map(({ minute }) => String(minute)));
    await db.query(add, [minutes, arrayLiteral(group.map(({ network }) => network))], {
      name: 'unauthenticated',
    });
  });
  return (network, at) => commit({ network, minute: at - (at % minuteMs) });
}

const rowOf = (minute: number, network: string, number: number): LedgerRow => ({
  ...{ id: uuidv7(minute), kind: 'unauthenticated', at: minute, request: null, agent: 'unknown' },
  ...{ capacity: 'public', patient: null, mandate: null, interaction: 'login', query: null },
  ...{ targets: [], shown: number, purpose: null, policy: null, client: null, network },
  ...{ outcome: '4', digest: null },
});

/** So long after a minute a request that began in it is surely counted. */
const settledMs = 2 * minuteMs;

/** Moves the counts of minutes that are over to the ledger, all or none; gives their number. */
export function foldRefusals(db: Pick<Database, 'transaction'>, now: number): Promise<number> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<{ minute: number; network: string; number: number }>(
      `delete from unauthenticated where minute < to_timestamp($1 / 1000.0) returning minute, network, number`,
      [now - settledMs],
    );
    await appendRows(
      tx,
      rows.map(({ minute, network, number }) => rowOf(minute, network, number)),
    );
    return rows.length;
  });
}
