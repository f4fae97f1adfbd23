import type { Udfoerer } from './post.ts';
import type { CuraRecords, CuraType } from './records.ts';

/** One row of the change feed. `post` is null when the record was deleted; rows may repeat and come out of order. */
export interface Change<T extends CuraType = CuraType> {
  readonly loebenummer: number;
  readonly type: T;
  readonly id: string;
  readonly version: number;
  readonly aendretAf?: Udfoerer;
  /** Idempotency key of the write that made this row, when it came through the API. */
  readonly noegle?: string;
  readonly post: CuraRecords[T] | null;
}

export interface ListPage<T extends CuraType> {
  readonly poster: readonly CuraRecords[T][];
  /** Pass as `after` to go on; absent on the last page. */
  readonly naeste?: string;
}

/**
 * `expired`: the cursor is older than the feed reaches (410); a full resync is due. `latest` is the feed's newest number;
 * `next` is what to pass as `after` to go on, also where rows of types that we do not know were left out.
 */
export type ChangePage =
  | {
      readonly kind: 'rows';
      readonly rows: readonly Change[];
      readonly next: number;
      readonly latest: number;
    }
  | { readonly kind: 'expired' };

/**
 * What became of a write. `unknown` (time-out, reset, 5xx after sending) means that Cura may or may not have done it:
 * ask `outcome(key)`, or send the same write with the same key again.
 */
export type WriteOutcome<T extends CuraType = CuraType> =
  | { readonly kind: 'done'; readonly record: CuraRecords[T] }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly kode: string;
      readonly tekst: string;
    }
  | { readonly kind: 'stale'; readonly current?: number }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A record to write: Cura gives `id`, `version`, `aendret` and `aendretAf`. */
export type Draft<T extends CuraType> = Omit<
  CuraRecords[T],
  'id' | 'version' | 'aendret' | 'aendretAf'
>;

/** All that Samspil asks of Cura. A municipality with another interface writes another implementation of this. */
export interface CuraPort {
  /** Records of a type in id order. Throws `CuraUnavailable`. */
  list<T extends CuraType>(type: T, page: { after?: string; max: number }): Promise<ListPage<T>>;
  /** Null when there is no such record. Throws `CuraUnavailable`. */
  get<T extends CuraType>(type: T, id: string): Promise<CuraRecords[T] | null>;
  findByExternalReference<T extends CuraType>(
    type: T,
    reference: string,
  ): Promise<CuraRecords[T] | null>;
  create<T extends CuraType>(type: T, draft: Draft<T>, key: string): Promise<WriteOutcome<T>>;
  /** Replaces the record if it still has `version`. */
  replace<T extends CuraType>(
    type: T,
    record: CuraRecords[T],
    key: string,
  ): Promise<WriteOutcome<T>>;
  /** What Cura knows of a write's idempotency key; null when it has never seen it. Throws `CuraUnavailable`. */
  outcome(key: string): Promise<WriteOutcome | null>;
  /** With `max` 0 only the feed's newest number is asked for, and the answer is never `expired`. */
  changes(after: number, max: number): Promise<ChangePage>;
}

/** Cura could not be asked: nothing is known about the answer, and reading again later is safe. */
export class CuraUnavailable extends Error {
  override readonly name = 'CuraUnavailable';
}
