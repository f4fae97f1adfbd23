/** How it is said that something is not switched on. */
import { type FhirError, fail, type Issue, issue, type Text } from '../fhir/outcome.ts';
import { type FeatureName, features } from './feature.ts';
import type { Municipality } from './municipality.ts';

/** Where one can turn instead. */
export type Instead = Pick<Municipality, 'name' | 'phone'>;

const textOf = (feature: FeatureName, { name, phone }: Instead): Text => ({
  da: `${name} tilbyder ikke ${features[feature].da} her. Ring i stedet på ${phone}.`,
  en: `${name} does not offer ${features[feature].en} here. Please phone ${phone} instead.`,
});

/** Nobody has it here. */
export const offHere = (feature: FeatureName, instead: Instead): Issue =>
  issue({
    code: 'not-supported',
    key: 'feature-off',
    text: textOf(feature, instead),
    diagnostics: feature,
  });

/** 403 for what nobody has here. */
export const featureOff = (feature: FeatureName, instead: Instead): FhirError =>
  fail(403, offHere(feature, instead));

/** 422 for what a unit has not; `more` is how to reach it. */
export const offAtUnit = (
  feature: FeatureName,
  unit: string,
  more: readonly Issue[] = [],
): FhirError =>
  fail(422, [
    issue({
      code: 'business-rule',
      key: 'feature-off',
      text: {
        da: `${unit} tilbyder ikke ${features[feature].da} her. Ring til enheden.`,
        en: `${unit} does not offer ${features[feature].en} here. Please phone the unit.`,
      },
      diagnostics: feature,
    }),
    ...more,
  ]);
