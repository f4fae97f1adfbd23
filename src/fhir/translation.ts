import type { Extension } from '@medplum/fhirtypes';

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
