import { DatabaseUnavailable } from '../store/database.ts';

interface Waiting<T> {
  readonly item: T;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

type Commit<T> = (group: readonly T[]) => Promise<void>;

/** An item that cannot be committed fails alone: those that came with it are committed one by one. */
async function settle<T>(commit: Commit<T>, group: readonly Waiting<T>[]): Promise<void> {
  try {
    await commit(group.map(({ item }) => item));
    for (const { done } of group) done();
  } catch (error) {
    if (group.length === 1 || error instanceof DatabaseUnavailable)
      for (const { failed } of group) failed(error);
    else for (const one of group) await settle(commit, [one]);
  }
}

/**
 * Gives a function that resolves when its item is committed. What comes while one group is on its way is the next. No timer: measured,
 * waiting for company costs more than it gains.
 */
export function inGroups<T>(commit: Commit<T>): (item: T) => Promise<void> {
  let waiting: Waiting<T>[] = [];
  let flushing = false;
  const flush = async (): Promise<void> => {
    flushing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await settle(commit, group);
    }
    flushing = false;
  };
  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      // The loop settles each promise of a group, whatever happens, so it never rejects.
      if (!flushing) void flush();
    });
}
