/** What is written by hand about an interaction, an operation or a topic; all else is derived. */
import type { Text } from '../fhir/outcome.ts';
import type { Example } from './example.ts';

/** Status, when it is given, and the keys of its issues where it is a refusal. */
export type Answer = readonly [status: number, when: string, ...keys: readonly string[]];

export interface Texts {
  readonly title: Text;
  readonly about: string;
  readonly spec: string;
  readonly says: readonly string[];
  readonly headers?: readonly (readonly [name: string, meaning: string])[];
  readonly parameters?: readonly (readonly [name: string, form: string, meaning: string])[];
  readonly examples?: readonly Example[];
  readonly answers?: readonly Answer[];
  /** What is not there, and why. */
  readonly not?: readonly (readonly [what: string, why: string])[];
}

const http = 'https://hl7.org/fhir/R4/http.html';
/** A section of R4's page on HTTP. */
export const httpSpec = (part: string): string => `${http}#${part}`;

export const json = { 'Content-Type': 'application/fhir+json' } as const;

export const noSuch: Answer = [
  404,
  'there is none, or the caller may not know that there is one',
  'not-found',
];
export const deleted: Answer = [410, 'it has been deleted', 'gone'];
export const badParameter: Answer = [
  400,
  'a parameter that the address does not take, or twice what may stand once, or a value that cannot be read; the answer names what is possible',
  'unknown-parameter',
  'parameter-repeated',
  'unreadable-value',
];
export const known: Answer = [304, 'the caller has it already'];
export const notHere: Answer = [
  405,
  'the type has no such interaction; `Allow` lists those of the address',
  'method-not-allowed',
];

/** Of an operation: its name stands on its page already. */
export type OperationTexts = Omit<Texts, 'title' | 'spec'>;

export const badInput: Answer = [
  400,
  'a parameter that the operation does not know, that stands twice, is missing or cannot be read',
  ...['unknown-parameter', 'parameter-repeated', 'parameter-missing', 'parameter-value'],
];
