/** Pages of the manual, before they are written as HTML or Markdown. Texts may hold `code` and [words](address). */
import type { Language, Text } from '../fhir/outcome.ts';

export type Block =
  | { readonly kind: 'text'; readonly text: string; readonly language?: Language }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly headings: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Anchors of the rows, where others lead to one of them. */
      readonly ids?: readonly string[];
      /** Columns in Danish on a page that is not, by their numbers. */
      readonly danish?: readonly number[];
    }
  /** To copy as it stands. */
  | { readonly kind: 'shell'; readonly lines: readonly string[] };

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** What the index shows together, in its order. */
export const groups = [
  'Begin here',
  'Resources',
  'Interactions',
  'Operations',
  'Topics',
  'Records',
  'På dansk',
] as const;
export type Group = (typeof groups)[number];

export interface Page {
  /** Behind `/docs/`, where `.html` follows it. */
  readonly name: string;
  readonly group: Group;
  readonly title: Text;
  /** One line, in the language of the page. */
  readonly about: string;
  /** English unless said. */
  readonly language?: Language;
  /** The page that says the same in the other language. */
  readonly other?: string;
  readonly sections: () => readonly Section[];
}

export const text = (words: string): Block => ({ kind: 'text', text: words });
/** A paragraph in Danish on a page that is not. */
export const danishText = (words: string): Block => ({ kind: 'text', text: words, language: 'da' });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items });
export const table = (
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  ids?: readonly string[],
): Block => ({ kind: 'table', headings, rows, ...(ids && { ids }) });

/** The section, with these columns of its tables in Danish. */
export const inDanishAt =
  (...danish: readonly number[]) =>
  ({ heading, blocks }: Section): Section => ({
    heading,
    blocks: blocks.map((block) => (block.kind === 'table' ? { ...block, danish } : block)),
  });

/** `name` as code. */
export const code = (name: string): string => `\`${name}\``;
/** Several as code, or a dash for none. */
export const codes = (names: readonly string[]): string =>
  names.length > 0 ? names.map(code).join(', ') : '–';

/** A section, or none when it would be empty. */
export const sectionOf = (heading: string, blocks: readonly Block[]): Section[] => {
  const filled = blocks.filter(
    (block) =>
      (block.kind !== 'list' || block.items.length > 0) &&
      (block.kind !== 'table' || block.rows.length > 0),
  );
  return filled.length > 0 ? [{ heading, blocks: filled }] : [];
};

const letters: Readonly<Record<string, string>> = { æ: 'ae', ø: 'oe', å: 'aa' };

/** Lower case, with Danish letters as addresses have them. */
const folded = (words: string): string =>
  words.toLowerCase().replace(/[æøå]/g, (letter) => letters[letter] ?? '');

/** The anchor of a heading. */
export const anchorOf = (heading: string): string =>
  folded(heading)
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');

/** Words without the marks of code and links. */
export const plainOf = (words: string): string =>
  words.replace(/\[([^\]]+)\]\([^)\s]+\)/g, '$1').replaceAll('`', '');
