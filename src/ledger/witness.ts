/** The one outside who keeps our checkpoints: what it holds cannot be made anew by whoever has our database and our key. */
import type { CheckpointKey } from './checkpoint.ts';
import type { Tiles } from './tile.ts';
import { fileWitness } from './witness-file.ts';
import { httpWitness } from './witness-http.ts';

/** What a witness said of a checkpoint. `held`: what it has that ours does not go on from. */
export type Verdict = { readonly kept: true } | { readonly kept: false; readonly held: string };

/** Given the same checkpoint twice it says the same twice. Throws `WitnessUnavailable`. */
export interface Witness {
  readonly kind: 'http' | 'file';
  readonly show: (jws: string) => Promise<Verdict>;
}

/** Where the witness is. `file`: one that can only be added to, and that others hold. */
export type WitnessPlace =
  | { readonly url: string; readonly secret: string }
  | { readonly file: string };

/** What a witness may need to look at by itself. */
export interface Shown {
  readonly key: CheckpointKey;
  readonly tiles: Tiles;
}

export const openWitness = (place: WitnessPlace, shown: Shown): Witness =>
  'file' in place ? fileWitness(place.file, shown) : httpWitness(place);
