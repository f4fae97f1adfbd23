/** Pages as HTML that is XHTML too: for people, without script. */
import type { Block, Page, Section } from './page.ts';

const signs: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
};
const escaped = (words: string): string => words.replace(/[&<>"]/g, (sign) => signs[sign] ?? '');

/** Only these may be links: what is not, stays words. */
const isAddress = (address: string): boolean => /^(?:https:\/\/\S+|[a-z][a-z-]*)$/.test(address);

/** `code` and [words](address). */
const inline = (words: string): string =>
  words
    .split(/(`[^`]+`|\[[^\]]+\]\([^)\s]+\))/)
    .map((part) => {
      if (part.startsWith('`') && part.length > 2)
        return `<code>${escaped(part.slice(1, -1))}</code>`;
      const [, shown, address = ''] = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part) ?? [];
      if (shown === undefined || !isAddress(address)) return escaped(part);
      return `<a href="${escaped(address)}">${escaped(shown)}</a>`;
    })
    .join('');

const cells = (row: readonly string[], tag: string): string =>
  row.map((cell) => `<${tag}>${inline(cell)}</${tag.split(' ')[0]}>`).join('');

type Writers = {
  readonly [kind in Block['kind']]: (block: Extract<Block, { kind: kind }>) => string;
};

const writers: Writers = {
  text: ({ text }) => `<p>${inline(text)}</p>`,
  list: ({ items }) => `<ul>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`,
  table: ({ headings, rows }) =>
    `<div class="wide"><table><thead><tr>${cells(headings, 'th scope="col"')}</tr></thead><tbody>${rows
      .map((row) => `<tr>${cells(row, 'td')}</tr>`)
      .join('\n')}</tbody></table></div>`,
  shell: ({ lines }) => `<pre tabindex="0"><code>${escaped(lines.join('\n'))}</code></pre>`,
};

const blockHtml = (block: Block): string => (writers[block.kind] as (one: Block) => string)(block);

const sectionHtml = ({ heading, blocks }: Section): string =>
  `<section><h2>${inline(heading)}</h2>\n${blocks.map(blockHtml).join('\n')}\n</section>`;

const style =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:1.5rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}a{color:#1a4fa0}a:focus-visible,pre:focus-visible{outline:3px solid #1a56db;outline-offset:2px}code,pre{font:.9em/1.45 ui-monospace,monospace;background:#f2f2ef}pre{padding:.75rem;overflow:auto}pre code{background:none}.wide{overflow-x:auto}table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;border:1px solid #c4c4bd;padding:.25rem .5rem}.da{color:#4a4a4a}';

const documentHtml = (title: string, content: string): string => `<!DOCTYPE html>
<html lang="en" xml:lang="en" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>${escaped(title)} – Samspil</title>
<style>${style}</style></head>
<body>${content}</body></html>
`;

/** One page. `home` is the address of the index. */
export const pageHtml = ({ title, about, sections }: Page, home: string): string =>
  documentHtml(
    title.en,
    `<nav aria-label="Manual"><a href="${escaped(home)}">All pages</a></nav>
<main><h1>${escaped(title.en)}</h1><p class="da" lang="da" xml:lang="da">${escaped(title.da)}</p><p>${inline(about)}</p>
${sections().map(sectionHtml).join('\n')}</main>`,
  );

/** The index: every page with its line. */
export function indexHtml(pages: readonly Page[], home: string, base: string): string {
  const groups = [...new Set(pages.map(({ group }) => group))];
  const item = ({ name, title, about }: Page): string =>
    `<li><a href="${escaped(`${home}/${name}`)}">${escaped(title.en)}</a> <span class="da" lang="da" xml:lang="da">(${escaped(title.da)})</span>: ${inline(about)}</li>`;
  const grouped = groups.map(
    (group) =>
      `<section><h2>${group}</h2><ul>${pages
        .filter((page) => page.group === group)
        .map(item)
        .join('\n')}</ul></section>`,
  );
  return documentHtml(
    'What can be asked, and how',
    `<main><h1>What can be asked, and how</h1><p class="da" lang="da" xml:lang="da">Hvad der kan spørges om, og hvordan</p>
<p>FHIR R4 at <code>${escaped(base)}</code>; the <a href="${escaped(home.replace(/docs$/, 'fhir/metadata'))}">CapabilityStatement</a> says the same for machines. Every page is made of what this server has, and says what it has not.</p>
${grouped.join('\n')}</main>`,
  );
}
