/** One clock for all processes of a run: it stood at `base` (epoch ms) when the machine's was at `since`. */
export interface SharedClock {
  readonly base: number;
  readonly since: number;
}

export const reading =
  ({ base, since }: SharedClock): (() => number) =>
  () =>
    base + Date.now() - since;
