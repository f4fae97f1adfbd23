/** What stands around the content of every page: the way to others, the search, the foot. Scripts search and copy, and no more. */
import type { Language } from '../fhir/outcome.ts';
import { escaped, spoken } from './html.ts';
import type { Page } from './page.ts';

/** A page as its frame sees it. */
interface Framed {
  readonly name: string;
  readonly title: string;
  readonly language: Language;
  /** The page that says the same in the other language. */
  readonly other?: string | undefined;
  /** From the page to the folder of all: empty, or `../` as often as needed. */
  readonly up?: string;
  /** What else stands in the head. */
  readonly head?: string;
}

/** The names of all pages, by which a frame leads to those that are there. */
export type Names = ReadonlySet<string>;

/** The page of all pages, in each language. */
export const indexNames: Readonly<Record<Language, string>> = { en: 'index', da: 'dansk' };

export const namesOf = (pages: readonly Page[]): Names =>
  new Set([
    ...pages.map(({ name }) => name),
    ...(pages.some(({ language }) => language === 'da') ? [indexNames.da] : []),
  ]);

interface Words {
  readonly skip: string;
  readonly pages: string;
  readonly search: string;
  /** The way to pages by their names; `openapi/index` has no name among the pages. */
  readonly ways: readonly (readonly [name: string, shown: string])[];
  readonly other: string;
  readonly foot: string;
  readonly accessibility: readonly [name: string, shown: string];
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    ...{ skip: 'To the content', pages: 'Pages', search: 'Search', other: 'På dansk' },
    ways: [
      ['index', 'All pages'],
      ['client-guide', 'Client guide'],
      ['errors', 'Errors'],
      ['openapi/index', 'OpenAPI'],
    ],
    foot: 'Samspil: FHIR R4 in front of Columna Cura. Apache-2.0.',
    accessibility: ['accessibility', 'Accessibility'],
  },
  da: {
    ...{ skip: 'Til indholdet', pages: 'Sider', search: 'Søg', other: 'In English' },
    ways: [
      ['dansk', 'Alle sider'],
      ['til-kommunen', 'Til kommunen'],
      ['fejl', 'Fejl'],
      ['openapi/index', 'OpenAPI'],
    ],
    foot: 'Samspil: FHIR R4 foran Columna Cura. Apache-2.0.',
    accessibility: ['tilgaengelighed', 'Tilgængelighed'],
  },
};

/** What leads to no page of its own, and is there always. */
const always: readonly string[] = ['index', 'openapi/index'];

const linkTo = ({ name: here, up = '' }: Framed, name: string, shown: string): string =>
  `<a href="${up}${name}.html"${name === here ? ' aria-current="page"' : ''}>${shown}</a>`;

/** The other language: the same page there, or the page of all pages. */
function languageLink(page: Framed, names: Names): string {
  const language = page.language === 'en' ? 'da' : 'en';
  const name = page.other ?? indexNames[language];
  if (!names.has(name) && !always.includes(name)) return '';
  return `<a class="language" href="${page.up ?? ''}${name}.html" hreflang="${language}"${spoken(language)}>${words[page.language].other}</a>`;
}

/** Shown by the script, since it is of no use without. */
const searchForm = (label: string): string =>
  `<form id="search" role="search" hidden="hidden"><label for="words">${label}</label><input id="words" type="search" autocomplete="off" spellcheck="false" /><p id="told" role="status"></p><ul id="found"></ul></form>`;

function headerHtml(page: Framed, names: Names): string {
  const { pages, search, ways } = words[page.language];
  const links = ways
    .filter(([name]) => names.has(name) || always.includes(name))
    .map(([name, shown]) => linkTo(page, name, shown));
  const home = names.has(indexNames[page.language]) ? indexNames[page.language] : 'index';
  const { up = '' } = page;
  return `<header><a class="brand" href="${up}${home}.html"><img src="${up}icon.svg" alt="" width="28" height="28" />Samspil</a><nav aria-label="${pages}">${links.join('')}${languageLink(page, names)}</nav>${searchForm(search)}</header>`;
}

function footerHtml(page: Framed, names: Names): string {
  const { foot, accessibility } = words[page.language];
  const link = names.has(accessibility[0]) ? linkTo(page, ...accessibility) : '';
  return `<footer><p>${foot}</p>${link}</footer>`;
}

/** A whole page. `content` begins with its `h1`. */
export function frameHtml(page: Framed, names: Names, content: string): string {
  const { language, title, up = '', head = '' } = page;
  return `<!DOCTYPE html>
<html${spoken(language)} xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="color-scheme" content="light dark" /><title>${escaped(title)} – Samspil</title>
<link rel="stylesheet" href="${up}style.css" /><link rel="icon" type="image/svg+xml" href="${up}icon.svg" />${head}<script src="${up}search.js" defer="defer"></script></head>
<body><a class="skip" href="#content">${words[language].skip}</a>${headerHtml(page, names)}
<main id="content" tabindex="-1">${content}</main>
${footerHtml(page, names)}</body></html>
`;
}
