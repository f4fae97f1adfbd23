import { DatabaseSync } from 'node:sqlite';
import type { Udfoerer } from '../../cura/post.ts';
import type { CuraType } from '../../cura/records.ts';
import { type BusyTimes, busyTimes } from './busy.ts';
import { type Seats, seatsIn } from './seats.ts';
import { openTables } from './tables.ts';

/** A record as the sandbox keeps it: the JSON text is what is sent. */
export interface Row {
  readonly id: string;
  readonly json: string;
}

/** A record before it is kept; `version` is the one it will have. */
export interface AnyRecord {
  readonly id: string;
  readonly version: number;
  readonly eksternReference?: string;
  readonly [field: string]: unknown;
}

export interface Commit {
  readonly type: CuraType;
  readonly id: string;
  readonly version: number;
  /** Null: removed. */
  readonly record: AnyRecord | null;
  readonly aendretAf: Udfoerer;
  readonly noegle?: string;
}

export interface KnownKey {
  readonly fingerprint: string;
  readonly type: CuraType;
  readonly status: number;
  readonly json: string;
}

/** Everything that the sandbox Cura remembers, in SQLite: in a file, or in memory. All calls are synchronous. */
export interface Store {
  readonly busy: BusyTimes;
  readonly seats: Seats;
  /** Adds records without rows in the feed: what was there before the feed began. */
  load(type: CuraType, records: readonly AnyRecord[]): void;
  isEmpty(): boolean;
  get(type: CuraType, id: string): AnyRecord | undefined;
  json(type: CuraType, id: string): string | undefined;
  page(type: CuraType, after: string, max: number): Row[];
  byReference(type: CuraType, reference: string): string | undefined;
  /** Keeps the record and appends the row of the feed; returns its loebenummer. */
  commit(change: Commit): number;
  /** Rows after `after` and before `limit`, oldest first, as JSON. */
  feed(
    after: number,
    limit: number,
    max: number,
  ): { readonly number: number; readonly json: string }[];
  latest(): number;
  /** The newest loebenummer that has expired; older cursors are 410. */
  floor(): number;
  expireFeed(): void;
  key(key: string): KnownKey | undefined;
  keepKey(key: string, known: KnownKey): void;
  nextNumber(): number;
  newest(type: CuraType, max: number): AnyRecord[];
  transaction<T>(work: () => T): T;
  close(): void;
}

type Tables = ReturnType<typeof openTables>;

function recordPart(tables: Tables, busy: BusyTimes, seats: Seats) {
  const put = (type: CuraType, record: AnyRecord) => {
    const reference = record.eksternReference ?? null;
    tables.put.run(type, record.id, reference, JSON.stringify(record));
    busy.note(type, record);
    seats.note(type, record);
  };
  const json = (type: CuraType, id: string) => tables.get.get(type, id)?.json as string | undefined;
  return {
    put,
    json,
    get: (type: CuraType, id: string): AnyRecord | undefined => {
      const text = json(type, id);
      return text === undefined ? undefined : JSON.parse(text);
    },
    page: (type: CuraType, after: string, max: number) =>
      tables.page.all(type, after, max) as unknown as Row[],
    byReference: (type: CuraType, reference: string) =>
      tables.byReference.get(type, reference)?.json as string | undefined,
    isEmpty: () => tables.any.get() === undefined,
  };
}

function feedPart(tables: Tables) {
  const latest = () => Number(tables.latest.get()?.number ?? 0);
  return {
    latest,
    append({ type, id, version, aendretAf, noegle, record }: Commit): number {
      const row = JSON.stringify({ type, id, version, aendretAf, noegle, post: record });
      return Number(tables.append.run(type, row).lastInsertRowid);
    },
    feed: (after: number, limit: number, max: number) =>
      (
        tables.feed.all(
          after,
          Math.min(limit, Number.MAX_SAFE_INTEGER),
          max,
        ) as unknown as FeedRow[]
      ).map(({ number, json }) => ({ number, json: `{"loebenummer":${number},${json.slice(1)}` })),
    newest: (type: CuraType, max: number) =>
      (tables.newest.all(type, max) as unknown as FeedRow[])
        .map(({ json }) => JSON.parse(json).post as AnyRecord | null)
        .filter((record) => record !== null),
    floor: () => Number(tables.setting.get('floor')?.value ?? 0),
    // An empty row moves the feed on by one, so that also a cursor at its end is too old.
    expireFeed() {
      tables.append.run('', '{}');
      tables.set.run('floor', latest());
      tables.forget.run(latest());
    },
  };
}

interface FeedRow {
  readonly number: number;
  readonly json: string;
}

function keyPart(tables: Tables) {
  return {
    key: (key: string) => tables.key.get(key) as KnownKey | undefined,
    keepKey(key: string, { fingerprint, type, status, json }: KnownKey) {
      tables.keepKey.run(key, fingerprint, type, status, json);
    },
    nextNumber(): number {
      const next = Number(tables.setting.get('number')?.value ?? 0) + 1;
      tables.set.run('number', next);
      return next;
    },
  };
}

function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('begin immediate');
  try {
    const result = work();
    database.exec('commit');
    return result;
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}

/** Opens the sandbox's memory; `file` undefined keeps it in memory only. */
export function openStore(file: string | undefined): Store {
  const database = new DatabaseSync(file ?? ':memory:');
  const tables = openTables(database);
  const busy = busyTimes(database);
  const seats = seatsIn(database);
  const { put, ...records } = recordPart(tables, busy, seats);
  const { append, ...feed } = feedPart(tables);
  return {
    busy,
    seats,
    ...records,
    ...feed,
    ...keyPart(tables),
    transaction: (work) => transaction(database, work),
    load: (type, all) =>
      transaction(database, () => {
        for (const record of all) put(type, record);
      }),
    commit(change) {
      if (change.record === null) {
        tables.remove.run(change.type, change.id);
        busy.forget(change.id);
        seats.forget(change.id);
      } else put(change.type, change.record);
      return append(change);
    },
    close: () => database.close(),
  };
}
