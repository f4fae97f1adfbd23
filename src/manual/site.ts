/** The manual as the files of a web site: one function for the server, and for the folder that `npm run docs` writes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Described } from './described.ts';
import { indexNames, namesOf } from './frame.ts';
import { httpFile, httpFiles } from './guide-pages.ts';
import { manualOf } from './manual.ts';
import { type OpenApi, openApiOf } from './openapi/document.ts';
import { viewedOf } from './openapi/viewed.ts';
import { viewerHtml, viewerScript, viewerStyle } from './openapi/viewer.ts';
import type { Page } from './page.ts';
import { type Beside, indexHtml, missingHtml, pageHtml } from './page-html.ts';
import { pageScript } from './page-script.ts';
import { searchScript } from './search-box.ts';
import { indexScript, searchLibrary } from './search-places.ts';
import { icon, style } from './style.ts';

export interface SiteFile {
  readonly type: string;
  readonly body: string | Buffer;
}

/** Files by their name behind the folder, such as `read.html`; each is made when it is asked for. */
export interface Site {
  readonly names: readonly string[];
  readonly file: (name: string) => Promise<SiteFile> | undefined;
  /** The page for an address where nothing is, `../` as often as it is below the folder. */
  readonly missing: (up: string) => SiteFile;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  http: 'text/plain; charset=utf-8',
};

type Make = () => SiteFile['body'] | Promise<SiteFile['body']>;

const packaged = (path: string): Make => {
  const find = createRequire(import.meta.url).resolve;
  return () => readFileSync(find(path));
};

function viewer(described: Described, pages: readonly Page[]): Record<string, Make> {
  let made: Promise<OpenApi> | undefined;
  const document = (): Promise<OpenApi> => {
    made ??= openApiOf(described);
    return made;
  };
  return {
    'openapi.json': async () => JSON.stringify(await document()),
    'openapi/index.html': () => viewerHtml(namesOf(pages)),
    // Not read as JSON, which a page that was opened from a folder may not do.
    'openapi/document.js': async () =>
      `globalThis.samspilApi = ${JSON.stringify(viewedOf(await document()))};\n`,
    'openapi/viewer.js': viewerScript,
    'openapi/viewer.css': () => viewerStyle,
    'openapi/swagger-ui.css': packaged('swagger-ui-dist/swagger-ui.css'),
    'openapi/swagger-ui-bundle.js': packaged('swagger-ui-dist/swagger-ui-bundle.js'),
  };
}

const assets = (pages: readonly Page[]): Record<string, Make> => ({
  'style.css': () => style,
  'icon.svg': () => icon,
  'search.js': () => `${pageScript()}${searchScript()}`,
  'search-index.js': () => indexScript(pages),
  'minisearch.js': () => readFileSync(searchLibrary()),
});

const requests = (pages: readonly Page[], base: string): Record<string, Make> =>
  pages.some(({ name }) => name === 'http-examples')
    ? Object.fromEntries(httpFiles().map((name) => [`http/${name}`, () => httpFile(name, base)]))
    : {};

const indexes = (pages: readonly Page[], beside: Beside): [string, Make][] =>
  (['en', 'da'] as const)
    .filter((language) => language === 'en' || namesOf(pages).has(indexNames.da))
    .map((language) => [`${indexNames[language]}.html`, () => indexHtml(pages, beside, language)]);

/** Everything of the site. `isServed`: the server itself is beside it. */
export function siteOf(described: Described, isServed: boolean): Site {
  const pages = manualOf(described);
  const makes = new Map<string, Make>([
    ...indexes(pages, { base: described.base, isServed }),
    ...pages.map((page): [string, Make] => [`${page.name}.html`, () => pageHtml(page, pages)]),
    ...Object.entries({
      ...assets(pages),
      ...viewer(described, pages),
      ...requests(pages, described.base),
    }),
  ]);
  return {
    names: [...makes.keys()],
    missing: (up) => ({ type: types.html ?? '', body: missingHtml(pages, up) }),
    file: (name) => {
      const make = makes.get(name);
      const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      return make && Promise.resolve(make()).then((body) => ({ type, body }));
    },
  };
}
