import type { Database } from '../store/database.ts';
import { appendRows } from './append.ts';
import type { LedgerRow } from './row.ts';

interface Waiting {
  readonly record: LedgerRow;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export interface AccessLog {
  /** Resolves when the record is committed: only then may the answer leave. */
  readonly record: (record: LedgerRow) => Promise<void>;
}

/**
 * Commits access records in groups: what comes while one group is on its way is the next. No timer: measured, waiting for
 * company costs more than it gains.
 */
export function createAccessLog(db: Pick<Database, 'query'>): AccessLog {
  let waiting: Waiting[] = [];
  let flushing = false;
  const flush = async (): Promise<void> => {
    flushing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await appendRows(
          db,
          group.map(({ record }) => record),
        );
        for (const { done } of group) done();
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    flushing = false;
  };
  return {
    record: (record) =>
      new Promise((done, failed) => {
        waiting.push({ record, done, failed });
        // The loop settles each promise of a group, whatever happens, so it never rejects.
        if (!flushing) void flush();
      }),
  };
}
