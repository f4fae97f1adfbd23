/** How words are cut and written in the index of the search, and in what is asked of it. Each function stands alone, as the browser gets it by its text. */

/** Words of a text: signs such as `$`, `_` and `|` part them too. */
export function tokensOf(text: string): string[] {
  return text.split(/[\n\r\p{Z}\p{P}\p{S}]+/u).filter((word) => word !== '');
}

/** A word as it is asked for: `Pårørende` and `paaroerende` are one. */
export function askedTerm(word: string): string {
  const letters: Readonly<Record<string, string>> = { æ: 'ae', ø: 'oe', å: 'aa' };
  return word
    .toLowerCase()
    .replace(/[æøå]/g, (letter) => letters[letter] ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

/** A word as it is kept: also as who has no Danish keyboard writes it (`parorende`), and by its parts (`HealthcareService`). */
export function keptTerms(word: string): string[] {
  const bare: Readonly<Record<string, string>> = { æ: 'ae', ø: 'o', å: 'a' };
  const parts = word.split(/(?<=[\p{Ll}\d])(?=\p{Lu})/u);
  const plain = word.toLowerCase().replace(/[æøå]/g, (letter) => bare[letter] ?? '');
  return [...new Set([askedTerm(word), askedTerm(plain), ...parts.map(askedTerm)])];
}
