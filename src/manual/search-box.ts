/** The search of the pages, in the reader's browser. */

interface Found {
  readonly id: string;
  readonly title: string;
  readonly page: string;
}

interface Search {
  readonly search: (words: string, how: object) => readonly Found[];
}

interface Element {
  value: string;
  hidden: boolean;
  textContent: string;
  href: string;
  src: string;
  readonly append: (...inner: readonly (Element | string)[]) => void;
  readonly replaceChildren: (...inner: readonly Element[]) => void;
  readonly addEventListener: (
    name: string,
    heard: (event: { readonly preventDefault: () => void }) => void,
  ) => void;
}

/** What of a browser it uses. */
interface Browser {
  readonly document: {
    readonly head: Element;
    readonly getElementById: (id: string) => Element;
    readonly createElement: (name: string) => Element;
  };
  readonly location: { href: string };
  readonly MiniSearch: { readonly loadJS: (index: object, options: object) => Search };
  readonly samspilIndex: object;
}

/** What is kept of each place, and what is looked in. */
export const searchOptions = {
  fields: ['title', 'danish', 'page', 'text'],
  storeFields: ['title', 'page'],
} as const;

/** Written out for the browser as it stands here, so that it may use nothing outside itself. The index comes with the first word. */
function searchBox(browser: Browser, options: object): void {
  const { document, location } = browser;
  const [form, words, told, found] = ['search', 'words', 'told', 'found'].map((id) =>
    document.getElementById(id),
  ) as [Element, Element, Element, Element];
  const script = (src: string): Promise<void> =>
    new Promise((done, fail) => {
      const tag = document.createElement('script');
      tag.src = src;
      tag.addEventListener('load', () => done());
      tag.addEventListener('error', () => fail(new Error(src)));
      document.head.append(tag);
    });
  let opened: Promise<Search> | undefined;
  const open = async (): Promise<Search> => {
    await Promise.all([script('minisearch.js'), script('search-index.js')]);
    return browser.MiniSearch.loadJS(browser.samspilIndex, options);
  };
  const linkTo = ({ id, title, page }: Found): Element => {
    const [row, link] = [document.createElement('li'), document.createElement('a')];
    link.href = id;
    link.textContent = title;
    row.append(link, page === title ? '' : ` – ${page}`);
    return row;
  };
  const how = {
    prefix: true,
    fuzzy: 0.15,
    combineWith: 'AND',
    boost: { title: 4, danish: 4, page: 2 },
  };
  const look = async (): Promise<readonly Found[]> => {
    const asked = words.value.trim();
    if (asked === '') return [];
    opened ??= open();
    return (await opened).search(asked, how);
  };
  const show = async (): Promise<void> => {
    const all = await look();
    if (words.value.trim() === '') told.textContent = '';
    else told.textContent = all.length === 0 ? 'Nothing was found.' : `${all.length} found`;
    found.replaceChildren(...all.slice(0, 20).map(linkTo));
  };
  form.hidden = false;
  words.addEventListener('input', () => void show());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void look().then(([first]) => {
      if (first) location.href = first.id;
    });
  });
}

/** The script of every page. */
export const searchScript = (): string =>
  `(${searchBox})(globalThis, ${JSON.stringify(searchOptions)});\n`;
