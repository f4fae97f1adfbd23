/** Numbers from a seed: the same run again takes the same decisions, as far as time lets it. */
export interface Chance {
  /** A whole number from 0 and below `end`. */
  readonly below: (end: number) => number;
  readonly one: <T>(of: readonly T[]) => T | undefined;
}

/** A linear congruence of Knuth's, by its upper bits. */
export function chance(seed: number): Chance {
  let state = (BigInt(seed) * 2_862_933_555_777_941_757n + 3_037_000_493n) & 0xffff_ffff_ffff_ffffn;
  const below = (end: number): number => {
    state =
      (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & 0xffff_ffff_ffff_ffffn;
    return Number((state >> 33n) % BigInt(Math.max(1, end)));
  };
  return { below, one: (of) => of[below(of.length)] };
}
