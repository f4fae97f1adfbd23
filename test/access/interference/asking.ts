/** Questions of every kind, the same for the same seed. */
import type { Random } from '../../../src/sandbox/people/random.ts';
import { bundle, history, type Make, malformed, operation, read, vread } from './asking-read.ts';
import { searchByForm, searchCompartment, searchType } from './asking-search.ts';
import { transform } from './asking-transform.ts';
import { write } from './asking-write.ts';
import type { Question } from './question.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How often each kind is asked, of all together. */
const kinds: readonly (readonly [number, Make])[] = [
  [34, searchType],
  [6, searchByForm],
  [9, searchCompartment],
  [9, read],
  [7, vread],
  [9, history],
  [7, operation],
  [6, bundle],
  [9, write],
  [4, malformed],
  [4, transform],
];

const wheel = kinds.flatMap(([share, make]) => Array<Make>(share).fill(make));

export const question = (words: Vocabulary, random: Random): Question =>
  random.pick(wheel)(words, random);
