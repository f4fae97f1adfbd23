/** A value and how long it may be believed: epoch milliseconds. */
export interface Known<Value> {
  readonly value: Value;
  readonly until: number;
}

export interface RememberOptions {
  /** How many are kept; the one not used for longest goes first. */
  readonly most: number;
  /** How many may be under way at one time; more are turned away with `tooMany`. */
  readonly atOnce?: number;
  readonly tooMany?: () => Error;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Entries stand in the order of their use: one that is used goes to the end. */
function used<Value>(
  known: Map<string, Known<Value>>,
  most: number,
  [key, one]: readonly [string, Known<Value>],
): Value {
  known.delete(key);
  known.set(key, one);
  for (const oldest of known.keys()) {
    if (known.size <= most) break;
    known.delete(oldest);
  }
  return one.value;
}

/** Gives what is known under a key, or finds it; those who ask for one key at one time share one finding. Failures are not kept. */
export function remember<Value>({
  most,
  atOnce = Number.POSITIVE_INFINITY,
  tooMany = () => new RangeError('too many at once'),
  now,
}: RememberOptions): (key: string, find: () => Promise<Known<Value>>) => Promise<Value> {
  const known = new Map<string, Known<Value>>();
  const finding = new Map<string, Promise<Value>>();
  return async (key, find) => {
    const one = known.get(key);
    if (one && one.until > now()) return used(known, most, [key, one]);
    known.delete(key);
    const shared = finding.get(key);
    if (shared) return shared;
    if (finding.size >= atOnce) throw tooMany();
    const found = find()
      .then((fresh) => used(known, most, [key, fresh]))
      .finally(() => finding.delete(key));
    finding.set(key, found);
    return found;
  };
}
