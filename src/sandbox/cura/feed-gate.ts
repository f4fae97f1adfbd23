/** How far a reader is with a row: it was sent the row, or it came back for those after it. */
export type Progress = 'sent' | 'digested';

/** Decides which rows of the feed may be seen yet, and tells how far readers are. Rows are named by loebenummer. */
export interface FeedGate {
  hide(row: number): void;
  show(row: number): void;
  /** Rows from here on are not to be seen. */
  limit(): number;
  /** A reader is this far with all rows up to this one. */
  reached(progress: Progress, upTo: number): void;
  /** Resolves when a reader is that far with the row, or after `timeoutMs` when nobody asks. */
  wait(progress: Progress, row: number, timeoutMs: number): Promise<void>;
}

interface Waiter {
  readonly progress: Progress;
  readonly row: number;
  readonly resolve: () => void;
}

export function feedGate(): FeedGate {
  const hidden = new Set<number>();
  const waiting = new Set<Waiter>();
  return {
    hide: (row) => void hidden.add(row),
    show: (row) => void hidden.delete(row),
    limit: () => Math.min(Number.POSITIVE_INFINITY, ...hidden),
    reached(progress, upTo) {
      for (const waiter of waiting) {
        if (waiter.progress === progress && waiter.row <= upTo) waiter.resolve();
      }
    },
    async wait(progress, row, timeoutMs) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const waiter = { progress, row, resolve };
      waiting.add(waiter);
      const timer = setTimeout(resolve, timeoutMs);
      await promise;
      clearTimeout(timer);
      waiting.delete(waiter);
    },
  };
}
