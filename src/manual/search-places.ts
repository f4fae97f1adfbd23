/** What the search of the pages looks through: each page, each of its sections, and each row with an anchor. */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { anchored } from './html.ts';
import { type Block, type Page, plainOf, type Section } from './page.ts';

/** A place to go to. */
export interface Place {
  /** Its address from any page. */
  readonly id: string;
  readonly title: string;
  readonly danish: string;
  readonly page: string;
  readonly text: string;
}

type Words = {
  readonly [kind in Block['kind']]: (block: Extract<Block, { kind: kind }>) => string;
};

const wordsOf: Words = {
  text: ({ text }) => text,
  list: ({ items }) => items.join(' '),
  table: ({ rows, ids }) => (ids ? '' : rows.flat().join(' ')),
  shell: ({ lines }) => lines.join(' '),
};

const textOf = (blocks: readonly Block[]): string =>
  plainOf(blocks.map((block) => (wordsOf[block.kind] as (one: Block) => string)(block)).join(' '));

const rowsOf = (page: Page, { blocks }: Section): Place[] =>
  blocks.flatMap((block) =>
    block.kind === 'table'
      ? (block.ids ?? []).map((id, at) => {
          const [title = '', ...rest] = (block.rows[at] ?? []).map(plainOf);
          return {
            ...{ id: `${page.name}.html#${id}`, title, danish: '', page: page.title.en },
            text: rest.join(' '),
          };
        })
      : [],
  );

/** Every place of a page. */
export function placesOf(page: Page): Place[] {
  const { name, title, about, sections } = page;
  const whole = {
    ...{ id: `${name}.html`, title: title.en, danish: title.da },
    ...{ page: title.en, text: plainOf(about) },
  };
  const inner = anchored(sections()).flatMap((section) => [
    {
      ...{ id: `${name}.html#${section.id}`, title: plainOf(section.heading), danish: '' },
      ...{ page: title.en, text: textOf(section.blocks) },
    },
    ...rowsOf(page, section),
  ]);
  return [whole, ...inner];
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** Made in a thread of its own: to write the index out takes longer than whoever else asks the server should wait. */
const indexed = (places: readonly Place[]): Promise<string> =>
  new Promise((done, fail) => {
    const worker = new Worker(new URL('search-index.ts', import.meta.url), { workerData: places });
    worker.once('message', done);
    worker.once('error', fail);
  });

/** The index as a script. The pages are read in small turns. */
export async function indexScript(pages: readonly Page[]): Promise<string> {
  const places: Place[] = [];
  for (const page of pages) {
    await turn();
    places.push(...placesOf(page));
  }
  return `globalThis.samspilIndex = ${await indexed(places)};\n`;
}

/** Where the library is, in the form that browsers load without modules. */
export const searchLibrary = (): string =>
  createRequire(import.meta.url)
    .resolve('minisearch')
    .replace(/cjs.index\.cjs$/, 'umd/index.js');
