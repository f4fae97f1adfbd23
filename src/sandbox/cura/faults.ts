/** When the feed row of a write can be read: as it comes, or before, while or after the write is answered. */
export type FeedTiming = 'natural' | 'before' | 'during' | 'after';

/** What the sandbox Cura does wrong on purpose. Set the members of the object; counts go down as they are used. */
export interface Faults {
  /** Before each read is looked at, and between a write's coming in and its being carried out. */
  latencyMs: number;
  /** Answer the next `n` requests with `status`; `afterCommit`: writes only, and they are carried out all the same. */
  failNext: { n: number; status: number; afterCommit?: boolean };
  /** How many of the next writes lose their connection before they are carried out. */
  cutBeforeCommit: number;
  /** How many of the next writes lose their connection after they are carried out, unanswered. */
  cutAfterCommit: number;
  /** Requests a second; those above are 429. 0 is no limit. */
  rateLimit: number;
  /** Each page of the feed begins with some rows that were there before. */
  repeatFeed: boolean;
  /** Each page of the feed has its last rows first. */
  reorderFeed: boolean;
  feedTiming: FeedTiming;
  /** Every cursor handed out so far expires at the next look at the feed; then this is false again. */
  expireCursor: boolean;
  /** Every connection is cut at once. */
  down: boolean;
}

export function noFaults(): Faults {
  return {
    latencyMs: 0,
    failNext: { n: 0, status: 503 },
    cutBeforeCommit: 0,
    cutAfterCommit: 0,
    rateLimit: 0,
    repeatFeed: false,
    reorderFeed: false,
    feedTiming: 'natural',
    expireCursor: false,
    down: false,
  };
}

const count = { type: 'integer', minimum: 0, maximum: 1_000_000 };
const flag = { type: 'boolean' };

/** JSON Schema of what may be put to `/sandbox/fejl`: any of the members. */
export const faultsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    latencyMs: count,
    failNext: {
      type: 'object',
      additionalProperties: false,
      required: ['n', 'status'],
      properties: {
        n: count,
        status: { type: 'integer', minimum: 400, maximum: 599 },
        afterCommit: flag,
      },
    },
    cutBeforeCommit: count,
    cutAfterCommit: count,
    rateLimit: count,
    repeatFeed: flag,
    reorderFeed: flag,
    feedTiming: { enum: ['natural', 'before', 'during', 'after'] },
    expireCursor: flag,
    down: flag,
  },
};

/** Uses up one of `n`; false when there is none. */
export function takeOne(faults: Faults, key: 'cutBeforeCommit' | 'cutAfterCommit'): boolean {
  if (faults[key] === 0) return false;
  faults[key] -= 1;
  return true;
}

/** The status of a failure that is due now, used up. */
export function dueFailure(faults: Faults, afterCommit: boolean): number | undefined {
  const { n, status, afterCommit: after = false } = faults.failNext;
  if (n === 0 || after !== afterCommit) return undefined;
  faults.failNext = { ...faults.failNext, n: n - 1 };
  return status;
}
