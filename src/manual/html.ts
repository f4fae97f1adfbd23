/** Pages as HTML that is XHTML too: for people. Scripts search, and no more; links are relative, so that a folder of pages works anywhere. */
import type { Text } from '../fhir/outcome.ts';
import { anchorOf, type Block, groups, type Page, type Section } from './page.ts';

const signs: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
};
export const escaped = (words: string): string =>
  words.replace(/[&<>"]/g, (sign) => signs[sign] ?? '');

const pageAddress = /^([a-z][a-z\d-]*)(#[A-Za-z\d-]+)?$/;

/** Where a link leads: to a page by its name, to a file of the site, or outside. What is none of these stays words. */
function hrefOf(address: string): string | undefined {
  if (/^https:\/\/\S+$/.test(address)) return address;
  const [, page, anchor = ''] = pageAddress.exec(address) ?? [];
  if (page !== undefined) return `${page}.html${anchor}`;
  return /^[a-z][a-z\d/-]*\.(?:html|http|json)$/.test(address) ? address : undefined;
}

/** `code` and [words](address). */
const inline = (words: string): string =>
  words
    .split(/(`[^`]+`|\[[^\]]+\]\([^)\s]+\))/)
    .map((part) => {
      if (part.startsWith('`') && part.length > 2)
        return `<code>${escaped(part.slice(1, -1))}</code>`;
      const [, shown, address = ''] = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part) ?? [];
      const href = hrefOf(address);
      if (shown === undefined || href === undefined) return escaped(part);
      return `<a href="${escaped(href)}">${escaped(shown)}</a>`;
    })
    .join('');

const cells = (row: readonly string[], tag: string): string =>
  row.map((cell) => `<${tag}>${inline(cell)}</${tag.split(' ')[0]}>`).join('');

const rowHtml = (row: readonly string[], id?: string): string =>
  `<tr${id === undefined ? '' : ` id="${escaped(id)}"`}>${cells(row, 'td')}</tr>`;

type Writers = {
  readonly [kind in Block['kind']]: (block: Extract<Block, { kind: kind }>) => string;
};

const writers: Writers = {
  text: ({ text }) => `<p>${inline(text)}</p>`,
  list: ({ items }) => `<ul>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`,
  table: ({ headings, rows, ids = [] }) =>
    `<div class="wide" tabindex="0" role="region" aria-label="${escaped(headings.join(', '))}"><table><thead><tr>${cells(headings, 'th scope="col"')}</tr></thead><tbody>${rows
      .map((row, at) => rowHtml(row, ids[at]))
      .join('\n')}</tbody></table></div>`,
  shell: ({ lines }) => `<pre tabindex="0"><code>${escaped(lines.join('\n'))}</code></pre>`,
};

const blockHtml = (block: Block): string => (writers[block.kind] as (one: Block) => string)(block);

/** Each section with its anchor; of the same heading twice the second has another. */
export function anchored(sections: readonly Section[]): (Section & { readonly id: string })[] {
  const seen = new Map<string, number>();
  return sections.map((section) => {
    const id = anchorOf(section.heading);
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return { ...section, id: times === 1 ? id : `${id}-${times}` };
  });
}

const sectionHtml = ({ id, heading, blocks }: Section & { readonly id: string }): string =>
  `<section id="${escaped(id)}"><h2>${inline(heading)}</h2>\n${blocks.map(blockHtml).join('\n')}\n</section>`;

/** Shown by the script, since it is of no use without. */
const search =
  '<form id="search" role="search" hidden="hidden"><label for="words">Search</label> <input id="words" type="search" autocomplete="off" spellcheck="false" /><p id="told" role="status"></p><ul id="found"></ul></form>';

const danish = (words: string, tag: string): string =>
  `<${tag} class="da" lang="da" xml:lang="da">${escaped(words)}</${tag}>`;

const documentHtml = (title: Text, content: string): string => `<!DOCTYPE html>
<html lang="en" xml:lang="en" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>${escaped(title.en)} – Samspil</title>
<link rel="stylesheet" href="style.css" /><link rel="icon" type="image/svg+xml" href="icon.svg" /><script src="search.js" defer="defer"></script></head>
<body><a class="skip" href="#content">To the content</a><header><nav aria-label="Pages"><a href="index.html">All pages</a></nav>${search}</header>
<main id="content"><h1>${escaped(title.en)}</h1>${danish(title.da, 'p')}
${content}</main></body></html>
`;

/** One page. */
export function pageHtml({ title, about, sections }: Page): string {
  const all = anchored(sections());
  const contents = all.map(({ id, heading }) => `<li><a href="#${id}">${inline(heading)}</a></li>`);
  const list =
    all.length > 4
      ? `<details><summary>On this page</summary><ul>${contents.join('')}</ul></details>`
      : '';
  return documentHtml(title, `<p>${inline(about)}</p>${list}\n${all.map(sectionHtml).join('\n')}`);
}

const item = ({ name, title, about }: Page): string =>
  `<li><a href="${escaped(name)}.html">${escaped(title.en)}</a> ${danish(`(${title.da})`, 'span')}: ${inline(about)}</li>`;

const title: Text = {
  da: 'Hvad der kan spørges om, og hvordan',
  en: 'What can be asked, and how',
};

/** The index: every page with its line. `isServed`: the server itself is beside the pages. */
export function indexHtml(pages: readonly Page[], base: string, isServed: boolean): string {
  const grouped = groups.flatMap((group) => {
    const own = pages.filter((page) => page.group === group);
    const list = `<ul>${own.map(item).join('\n')}</ul>`;
    return own.length > 0
      ? [`<section id="${anchorOf(group)}"><h2>${group}</h2>${list}</section>`]
      : [];
  });
  const statement = isServed
    ? '<a href="../fhir/metadata">CapabilityStatement</a>'
    : 'CapabilityStatement';
  return documentHtml(
    title,
    `<p>FHIR R4 at <code>${escaped(base)}</code>; the ${statement} says the same for machines, and so does <a href="openapi/index.html">OpenAPI</a>, to look through and to try. Every page is made of what the server has, and says what it has not.</p>
${grouped.join('\n')}`,
  );
}
