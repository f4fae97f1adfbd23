/** Refusals of the terminology operations; each says what is missing. */
import { badRequest, type FhirError, fail, issue, quote, type Text } from './outcome.ts';

const unknown = (key: string, text: Text): FhirError =>
  fail(404, issue({ code: 'not-found', key, text }));

export const unknownValueSet = (url: string): FhirError =>
  unknown('unknown-value-set', {
    da: `Værdisættet ${quote(url)} kendes ikke her.`,
    en: `The value set ${quote(url)} is not known here.`,
  });

export const unknownCodeSystem = (url: string): FhirError =>
  unknown('unknown-code-system', {
    da: `Kodesystemet ${quote(url)} kendes ikke her.`,
    en: `The code system ${quote(url)} is not known here.`,
  });

export const unknownConceptMap = (url: string): FhirError =>
  unknown('unknown-concept-map', {
    da: `Oversættelsen (ConceptMap) ${quote(url)} kendes ikke her.`,
    en: `The concept map ${quote(url)} is not known here.`,
  });

const notSupported = (key: string, text: Text): FhirError =>
  fail(422, issue({ code: 'not-supported', key, text }));

/** The codes of a system are not here, or have no end. */
export const notListed = (system: string): FhirError =>
  notSupported('code-system-not-listed', {
    da: `Koderne i ${quote(system)} kan ikke opregnes her: systemets indhold er her ikke, eller det har ingen ende.`,
    en: `The codes of ${quote(system)} cannot be listed here: the system's content is not here, or it has no end.`,
  });

export const noFilter = (filter: string): FhirError =>
  notSupported('value-set-filter', {
    da: `Filteret ${quote(filter)} kan ikke bruges her; is-a, descendent-of, is-not-a, generalizes, =, in, not-in og exists kan.`,
    en: `The filter ${quote(filter)} cannot be used here; is-a, descendent-of, is-not-a, generalizes, =, in, not-in and exists can.`,
  });

export const circular = (url: string): FhirError =>
  notSupported('value-set-circular', {
    da: `Værdisættet ${quote(url)} indeholder sig selv.`,
    en: `The value set ${quote(url)} contains itself.`,
  });

export const tooCostly = (): FhirError =>
  fail(
    422,
    issue({
      code: 'too-costly',
      key: 'too-costly',
      text: {
        da: 'Værdisættet er for stort til at blive beregnet her.',
        en: 'The value set is too large to be worked out here.',
      },
    }),
  );

/** 400: of several parameters one is needed. */
export const needsOne = (names: readonly string[]): FhirError =>
  badRequest('parameter-missing', {
    da: `En af parametrene ${names.join(', ')} er påkrævet.`,
    en: `One of the parameters ${names.join(', ')} is required.`,
  });

/** 400: a whole number is out of range. */
export const badCount = (name: string): FhirError =>
  badRequest('parameter-value', {
    da: `${name} skal være et helt tal fra 0.`,
    en: `${name} must be a whole number from 0.`,
  });

/** 400: more than one answer can be about. */
export const tooMany = (name: string, most: number): FhirError =>
  badRequest('too-many-values', {
    da: `${name} kan højst have ${most} koder.`,
    en: `${name} can have at most ${most} codes.`,
  });

/** 400: a text that is longer than any that is meant. */
export const tooLong = (name: string, most: number): FhirError =>
  badRequest('value-too-long', {
    da: `${name} kan højst have ${most} tegn.`,
    en: `${name} can have at most ${most} characters.`,
  });
