import type { Verdict } from './witness.ts';

/** Whether it was kept is not known: it is to be shown again. */
export class WitnessUnavailable extends Error {
  override readonly name = 'WitnessUnavailable';
}

const heldMax = 500;

/** It holds something that ours does not go on from, in at most 500 plain characters. */
export const forked = (held: string): Verdict => ({
  kept: false,
  held: held.replace(/[^\x20-\x7e]/g, ' ').slice(0, heldMax),
});
