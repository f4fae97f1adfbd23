/** What time it is in a house and in the sandbox beside it. Epoch milliseconds. */
export interface Clock {
  readonly now: () => number;
  /** From here on it runs. */
  readonly set: (to: number) => void;
}

/** A clock that stands until it is set, so that what is made of the time comes out the same at each start. */
export function standingClock(at: number): Clock {
  let from = at;
  let since: number | undefined;
  return {
    now: () => Math.floor(since === undefined ? from : from + performance.now() - since),
    set: (to) => {
      from = to;
      since = performance.now();
    },
  };
}
