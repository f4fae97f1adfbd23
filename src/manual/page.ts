/** Pages of the manual, before they are written as HTML or Markdown. Texts may hold `code` and [words](address). */
import type { Text } from '../fhir/outcome.ts';

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly headings: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'shell'; readonly lines: readonly string[] };

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export interface Page {
  /** Behind `/docs/`. */
  readonly name: string;
  readonly group: 'Interactions' | 'Operations' | 'Topics';
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
): Block => ({ kind: 'table', headings, rows });

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
