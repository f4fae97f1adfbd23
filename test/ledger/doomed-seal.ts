import type pg from 'pg';
import { makeCheckpoint, openLedger } from '../../src/ledger/checkpoint-log.ts';
import { sealRows } from '../../src/ledger/seal.ts';
import { openWitness } from '../../src/ledger/witness.ts';
import { sendLetters } from '../../src/ledger/witness-letter.ts';
import { type Database, openDatabase, type Transaction } from '../../src/store/database.ts';

/** At which of its statements the process dies; 0: it lives. */
export interface DoomedSeal {
  readonly connection: pg.PoolConfig;
  readonly file: string;
  readonly now: number;
  readonly killAt: number;
  /** Of the ledger's key, in hex. */
  readonly seed: string;
}

let count = 0;

function tick(killAt: number): void {
  count += 1;
  if (count === killAt) process.kill(process.pid, 'SIGKILL');
}

function mortal(db: Database, killAt: number): Database {
  const queryOf = (asked: Pick<Transaction, 'query'>): Database['query'] => {
    return async (...given) => {
      tick(killAt);
      return asked.query(...given);
    };
  };
  return {
    ...db,
    query: queryOf(db),
    transaction: (work, options) =>
      db.transaction(async (tx) => {
        const result = await work({ ...tx, query: queryOf(tx) });
        // Before the commit; what comes after it is before the next statement.
        tick(killAt);
        return result;
      }, options),
  };
}

/** Seals, signs and tells the witness, and is killed before its nth statement, or says how many there were. */
async function main([text = '']: readonly string[]): Promise<void> {
  const { connection, file, now, killAt, ...doom } = JSON.parse(text) as DoomedSeal;
  const seed = Buffer.from(doom.seed, 'hex');
  const real = openDatabase({ connection, applicationName: 'doomed' });
  const db = mortal(real, killAt);
  const bare = await openLedger({ db, now: () => now, origin: 'https://samspil.test', seed });
  const ledger = { ...bare, witness: openWitness({ file }, bare) };
  await sealRows(db);
  await makeCheckpoint(ledger);
  await sendLetters(ledger);
  tick(killAt);
  process.stdout.write(String(count));
  await real.close();
}

await main(process.argv.slice(2));
