/** Leases: what several processes do one at a time, with no connection held meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database.ts';
import type { MigrationStep } from './migrate.ts';

export const leaseTable: MigrationStep = {
  id: '004-lease',
  sql: `create table lease (key text collate "C" primary key, holder text not null, until timestamptz not null);`,
};

/** Longer than anything under a lease takes; who dies with one holds others up so long. */
const lifeSeconds = 60;
const patienceMs = 20_000;
const pollMs = 25;

/** The time is the database's: processes need not agree on theirs. */
const take = `insert into lease as l (key, holder, until) values ($1, $2, now() + interval '${lifeSeconds} seconds')
  on conflict (key) do update set holder = excluded.holder, until = excluded.until where l.until < now()
  returning key`;

/** Takes the lease of a key, waiting for its holder for 20 s; false when it is held still. `holder` is unique to the try. */
export async function takeLease(
  db: Pick<Database, 'query'>,
  key: string,
  holder: string,
): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pollMs) {
    const { rowCount } = await db.query(take, [key, holder], { name: 'take-lease' });
    if (rowCount > 0) return true;
    await sleep(pollMs);
  }
  return false;
}

/** Gives a lease back; one that has passed to another stays with that one. */
export async function giveBack(
  db: Pick<Database, 'query'>,
  key: string,
  holder: string,
): Promise<void> {
  await db.query('delete from lease where key = $1 and holder = $2', [key, holder], {
    name: 'end-lease',
  });
}
