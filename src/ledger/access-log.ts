import type { Database } from '../store/database.ts';

/** One look at a person's data: who, in what capacity, at whom, how. `caller` and `patient` are ids, never numbers or names. */
export interface AccessRecord {
  readonly at: number;
  readonly request: string;
  readonly caller: string;
  readonly capacity: string;
  readonly patient: string | null;
  readonly mandate: string | null;
  readonly interaction: string;
  readonly target: string;
  readonly shown: number;
}

interface Waiting {
  readonly record: AccessRecord;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export interface AccessLog {
  /** Resolves when the record is committed: only then may the answer leave. */
  readonly record: (record: AccessRecord) => Promise<void>;
}

const insert = `
insert into access_record (at, request, caller, capacity, patient, mandate, interaction, target, shown)
select to_timestamp(at / 1000), request, caller, capacity, patient, mandate, interaction, target, shown
from unnest($1::float8[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[])
  as x(at, request, caller, capacity, patient, mandate, interaction, target, shown)`;

const columns = (records: readonly AccessRecord[]): unknown[] =>
  (
    [
      'at',
      'request',
      'caller',
      'capacity',
      'patient',
      'mandate',
      'interaction',
      'target',
      'shown',
    ] as const
  ).map((key) => records.map((record) => record[key]));

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
        await db.query(insert, columns(group.map(({ record }) => record)), { name: 'access' });
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
