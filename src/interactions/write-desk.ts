/** Writes in one transaction, and the locks that keep equal writes apart. */
import { createHash } from 'node:crypto';
import type { Database, Transaction, TransactionOptions } from '../store/database.ts';
import type { Desk } from './exchange.ts';

/** Databases that are one transaction, with that transaction. */
const bound = new WeakMap<Database, Transaction>();

/** One statement after the other: a transaction has one connection, whoever asks at the same time. */
function oneByOne(query: Transaction['query']): Transaction['query'] {
  let last: Promise<unknown> = Promise.resolve();
  return (text, values, options) => {
    const next = last.then(() => query<never>(text, values, options));
    last = next.catch(() => undefined);
    return next;
  };
}

/** The same database with every statement in `tx`: what reads, searches and writes through it sees what was written before. */
function within(tx: Transaction, db: Database): Database {
  const one: Transaction = { ...tx, query: oneByOne(tx.query) };
  const database: Database = {
    ...db,
    query: one.query,
    pipelined: one.query,
    transaction: (work) => work(one),
  };
  bound.set(database, one);
  return database;
}

const withDatabase = (desk: Desk, db: Database): Desk => ({
  ...desk,
  call: { ...desk.call, ports: { ...desk.call.ports, db } },
});

/**
 * Runs `work` at a desk whose database is one transaction, or at the same desk when it is that already. It may run again after a
 * deadlock, so it must do nothing else than ask that database.
 */
export function inTransaction<T>(
  desk: Desk,
  work: (desk: Desk, tx: Transaction) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  const { db } = desk.call.ports;
  const known = bound.get(db);
  if (known) return work(desk, known);
  return db.transaction((tx) => {
    const database = within(tx, db);
    return work(withDatabase(desk, database), bound.get(database) ?? tx);
  }, options);
}

const lockClass = 7_010;
/** PostgreSQL keeps locks in memory of a fixed size: more keys than these share one. */
const buckets = 4_096;

const bucketOf = (key: string): number =>
  createHash('sha1').update(key).digest().readUInt32BE() % buckets;

/**
 * Until the transaction ends, nobody else holds one of these keys. Taken in one order by everybody, so that nobody waits in a
 * circle; what is decided under a lock must be read by a statement that begins after it.
 */
export async function lockAll(tx: Transaction, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const sorted = [...new Set(keys.map(bucketOf))].sort((a, b) => a - b);
  await tx.query(
    `select pg_advisory_xact_lock(${lockClass}, bucket) from unnest($1::int[]) bucket`,
    [sorted],
    { name: 'lock-keys' },
  );
}
