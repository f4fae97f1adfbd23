/** Pages of the manual, before they are written as HTML or Markdown. Texts may hold `code` and [words](address). */
import type { Text } from '../fhir/outcome.ts';

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly headings: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Anchors of the rows, where others lead to one of them. */
      readonly ids?: readonly string[];
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
] as const;
export type Group = (typeof groups)[number];

export interface Page {
  /** Behind `/docs/`, where `.html` follows it. */
  readonly name: string;
  readonly group: Group;
  readonly title: Text;
  /** One line, in English. */
  readonly about: string;
  readonly sections: () => readonly Section[];
}

export const text = (words: string): Block => ({ kind: 'text', text: words });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items });
export const table = (
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  ids?: readonly string[],
): Block => ({ kind: 'table', headings, rows, ...(ids && { ids }) });

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

/** The anchor of a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');

/** Words without the marks of code and links. */
export const plainOf = (words: string): string =>
  words.replace(/\[([^\]]+)\]\([^)\s]+\)/g, '$1').replaceAll('`', '');
