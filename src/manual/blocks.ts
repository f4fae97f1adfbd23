/** Parts that pages share. */

import type { Route } from '../interactions/route.ts';
import type { Described } from './described.ts';
import { addressesOf } from './described.ts';
import { exampleBlocks } from './example.ts';
import { code, codes, list, type Section, sectionOf, table, text } from './page.ts';
import type { Answer, Texts } from './texts.ts';

const byStatus = (answers: readonly Answer[]): Answer[] =>
  [...answers].sort(([one], [other]) => one - other);

/** Statuses with the keys of their issues. */
export const answerTable = (answers: readonly Answer[]): Section[] =>
  sectionOf('What it answers', [
    table(
      ['Status', 'When', 'Keys of its issues'],
      byStatus(answers).map(([status, when, ...keys]) => [`${status}`, when, codes(keys)]),
    ),
    text('Whatever is said on the page of [errors](errors) may be answered too.'),
  ]);

/** Where it may be asked. */
export const whereSection = (routes: readonly Route[], { rooms }: Described): Section[] =>
  sectionOf('Where', [
    table(
      ['Method', 'Address', 'Types'],
      addressesOf(routes).map(({ method, template, types }) => [
        method === 'GET' ? 'GET, HEAD' : method,
        code(template),
        types.length === rooms.length && types.length > 0 ? 'all' : types.join(', ') || '–',
      ]),
    ),
  ]);

/** Headers and parameters of the address. */
export const inputSections = ({ headers = [], parameters = [] }: Partial<Texts>): Section[] => [
  ...sectionOf('Headers', [
    table(
      ['Header', 'Meaning'],
      headers.map(([name, meaning]) => [code(name), meaning]),
    ),
  ]),
  ...sectionOf('Parameters', [
    table(
      ['Name', 'Form', 'Meaning'],
      parameters.map(([name, form, meaning]) => [code(name), form, meaning]),
    ),
  ]),
];

export const exampleSection = (
  { examples = [] }: Pick<Texts, 'examples'>,
  described: Described,
): Section[] => sectionOf('To copy', exampleBlocks(examples, described));

/** What is not there, each with its reason. */
export const notSection = (items: readonly (readonly [string, string])[]): Section[] =>
  sectionOf('Not supported', [list(items.map(([what, why]) => `${what}: ${why}.`))]);

/** The sentences of a page and where they come from. */
export const saysSection = ({ says }: Pick<Texts, 'says'>, spec?: string): Section[] =>
  sectionOf('What it does', [
    ...says.map(text),
    ...(spec === undefined ? [] : [text(`[The specification](${spec})`)]),
  ]);
