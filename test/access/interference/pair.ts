import type { Caller } from '../../../src/access/grant.ts';
import type { Pair } from './compare.ts';
import type { Asker, Town } from './town.ts';
import { openTwin, type Twin } from './twin.ts';
import { readVocabulary } from './vocabulary.ts';

const callersOf = ({ askers }: Town): Map<string | undefined, Caller> =>
  new Map(askers.map(({ token, caller }) => [token, caller]));

/** The house over the whole store. */
export const openWhole = (town: Town): Promise<Twin> =>
  openTwin(town.common, town.whole, callersOf(town));

/** That house and the one with what this asker may see, for as long as `use` takes. */
export async function withPair<T>(
  town: Town,
  whole: Twin,
  { token, bare }: Asker,
  use: (pair: Pair) => Promise<T>,
): Promise<T> {
  const twin = await openTwin(town.common, bare, callersOf(town), whole);
  try {
    return await use({ whole, bare: twin, token, words: await readVocabulary(whole, twin) });
  } finally {
    await twin.close();
  }
}
