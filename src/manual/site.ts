/** The manual as the files of a web site: one function for the server, and for the folder that `npm run docs` writes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Described } from './described.ts';
import { httpFile, httpFiles } from './guide-pages.ts';
import { indexHtml, pageHtml } from './html.ts';
import { manualOf } from './manual.ts';
import { openApiOf } from './openapi/document.ts';
import { viewerHtml, viewerScript } from './openapi/viewer.ts';
import type { Page } from './page.ts';
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

function viewer(described: Described): Record<string, Make> {
  let made: Promise<string> | undefined;
  const json = (): Promise<string> => {
    made ??= openApiOf(described).then((document) => JSON.stringify(document));
    return made;
  };
  return {
    'openapi.json': json,
    'openapi/index.html': viewerHtml,
    // Beside the same as JSON, which a page that was opened from a folder may not read.
    'openapi/document.js': async () => `globalThis.samspilApi = ${await json()};\n`,
    'openapi/viewer.js': viewerScript,
    'openapi/swagger-ui.css': packaged('swagger-ui-dist/swagger-ui.css'),
    'openapi/swagger-ui-bundle.js': packaged('swagger-ui-dist/swagger-ui-bundle.js'),
  };
}

const assets = (pages: readonly Page[]): Record<string, Make> => ({
  'style.css': () => style,
  'icon.svg': () => icon,
  'search.js': searchScript,
  'search-index.js': () => indexScript(pages),
  'minisearch.js': () => readFileSync(searchLibrary()),
});

const requests = (pages: readonly Page[]): Record<string, Make> =>
  pages.some(({ name }) => name === 'http-examples')
    ? Object.fromEntries(httpFiles().map((name) => [`http/${name}`, () => httpFile(name)]))
    : {};

/** Everything of the site. `isServed`: the server itself is beside it. */
export function siteOf(described: Described, isServed: boolean): Site {
  const pages = manualOf(described);
  const makes = new Map<string, Make>([
    ['index.html', () => indexHtml(pages, described.base, isServed)],
    ...pages.map((page): [string, Make] => [`${page.name}.html`, () => pageHtml(page)]),
    ...Object.entries({ ...assets(pages), ...viewer(described), ...requests(pages) }),
  ]);
  return {
    names: [...makes.keys()],
    file: (name) => {
      const make = makes.get(name);
      const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      return make && Promise.resolve(make()).then((body) => ({ type, body }));
    },
  };
}
