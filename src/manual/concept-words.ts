/** What a code means in one language or the other, whichever of the two its code system is written in. */
import type { Language } from '../fhir/outcome.ts';

interface Worded {
  readonly display?: string;
  readonly designation?: readonly { readonly language?: string; readonly value?: string }[];
}

const designated = ({ designation = [] }: Worded, wanted: Language): string | undefined =>
  designation.find(({ language }) => language === wanted)?.value;

/** Empty where it is said in English alone. */
export const inDanish = (concept: Worded): string =>
  designated(concept, 'da') ??
  (designated(concept, 'en') === undefined ? '' : (concept.display ?? ''));

export const inEnglish = (concept: Worded): string =>
  designated(concept, 'en') ?? concept.display ?? '';
