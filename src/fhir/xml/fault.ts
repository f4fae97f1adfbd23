import { type FhirError, fail, type Issue, issue, quote, type Text } from '../outcome.ts';

/** Where the parser stands: lines from 1, characters of the line read so far. */
interface Position {
  readonly line: number;
  readonly column: number;
}

type Written = (detail: string) => Text;

/** What can be wrong with an XML body; `detail` is already fit to be shown. */
const texts = {
  'not-utf-8': () => ({ da: 'det er ikke UTF-8', en: 'it is not UTF-8' }),
  encoding: (detail) => ({
    da: `tegnsættet "${detail}" kan ikke læses, kun UTF-8`,
    en: `the encoding "${detail}" cannot be read, only UTF-8`,
  }),
  version: (detail) => ({
    da: `XML ${detail} kan ikke læses, kun 1.0`,
    en: `XML ${detail} cannot be read, only 1.0`,
  }),
  doctype: () => ({ da: 'en DOCTYPE er ikke tilladt', en: 'a DOCTYPE is not allowed' }),
  instruction: (detail) => ({
    da: `<?${detail}?> er ikke tilladt`,
    en: `the processing instruction "${detail}" is not allowed`,
  }),
  depth: (detail) => ({ da: `over ${detail} niveauer`, en: `over ${detail} levels deep` }),
  attributes: (detail) => ({
    da: `over ${detail} attributter`,
    en: `over ${detail} attributes`,
  }),
  syntax: () => ({ da: 'et tegn er forkert', en: 'a character is wrong' }),
  'no-root': () => ({ da: 'der er intet element', en: 'there is no element' }),
  'not-closed': () => ({
    da: 'et element slutter ikke, hvor det skal',
    en: 'an element does not end where it must',
  }),
  'end-tag': () => ({ da: 'et sluttag passer ikke', en: 'an end tag does not match' }),
  entity: () => ({ da: 'en entitet er ikke tilladt', en: 'an entity is not allowed' }),
  'attribute-twice': () => ({ da: 'en attribut står to gange', en: 'an attribute stands twice' }),
  prefix: () => ({
    da: 'et præfiks har intet navnerum',
    en: 'a prefix has no namespace',
  }),
  namespace: (detail) => ({
    da: `navnerummet er forkert: ${detail}`,
    en: `the namespace is wrong: ${detail}`,
  }),
  'unknown-element': (detail) => ({
    da: `elementet "${detail}" findes ikke her`,
    en: `there is no element "${detail}" here`,
  }),
  'unknown-attribute': (detail) => ({
    da: `attributten "${detail}" findes ikke her`,
    en: `there is no attribute "${detail}" here`,
  }),
  'unknown-type': (detail) => ({
    da: `"${detail}" er ikke en ressourcetype, der kan bruges her`,
    en: `"${detail}" is not a resource type that can be used here`,
  }),
  repeated: (detail) => ({
    da: `elementet "${detail}" må kun stå én gang`,
    en: `the element "${detail}" may stand only once`,
  }),
  text: () => ({
    da: 'her må ikke stå tekst; værdier står i attributten "value"',
    en: 'text may not stand here; values stand in the attribute "value"',
  }),
  'one-resource': () => ({
    da: 'her skal stå én ressource',
    en: 'one resource must stand here',
  }),
  empty: () => ({
    da: 'elementet har hverken værdi eller indhold',
    en: 'the element has neither value nor content',
  }),
  'out-of-range': () => ({ da: 'tallet er for stort', en: 'the number is too large' }),
} as const satisfies Record<string, Written>;

export type XmlFault = keyof typeof texts;

/** An issue of reading XML; `expression` is the FHIRPath of the element, once there is one. */
export function xmlIssue(
  fault: XmlFault,
  { line, column }: Position,
  { detail = '', expression }: { readonly detail?: string; readonly expression?: string } = {},
): Issue {
  const write: Written = texts[fault];
  const { da, en } = write(quote(detail));
  return issue({
    code: expression === undefined ? 'invalid' : 'structure',
    key: 'malformed-xml',
    text: {
      da: `Indholdet er ikke gyldig FHIR-XML: ${da} (linje ${line}, tegn ${column}).`,
      en: `The body is not valid FHIR XML: ${en} (line ${line}, column ${column}).`,
    },
    ...(expression !== undefined && { expression }),
  });
}

/** 400 with these issues. */
export const malformedXml = (issues: Issue | readonly Issue[]): FhirError => fail(400, issues);

/** The parser's words for a fault, and ours. */
const words: readonly (readonly [RegExp, XmlFault])[] = [
  [/must contain a root element/, 'no-root'],
  [/unclosed tag|unexpected end/, 'not-closed'],
  [/close tag|closing tag/, 'end-tag'],
  [/entity/, 'entity'],
  [/duplicate attribute/, 'attribute-twice'],
  [/unbound namespace prefix/, 'prefix'],
];

/** The issue for what the parser threw; undefined when that is no fault of the text. */
export function syntaxIssue(error: unknown, position: Position): Issue | undefined {
  const message = error instanceof Error ? error.message : '';
  if (!/^\d+:\d+: /.test(message)) return undefined;
  return xmlIssue(words.find(([word]) => word.test(message))?.[1] ?? 'syntax', position);
}
