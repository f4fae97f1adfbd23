import type { Text } from '../../fhir/outcome.ts';
import type { FileFault } from '../../resources/municipality-file.ts';

/** What a rule of JSON Schema asks, by its keyword; `given` are its values. */
const texts: Readonly<Record<string, (given: string) => Text>> = {
  required: (given) => ({ da: `Her mangler “${given}”.`, en: `“${given}” is missing here.` }),
  additionalProperties: (given) => ({
    da: `Feltet “${given}” kendes ikke her.`,
    en: `The field “${given}” is not known here.`,
  }),
  enum: (given) => ({
    da: `Værdien skal være en af: ${given.replaceAll(',', ', ')}.`,
    en: `The value must be one of: ${given.replaceAll(',', ', ')}.`,
  }),
  type: (given) => ({
    da: `Værdien skal være af typen ${given}.`,
    en: `The value must be of the type ${given}.`,
  }),
  pattern: (given) => ({
    da: `Værdien skal have formen ${given}.`,
    en: `The value must have the form ${given}.`,
  }),
  minimum: (given) => ({
    da: `Tallet er for lille (${given}).`,
    en: `The number is too small (${given}).`,
  }),
  maximum: (given) => ({
    da: `Tallet er for stort (${given}).`,
    en: `The number is too large (${given}).`,
  }),
  minLength: () => ({ da: 'Teksten er for kort.', en: 'The text is too short.' }),
  maxLength: (given) => ({
    da: `Teksten må højst have ${given} tegn.`,
    en: `The text may have at most ${given} characters.`,
  }),
  minItems: () => ({ da: 'Listen har for få.', en: 'The list has too few.' }),
  maxItems: () => ({ da: 'Listen har for mange.', en: 'The list has too many.' }),
  uniqueItems: () => ({ da: 'Noget står to gange.', en: 'Something stands twice.' }),
  oneOf: () => ({
    da: 'Værdien passer ikke til nogen af de former, der kan stå her.',
    en: 'The value has none of the forms that may stand here.',
  }),
};

/** A fault of form in plain words. */
export const formText = ({ keyword, given, text }: FileFault): Text =>
  texts[keyword]?.(given) ?? {
    da: `Feltet har ikke den rette form (${text}).`,
    en: `The form is wrong (${text}).`,
  };
