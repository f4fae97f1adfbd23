import type { Extension } from '@medplum/fhirtypes';
import type { Text } from './outcome.ts';

const url = 'http://hl7.org/fhir/StructureDefinition/translation';

/** What stands beside a text to say it in Danish: `{ _title: … }`. https://hl7.org/fhir/R4/extension-translation.html */
export const inDanish = (
  element: string,
  text: string,
): Readonly<Record<string, { extension: Extension[] }>> => {
  const lang = { url: 'lang', valueCode: 'da' };
  const content = { url: 'content', valueString: text };
  return { [`_${element}`]: { extension: [{ url, extension: [lang, content] }] } };
};

/** A text in English, and beside it in Danish: `{ title, _title }`. */
export const inBoth = <K extends string>(
  element: K,
  { da, en }: Text,
): Readonly<Record<K, string>> =>
  ({ [element]: en, ...inDanish(element, da) }) as Readonly<Record<K, string>>;
