/** The search of the pages, in the reader's browser. */
import type { Search, SearchBrowser, SearchElement, SearchFound } from './search-browser.ts';
import { askedTerm, keptTerms, tokensOf } from './search-term.ts';

/** What is kept of each place, and what is looked in. */
const kept = {
  fields: ['title', 'danish', 'page', 'text'],
  storeFields: ['title', 'page'],
};

/** How the index is made. */
export const indexOptions = { ...kept, tokenize: tokensOf, processTerm: keptTerms };

/** How it is asked. */
export const askOptions = {
  ...{ prefix: true, fuzzy: 0.15, boost: { title: 4, danish: 4, page: 2 } },
  ...{ tokenize: tokensOf, processTerm: askedTerm },
};

interface How {
  readonly kept: object;
  readonly ask: object;
}

/** Written out for the browser as it stands here, so that it may use nothing outside itself. The index comes when the field is entered. */
function searchBox(browser: SearchBrowser, { kept: options, ask }: How): void {
  const { document, location } = browser;
  const root = new URL('.', document.currentScript.src);
  const texts = {
    en: {
      none: 'Nothing was found.',
      some: 'found',
      wait: 'Looking …',
      lost: 'no search: try again',
    },
    da: {
      none: 'Intet blev fundet.',
      some: 'fundet',
      wait: 'Søger …',
      lost: 'ingen søgning: prøv igen',
    },
  }[document.documentElement.lang === 'da' ? 'da' : 'en'];
  const [form, words, told, found] = ['search', 'words', 'told', 'found'].map((id) =>
    document.getElementById(id),
  ) as [SearchElement, SearchElement, SearchElement, SearchElement];
  const script = (name: string): Promise<void> =>
    new Promise((done, fail) => {
      const tag = document.createElement('script');
      tag.src = new URL(name, root).href;
      tag.addEventListener('load', () => done());
      tag.addEventListener('error', () => fail(new Error(name)));
      document.head.append(tag);
    });
  let opened: Promise<Search> | undefined;
  const open = (): Promise<Search> => {
    opened ??= Promise.all([script('minisearch.js'), script('search-index.js')]).then(() =>
      browser.MiniSearch.loadJS(browser.samspilIndex, options),
    );
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  const hrefOf = ({ id }: SearchFound): string => new URL(id, root).href;
  const linkTo = (one: SearchFound): SearchElement => {
    const [row, link, page] = ['li', 'a', 'span'].map((name) => document.createElement(name)) as [
      SearchElement,
      SearchElement,
      SearchElement,
    ];
    link.href = hrefOf(one);
    link.textContent = one.title;
    page.textContent = one.page === one.title ? '' : one.page;
    row.append(link, page);
    return row;
  };
  /** All of the words, or else any of them. */
  const look = async (asked: string): Promise<readonly SearchFound[]> => {
    const search = await open();
    const all = search.search(asked, { ...ask, combineWith: 'AND' });
    return all.length > 0 ? all : search.search(asked, { ...ask, combineWith: 'OR' });
  };
  const tell = (said: string, all: readonly SearchFound[] = []): void => {
    told.textContent = said;
    found.replaceChildren(...all.slice(0, 20).map(linkTo));
  };
  const show = async (): Promise<void> => {
    const asked = words.value.trim();
    if (asked === '') return tell('');
    if (found.children.length === 0) tell(texts.wait);
    const all = await look(asked);
    if (words.value.trim() !== asked) return;
    tell(all.length === 0 ? texts.none : `${all.length} ${texts.some}`, all);
  };
  const lost = (): void => tell(texts.lost);
  form.hidden = false;
  words.addEventListener('focus', () => void open().catch(() => undefined));
  words.addEventListener('input', () => void show().catch(lost));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const asked = words.value.trim();
    if (asked === '') return;
    void look(asked).then(([first]) => {
      if (first) location.href = hrefOf(first);
    }, lost);
  });
}

/** As the browser reads it: functions as they are written. */
const writtenOut = (value: object): string =>
  `{${Object.entries(value)
    .map(([name, one]) => `${name}: ${typeof one === 'function' ? one : JSON.stringify(one)}`)
    .join(', ')}}`;

/** The part of the script of every page that searches. */
export const searchScript = (): string =>
  `(${searchBox})(globalThis, {kept: ${writtenOut({ ...kept, tokenize: tokensOf })}, ask: ${writtenOut(askOptions)}});\n`;
