/** A code in question, and what is answered about it. */
import type { CodeableConcept, Coding, Parameters } from '@medplum/fhirtypes';
import { displayIn } from './expansion.ts';
import { type Language, quote, type Text } from './outcome.ts';
import { needsOne, tooMany } from './terminology-fault.ts';
import type { Concept } from './terminology-system.ts';

/** The code in question, in one of its forms, and in which language to answer. */
export interface CodeRequest {
  readonly code?: string | undefined;
  readonly system?: string | undefined;
  readonly display?: string | undefined;
  readonly coding?: Coding | undefined;
  readonly codeableConcept?: CodeableConcept | undefined;
  /** Whether a heading may stand as a code; not unless given. */
  readonly abstract?: boolean | undefined;
  readonly displayLanguage?: string | undefined;
  /** Of `message`. */
  readonly language: Language;
}

const maxCodings = 100;

/** The codings that are asked about. Throws a FhirError (400) when there is none. */
export function codingsOf({
  code,
  system,
  display,
  coding,
  codeableConcept,
}: CodeRequest): Coding[] {
  const own = {
    ...(system !== undefined && { system }),
    ...(display !== undefined && { display }),
  };
  const given =
    code === undefined ? (coding ? [coding] : codeableConcept?.coding) : [{ code, ...own }];
  const whole = given?.filter((one) => one.code !== undefined) ?? [];
  if (whole.length === 0) throw needsOne(['code', 'coding', 'codeableConcept']);
  if (whole.length > maxCodings) throw tooMany('codeableConcept', maxCodings);
  return whole;
}

/** Whether a code is where it should be, and what it means where that is known. */
export interface Known {
  readonly isThere: boolean;
  readonly concept?: Concept | undefined;
}

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

function isDisplayOf(display: string, concept: Concept | undefined): boolean {
  const known = [concept?.display, ...(concept?.designation ?? []).map(({ value }) => value)];
  return concept?.display === undefined || known.some((one) => plain(one ?? '') === plain(display));
}

interface Judged {
  readonly result: boolean;
  readonly message?: Text;
  readonly display?: string | undefined;
}

const messages = {
  outside: (code: string, place: string): Text => ({
    da: `Koden ${quote(code)} er ikke i ${quote(place)}.`,
    en: `The code ${quote(code)} is not in ${quote(place)}.`,
  }),
  abstract: (code: string): Text => ({
    da: `Koden ${quote(code)} er en overskrift og kan ikke bruges i sig selv.`,
    en: `The code ${quote(code)} is a heading and cannot be used by itself.`,
  }),
  display: (given: string, right: string): Text => ({
    da: `Teksten ${quote(given)} er ikke kodens; den er ${quote(right)}.`,
    en: `The display ${quote(given)} is not that of the code, which is ${quote(right)}.`,
  }),
} as const;

/** What is to be said of a coding, once it is known whether it is in `place`. */
export function judged(request: CodeRequest, coding: Coding, place: string, known: Known): Judged {
  const { code = '' } = coding;
  const { isThere, concept } = known;
  if (!isThere) return { result: false, message: messages.outside(code, place) };
  const display = concept && displayIn(concept, request.displayLanguage);
  if (concept?.isAbstract && request.abstract !== true) {
    return { result: false, message: messages.abstract(code), display };
  }
  if (coding.display !== undefined && !isDisplayOf(coding.display, concept)) {
    return { result: false, message: messages.display(coding.display, display ?? ''), display };
  }
  return { result: true, display };
}

/** The answer about several codings: one that is good is enough. */
export function answer(all: readonly Judged[], language: Language): Parameters {
  const found = all.find(({ result }) => result) ?? all[0];
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'result', valueBoolean: found?.result ?? false },
      ...(found?.message ? [{ name: 'message', valueString: found.message[language] }] : []),
      ...(found?.display ? [{ name: 'display', valueString: found.display }] : []),
    ],
  };
}
