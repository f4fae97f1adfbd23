/** What of a browser the search uses. */

export interface SearchFound {
  readonly id: string;
  readonly title: string;
  readonly page: string;
}

export interface Search {
  readonly search: (words: string, how: object) => readonly SearchFound[];
}

export interface SearchElement {
  value: string;
  hidden: boolean;
  textContent: string;
  href: string;
  src: string;
  readonly children: { readonly length: number };
  readonly append: (...inner: readonly (SearchElement | string)[]) => void;
  readonly replaceChildren: (...inner: readonly SearchElement[]) => void;
  readonly addEventListener: (
    name: string,
    heard: (event: { readonly preventDefault: () => void }) => void,
  ) => void;
}

export interface SearchBrowser {
  readonly document: {
    readonly head: SearchElement;
    readonly documentElement: { readonly lang: string };
    readonly currentScript: { readonly src: string };
    readonly getElementById: (id: string) => SearchElement;
    readonly createElement: (name: string) => SearchElement;
  };
  readonly location: { href: string };
  readonly MiniSearch: { readonly loadJS: (index: object, options: object) => Search };
  readonly samspilIndex: object;
}
