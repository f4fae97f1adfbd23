/** A page for each interaction, derived from the routes. */
import type { Route } from '../interactions/route.ts';
import type { Interaction } from '../resources/interaction.ts';
import {
  answerTable,
  exampleSection,
  inputSections,
  notSection,
  saysSection,
  whereSection,
} from './blocks.ts';
import { bundleTexts } from './bundle-texts.ts';
import { type Described, lacking } from './described.ts';
import { type Page, type Section, sectionOf, text } from './page.ts';
import { readTexts } from './read-texts.ts';
import { searchSections } from './search-page.ts';
import { searchTexts } from './search-texts.ts';
import type { Texts } from './texts.ts';
import { writeTexts } from './write-texts.ts';

interface Kind {
  readonly texts: Texts;
  /** Which routes the page is about. */
  readonly is: (route: Route) => boolean;
  /** Codes that a room may have or lack. */
  readonly codes?: readonly Interaction[];
  readonly more?: (described: Described) => readonly Section[];
}

const named =
  (...names: readonly string[]) =>
  ({ name }: Route): boolean =>
    names.includes(name);

const isById = ({ path }: Route): boolean => path.endsWith('/:id');

/** By the address of the page. */
export const kinds: Readonly<Record<string, Kind>> = {
  read: { texts: readTexts.read, is: named('read'), codes: ['read'] },
  vread: { texts: readTexts.vread, is: named('vread'), codes: ['vread'] },
  history: {
    texts: readTexts.history,
    is: named('history-instance', 'history-type', 'history-system'),
    codes: ['history-instance', 'history-type'],
  },
  search: {
    texts: searchTexts,
    is: named('search-type'),
    codes: ['search-type'],
    more: searchSections,
  },
  compartment: { texts: readTexts.compartment, is: named('search-compartment') },
  create: { texts: writeTexts.create, is: named('create'), codes: ['create'] },
  update: {
    texts: writeTexts.update,
    is: (route) => route.name === 'update' && isById(route),
    codes: ['update'],
  },
  patch: {
    texts: writeTexts.patch,
    is: (route) => route.name === 'patch' && isById(route),
    codes: ['patch'],
  },
  delete: {
    texts: writeTexts.delete,
    is: (route) => route.name === 'delete' && isById(route),
    codes: ['delete'],
  },
  conditional: {
    texts: writeTexts.conditional,
    is: (route) => named('create', 'update', 'patch', 'delete')(route) && !isById(route),
  },
  batch: { texts: bundleTexts.batch, is: named('batch') },
  transaction: { texts: bundleTexts.transaction, is: named('transaction') },
};

const absent = text(
  'No type of this server takes it. The code is there: `npm run conformance-server` serves every type of R4 with it.',
);

const lackingOf = ({ codes = [] }: Kind, { rooms }: Described): [string, string][] =>
  codes.flatMap((code) =>
    lacking(rooms, code).map(([reason, types]): [string, string] => [
      `\`${code}\` of ${types.length === rooms.length ? 'any type' : types.join(', ')}`,
      reason,
    ]),
  );

function sectionsOf(kind: Kind, described: Described): Section[] {
  const { texts, is, more } = kind;
  const routes = described.router.routes.filter(is);
  return [
    ...(routes.length > 0 ? whereSection(routes, described) : sectionOf('Where', [absent])),
    ...saysSection(texts, texts.spec),
    ...inputSections(texts),
    ...exampleSection(texts, described),
    ...(more?.(described) ?? []),
    ...answerTable(texts.answers ?? []),
    ...notSection([...(texts.not ?? []), ...lackingOf(kind, described)]),
  ];
}

/** The pages of interactions, in the order of `kinds`. */
export const interactionPages = (described: Described): Page[] =>
  Object.entries(kinds).map(([name, kind]) => ({
    ...{ name, group: 'Interactions', title: kind.texts.title, about: kind.texts.about },
    sections: () => sectionsOf(kind, described),
  }));
