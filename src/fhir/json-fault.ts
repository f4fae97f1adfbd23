/** What may be wrong with a JSON text. */
import { quote, type Text } from './outcome.ts';

/** What is wrong with a JSON text, and at which character (from 0). */
export interface JsonFault extends Text {
  readonly at: number;
  /** It may be JSON, and is more of it than is read. */
  readonly isTooMuch?: true;
}

/** Names that reach the prototype of an object, or what writes it as JSON. No element of FHIR has one of them. */
export const forbidden = new Set(['__proto__', 'constructor', 'prototype', 'toJSON']);

/** At a character, from 0. */
export const fault = (at: number, da: string, en: string): JsonFault => ({ at, da, en });
/** A character that may not stand there. */
export const unexpected = (at: number): JsonFault =>
  fault(at, 'tegnet er uventet', 'the character is unexpected');
/** JSON perhaps, and too much of it. */
export const tooMuch = (at: number): JsonFault => ({
  ...fault(at, 'der er for mange værdier', 'there are too many values'),
  isTooMuch: true,
});

/** A name that stands twice, or that no object may have. */
export function nameFault(names: Set<string>, name: string, at: number): JsonFault | undefined {
  const twice = names.has(name);
  names.add(name);
  if (!twice && !forbidden.has(name)) return undefined;
  const shown = `"${quote(name)}"`;
  if (twice) return fault(at, `${shown} står to gange`, `${shown} stands twice`);
  return fault(at, `${shown} er ikke tilladt`, `${shown} is not allowed`);
}

/** Half surrogates and NUL are no text. */
export function textFault(text: string, at: number): JsonFault | undefined {
  if (text.isWellFormed() && !text.includes('\u0000')) return undefined;
  return fault(at, 'teksten har et ugyldigt tegn', 'the text holds an invalid character');
}
