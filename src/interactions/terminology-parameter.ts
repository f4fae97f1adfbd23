/** Parameters that the operations of terminology share, and what is read from them. */
import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import { plainUrl } from '../fhir/terminology-source.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { codingIn, conceptIn, type Given, textIn, truthIn } from './operation-input.ts';

/** A parameter that is taken, once unless `max` says otherwise. */
export const taken = (
  name: string,
  type: string,
  da: string,
  en: string,
  max = '1',
): OperationParameter => ({
  ...{ name, use: 'in', min: 0, max, type },
  documentation: { da, en },
});

/** What is answered. */
export const answered = (
  name: string,
  type: string,
  da: string,
  en: string,
  min: 0 | 1 = 1,
): OperationParameter => ({
  ...{ name, use: 'out', min, max: min === 1 ? '1' : '*', type },
  documentation: { da, en },
});

export const displayLanguage = taken(
  'displayLanguage',
  'code',
  'Sproget på koders tekst, hvor de har flere.',
  'The language of the displays of codes, where they have several.',
);

/** A code, in one of its forms. */
export const codeParameters: readonly OperationParameter[] = [
  taken('code', 'code', 'Koden.', 'The code.'),
  taken('coding', 'Coding', 'Koden med sit system.', 'The code with its system.'),
  taken(
    'codeableConcept',
    'CodeableConcept',
    'Flere koder for det samme.',
    'Several codes for the same.',
  ),
];

/** What is asked about a code beside itself. */
export const validationParameters: readonly OperationParameter[] = [
  ...codeParameters,
  taken('display', 'string', 'Kodens tekst, som skal være dens.', 'A display, which must be its.'),
  taken(
    'abstract',
    'boolean',
    'Om en overskrift kan stå som kode.',
    'Whether a heading may stand as a code.',
  ),
  displayLanguage,
  answered('result', 'boolean', 'Om koden er der.', 'Whether the code is there.'),
  answered('message', 'string', 'Hvorfor ikke.', 'Why not.', 0),
  answered('display', 'string', 'Kodens tekst.', 'The display of the code.', 0),
];

interface CodeGiven {
  readonly code: string | undefined;
  readonly system: string | undefined;
  readonly display: string | undefined;
  readonly coding: Coding | undefined;
  readonly codeableConcept: CodeableConcept | undefined;
  readonly abstract: boolean | undefined;
  readonly displayLanguage: string | undefined;
}

/** The code in question. */
export const codeIn = (given: Given): CodeGiven => ({
  ...{ code: textIn(given, 'code'), system: textIn(given, 'system') },
  ...{ display: textIn(given, 'display'), abstract: truthIn(given, 'abstract') },
  ...{ coding: codingIn(given, 'coding'), codeableConcept: conceptIn(given, 'codeableConcept') },
  displayLanguage: textIn(given, 'displayLanguage'),
});

/** The systems that the code in question is of. */
export const systemsIn = (given: Given): string[] => {
  const { system, coding, codeableConcept } = codeIn(given);
  const all = [system, coding?.system, ...(codeableConcept?.coding ?? []).map((one) => one.system)];
  return all.filter((one) => one !== undefined);
};

/** A canonical URL with the version that is asked for beside it, or in it. */
export interface Canonical {
  readonly url?: string | undefined;
  readonly version?: string | undefined;
}

export function canonicalIn(given: Given, name: string, versionName: string): Canonical {
  const text = textIn(given, name);
  if (text === undefined) return {};
  const url = plainUrl(text);
  return { url, version: textIn(given, versionName) ?? (text.slice(url.length + 1) || undefined) };
}
