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

const shownTitle = ({ title, language = 'en' }: Page): string => title[language];

/** Words that people look for and that stand on no page, by the page. */
const alsoCalled: Readonly<Record<string, string>> = {
  'client-guide': 'kom i gang, login, MitID, SDK, quick start',
  'http-examples': 'postman, curl, eksempler',
  'resource-consent': 'samtykke',
  'resource-appointment': 'aftale, booking, tidsbestilling, kalender',
  'resource-patient': 'borger, CPR',
  'resource-subscription': 'webhook, push, notifikation, abonnement',
  'resource-observation': 'måling, blodtryk, vægt',
  'resource-communication': 'besked, chat, dialog, SMS, påmindelse, reminder',
  'til-kommunen': 'pilot, stilletid, udrulning, opsætning, indstillinger',
  municipalities: 'pilot, rollout, setup, settings',
};

/** What is no page of the manual. */
const besides: readonly Place[] = [
  {
    ...{ id: 'openapi/index.html', title: 'OpenAPI', danish: 'API-beskrivelse' },
    ...{ page: 'OpenAPI', text: 'open api swagger viewer try requests schema client generator' },
  },
];

const rowsOf = (page: Page, { blocks }: Section): Place[] =>
  blocks.flatMap((block) =>
    block.kind === 'table'
      ? (block.ids ?? []).map((id, at) => {
          const [title = '', ...rest] = (block.rows[at] ?? []).map(plainOf);
          return {
            ...{ id: `${page.name}.html#${id}`, title, danish: '', page: shownTitle(page) },
            text: rest.join(' '),
          };
        })
      : [],
  );

/** Every place of a page. */
export function placesOf(page: Page): Place[] {
  const { name, about, sections } = page;
  const title = shownTitle(page);
  const whole = {
    ...{ id: `${name}.html`, title, danish: `${page.title.da} ${alsoCalled[name] ?? ''}` },
    ...{ page: title, text: plainOf(about) },
  };
  const inner = anchored(sections()).flatMap((section) => [
    {
      ...{ id: `${name}.html#${section.id}`, title: plainOf(section.heading), danish: '' },
      ...{ page: title, text: textOf(section.blocks) },
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
  const places: Place[] = [...besides];
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
