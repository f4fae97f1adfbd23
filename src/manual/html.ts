/** Sections as HTML that is XHTML too. Links are relative, so that a folder of pages works anywhere. */
import type { Language } from '../fhir/outcome.ts';
import { anchorOf, type Block, type Section } from './page.ts';

const signs: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
};
export const escaped = (words: string): string =>
  words.replace(/[&<>"]/g, (sign) => signs[sign] ?? '');

/** What an element says of the language of its words. */
export const spoken = (language: Language): string => ` lang="${language}" xml:lang="${language}"`;

const pageAddress = /^([a-z][a-z\d-]*)(#[A-Za-z\d-]+)?$/;

/** Where a link leads: to a page by its name, to a file of the site, or outside. What is none of these stays words. */
function hrefOf(address: string): string | undefined {
  if (/^https:\/\/\S+$/.test(address)) return address;
  const [, page, anchor = ''] = pageAddress.exec(address) ?? [];
  if (page !== undefined) return `${page}.html${anchor}`;
  return /^[a-z][a-z\d/-]*\.(?:html|http|json)$/.test(address) ? address : undefined;
}

/** `code` and [words](address). */
export const inline = (words: string): string =>
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

type Table = Extract<Block, { kind: 'table' }>;

const cells = (row: readonly string[], tag: string, { danish = [] }: Table, scope = ''): string =>
  row
    .map((cell, at) => {
      const own = `${scope}${danish.includes(at) ? spoken('da') : ''}`;
      return `<${tag}${own}>${inline(cell)}</${tag}>`;
    })
    .join('');

/** `name` tells one table of a page from another. */
function tableHtml(block: Table, name: string): string {
  const { headings, rows, ids = [] } = block;
  const body = rows.map((row, at) => {
    const id = ids[at] === undefined ? '' : ` id="${escaped(ids[at])}"`;
    return `<tr${id}>${cells(row, 'td', block)}</tr>`;
  });
  const head = cells(headings, 'th', block, ' scope="col"');
  return `<div class="wide" tabindex="0" role="group" aria-label="${escaped(name)}"><table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

type Writers = {
  readonly [kind in Block['kind']]: (block: Extract<Block, { kind: kind }>, name: string) => string;
};

const writers: Writers = {
  text: ({ text, language }) => `<p${language ? spoken(language) : ''}>${inline(text)}</p>`,
  list: ({ items }) => `<ul>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`,
  table: tableHtml,
  shell: ({ lines }) => `<pre tabindex="0"><code>${escaped(lines.join('\n'))}</code></pre>`,
};

const blockHtml = (block: Block, name: string): string =>
  (writers[block.kind] as (one: Block, name: string) => string)(block, name);

/** A section with its anchor. */
export type Anchored = Section & { readonly id: string };

/** Each section with its anchor; of the same heading twice the second has another. */
export function anchored(sections: readonly Section[]): Anchored[] {
  const seen = new Map<string, number>();
  return sections.map((section) => {
    const id = anchorOf(section.heading);
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return { ...section, id: times === 1 ? id : `${id}-${times}` };
  });
}

/** One section. A table is called as its section is, and by a number from the second on. */
export function sectionHtml({ id, heading, blocks }: Anchored): string {
  let tables = 0;
  const inner = blocks.map((block) => {
    if (block.kind === 'table') tables += 1;
    return blockHtml(block, tables > 1 ? `${heading}, ${tables}` : heading);
  });
  return `<section id="${escaped(id)}"><h2>${inline(heading)}</h2>\n${inner.join('\n')}\n</section>`;
}
