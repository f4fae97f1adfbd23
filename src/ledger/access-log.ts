import type { Database } from '../store/database.ts';
import { appendRows } from './append.ts';
import { inGroups } from './group-commit.ts';
import type { LedgerRow } from './row.ts';

export interface AccessLog {
  /** Resolves when the rows are committed: only then may the answer leave. */
  readonly record: (rows: readonly LedgerRow[]) => Promise<void>;
}

/** Commits access rows in groups. */
export function createAccessLog(db: Pick<Database, 'query'>): AccessLog {
  const commit = inGroups<readonly LedgerRow[]>(async (group) => {
    await appendRows(db, group.flat());
    return [];
  });
  return { record: async (rows) => (rows.length === 0 ? undefined : commit(rows)) };
}
