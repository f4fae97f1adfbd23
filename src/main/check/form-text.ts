import type { Text } from '../../fhir/outcome.ts';
import type { FileFault } from '../../resources/municipality-file.ts';
import type { Finding } from './row.ts';

const kinds: Readonly<Record<string, Text>> = {
  integer: { da: 'et helt tal', en: 'a whole number' },
  number: { da: 'et tal', en: 'a number' },
  string: { da: 'en tekst i anførselstegn', en: 'a text in quotes' },
  object: { da: 'felter i krølleparenteser: { … }', en: 'fields in braces: { … }' },
  array: { da: 'en liste i kantede parenteser: [ … ]', en: 'a list in brackets: [ … ]' },
  boolean: { da: 'true eller false', en: 'true or false' },
  null: { da: 'null', en: 'null' },
};

const kindOf = (given: string, language: keyof Text): string =>
  given
    .split(',')
    .map((one) => kinds[one]?.[language] ?? one)
    .join(language === 'da' ? ' eller ' : ' or ');

const longest = 60;

/** What stands there, as short as it can be shown. */
function shown(found: unknown): string {
  const text = typeof found === 'string' ? found : JSON.stringify(found);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const listed = (given: string): string => given.replaceAll(',', ', ');
const bound = (given: string): string => given.split(', ').at(-1) ?? given;

/** What a rule of JSON Schema asks, by its keyword; `given` are its values. */
const texts: Readonly<Record<string, (fault: FileFault) => Text>> = {
  required: ({ given }) => ({ da: `Her mangler “${given}”.`, en: `“${given}” is missing here.` }),
  additionalProperties: ({ given }) => ({
    da: `Feltet “${given}” kendes ikke her.`,
    en: `The field “${given}” is not known here.`,
  }),
  enum: ({ given }) => ({
    da: `Værdien skal være en af: ${listed(given)}.`,
    en: `The value must be one of: ${listed(given)}.`,
  }),
  type: ({ given }) => ({
    da: `Her skal stå ${kindOf(given, 'da')}.`,
    en: `Here must stand ${kindOf(given, 'en')}.`,
  }),
  pattern: ({ found, isName }) => ({
    da: `${isName ? 'Navnet ' : ''}“${shown(found)}” har ikke den rette form.`,
    en: `${isName ? 'The name ' : ''}“${shown(found)}” has not the right form.`,
  }),
  minimum: ({ given }) => ({
    da: `Tallet skal være mindst ${bound(given)}.`,
    en: `The number must be ${bound(given)} at least.`,
  }),
  maximum: ({ given }) => ({
    da: `Tallet må højst være ${bound(given)}.`,
    en: `The number must be ${bound(given)} at most.`,
  }),
  minLength: () => ({ da: 'Teksten er tom.', en: 'The text is empty.' }),
  maxLength: ({ given }) => ({
    da: `Teksten må højst have ${given} tegn.`,
    en: `The text may have at most ${given} characters.`,
  }),
  minItems: ({ given }) => ({
    da: `Listen skal have mindst ${given}.`,
    en: `The list must have ${given} at least.`,
  }),
  maxItems: ({ given }) => ({
    da: `Listen må højst have ${given}.`,
    en: `The list may have ${given} at most.`,
  }),
  uniqueItems: () => ({
    da: 'Noget står to gange i listen.',
    en: 'Something stands twice in the list.',
  }),
  oneOf: () => ({
    da: 'Værdien har ingen af de former, der kan stå her.',
    en: 'The value has none of the forms that may stand here.',
  }),
};

/** Schemas say it in Danish first, in English behind the bar. */
function described(description: string): Text {
  const [da = '', en = da] = description.split(' / ');
  return { da, en };
}

const withExample = (said: string, word: string, [example]: readonly unknown[]): string =>
  example === undefined ? `${said}.` : `${said}. ${word}: ${JSON.stringify(example)}`;

/** Of what is missing or unknown the schema describes what it stands in; else the place itself. */
function remedyOf(fault: FileFault, file: string): Text {
  const { description, examples = [], fields = [], keyword } = fault;
  if (keyword === 'additionalProperties' && fields.length > 0)
    return {
      da: `Her kan stå: ${fields.join(', ')}.`,
      en: `Here may stand: ${fields.join(', ')}.`,
    };
  if (description === undefined || keyword === 'required')
    return {
      da: `Se, hvilke felter der kan stå her, i ${file}.schema.json eller på siden /docs/municipalities.`,
      en: `See which fields may stand here in ${file}.schema.json or on the page /docs/municipalities.`,
    };
  const { da, en } = described(description);
  return {
    da: withExample(da, 'For eksempel', examples),
    en: withExample(en, 'For example', examples),
  };
}

/** A fault of form in plain words, and what the schema says of the place. */
export const formText = (fault: FileFault, file: string): Pick<Finding, 'text' | 'remedy'> => ({
  text: texts[fault.keyword]?.(fault) ?? {
    da: `Feltet har ikke den rette form (${fault.text}).`,
    en: `The form is wrong (${fault.text}).`,
  },
  remedy: remedyOf(fault, file),
});
