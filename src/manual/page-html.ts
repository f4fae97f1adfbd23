/** A page of the manual, the pages of all pages, and the page for an address that leads nowhere. */
import type { Language, Text } from '../fhir/outcome.ts';
import { frameHtml, indexNames, namesOf } from './frame.ts';
import { type Anchored, anchored, escaped, inline, sectionHtml, spoken } from './html.ts';
import { anchorOf, type Group, groups, type Page } from './page.ts';

const danishGroups: Readonly<Record<Group, string>> = {
  'Begin here': 'Begynd her (på engelsk)',
  Resources: 'Ressourcer (på engelsk)',
  Interactions: 'Handlinger (på engelsk)',
  Operations: 'Operationer (på engelsk)',
  Topics: 'Emner (på engelsk)',
  Records: 'Optegnelser i Cura (på engelsk)',
  'På dansk': 'På dansk',
};

const groupIn = (group: Group, language: Language): string =>
  language === 'da' ? danishGroups[group] : group;

const languageOf = ({ language = 'en' }: Page): Language => language;

/** What a page is called in the other language, where that is not its own. */
const subtitle = ({ title, language }: Page): string =>
  language === 'da' ? '' : `<p class="da"${spoken('da')}>${escaped(title.da)}</p>`;

const onThisPage: Text = { da: 'På denne side', en: 'On this page' };

/** Opened by the script where there is room. */
function contentsHtml(all: readonly Anchored[], language: Language): string {
  if (all.length < 4) return '';
  const items = all.map(({ id, heading }) => `<li><a href="#${id}">${inline(heading)}</a></li>`);
  const label = onThisPage[language];
  return `<nav class="contents" aria-label="${label}"><details><summary>${label}</summary><ul>${items.join('')}</ul></details></nav>`;
}

/** One page, among all. */
export function pageHtml(page: Page, pages: readonly Page[]): string {
  const [language, all] = [languageOf(page), anchored(page.sections())];
  const title = page.title[language];
  const group = groupIn(page.group, language);
  const way = `<p class="way"><a href="${indexNames[language]}.html#${anchorOf(page.group)}">${group}</a></p>`;
  const top = `${way}<h1>${inline(title)}</h1>${subtitle(page)}<p class="about">${inline(page.about)}</p>`;
  return frameHtml(
    { name: page.name, title, language, other: page.other },
    namesOf(pages),
    `<div class="top">${top}</div>${contentsHtml(all, language)}<div class="text">${all.map(sectionHtml).join('\n')}</div>`,
  );
}

/** A Danish title is there of every page, a line of it in the page's own language alone. */
function item(page: Page, shown: Language): string {
  const own = languageOf(page);
  const language = shown === 'en' ? own : 'da';
  const mark = language === shown ? '' : spoken(language);
  const line = own === language ? `<p>${inline(page.about)}</p>` : '';
  const also = language === 'en' ? subtitle(page) : '';
  return `<li${mark}><a href="${escaped(page.name)}.html">${linked(page, language)}</a>${also}${line}</li>`;
}

/** A Danish title of a resource is a sentence, and does not name it. */
const linked = ({ title, group }: Page, language: Language): string =>
  escaped(
    language === 'da' && group === 'Resources' ? `${title.en}: ${title.da}` : title[language],
  );

function groupHtml(group: Group, pages: readonly Page[], shown: Language): string {
  // What is there in Danish is not listed in English beside it.
  const isTwice = (page: Page): boolean =>
    shown === 'da' && languageOf(page) === 'en' && page.other !== undefined;
  const own = pages.filter((page) => page.group === group && !isTwice(page));
  if (own.length === 0) return '';
  const list = `<ul class="pages">${own.map((page) => item(page, shown)).join('\n')}</ul>`;
  const heading = groupIn(group, shown);
  const language = group === 'På dansk' && shown === 'en' ? spoken('da') : '';
  return `<section id="${anchorOf(group)}"><h2${language}>${heading}</h2>${list}</section>`;
}

/** What an index is told: the FHIR base, and whether the server itself is beside the pages. */
export interface Beside {
  readonly base: string;
  readonly isServed: boolean;
}

const title: Text = {
  da: 'Hvad der kan spørges om, og hvordan',
  en: 'What can be asked, and how',
};

const opening = (base: string, statement: string): Text => ({
  da: `FHIR R4 på <code>${base}</code>. ${statement} siger det samme til maskiner, og det gør <a href="openapi/index.html">OpenAPI</a> også. Det, som en kommune, et tilsyn og en, der får en fejl, har brug for, er på dansk; resten er til udviklere og på engelsk.`,
  en: `FHIR R4 at <code>${base}</code>; the ${statement} says the same for machines, and so does <a href="openapi/index.html">OpenAPI</a>, to look through and to try. Every page is made of what the server has, and says what it has not.`,
});

/** Every page with its line, in the order of the groups; those in Danish first for who reads Danish. */
export function indexHtml(pages: readonly Page[], beside: Beside, language: Language): string {
  const order = language === 'da' ? (['På dansk', ...groups.slice(0, -1)] as const) : groups;
  const statement = beside.isServed
    ? '<a href="../fhir/metadata">CapabilityStatement</a>'
    : 'CapabilityStatement';
  const lead = opening(escaped(beside.base), statement)[language];
  return frameHtml(
    { name: indexNames[language], title: title[language], language },
    namesOf(pages),
    `<h1>${title[language]}</h1><p class="about">${lead}</p>\n${order
      .map((group) => groupHtml(group, pages, language))
      .join('\n')}`,
  );
}

const missing: Text = {
  da: 'Der er ingen side på denne adresse. Søg efter den, eller se alle sider.',
  en: 'There is no page at this address. Search for it, or look through all pages.',
};

/** For an address that leads nowhere, `up` from the folder of all pages. */
export function missingHtml(pages: readonly Page[], up: string): string {
  const home = (language: Language, shown: string): string =>
    `<p${spoken(language)}>${missing[language]} <a href="${up}${indexNames[language]}.html">${shown}</a></p>`;
  const names = namesOf(pages);
  return frameHtml(
    { name: '', title: 'Not found', language: 'en', up },
    names,
    `<h1>Not found</h1>${home('en', 'All pages')}${names.has(indexNames.da) ? home('da', 'Alle sider') : ''}`,
  );
}
