import { DatabaseUnavailable } from '../store/database.ts';

interface Waiting<T, R> {
  readonly item: T;
  readonly done: (result: R) => void;
  readonly failed: (error: unknown) => void;
}

/** Commits all of a group, and gives what became of each, in their order. */
type Commit<T, R> = (group: readonly T[]) => Promise<readonly R[]>;

/** A longer group would keep its locks, and those who wait for it, longer than it saves. */
const mostAtOnce = 64;

/**
 * An item that cannot be committed fails alone: a group that fails is tried in halves, beside those that follow it, so that a slow
 * or a bad one holds up nobody but itself for long.
 */
async function settle<T, R>(commit: Commit<T, R>, group: readonly Waiting<T, R>[]): Promise<void> {
  try {
    const results = await commit(group.map(({ item }) => item));
    for (const [at, { done }] of group.entries()) done(results[at] as R);
  } catch (error) {
    if (group.length === 1 || error instanceof DatabaseUnavailable)
      for (const { failed } of group) failed(error);
    else {
      const middle = Math.ceil(group.length / 2);
      void settle(commit, group.slice(0, middle));
      void settle(commit, group.slice(middle));
    }
  }
}

/**
 * Gives a function that resolves when its item is committed. What comes while one group is on its way is the next. No timer: measured,
 * waiting for company costs more than it gains.
 */
export function inGroups<T, R = void>(commit: Commit<T, R>): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let flushing = false;
  const flush = async (): Promise<void> => {
    flushing = true;
    while (waiting.length > 0) await settle(commit, waiting.splice(0, mostAtOnce));
    flushing = false;
  };
  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      // The loop settles each promise of a group, whatever happens, so it never rejects.
      if (!flushing) void flush();
    });
}
