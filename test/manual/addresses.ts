import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

interface Addressed {
  readonly ask: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly has: Readonly<Record<string, RegExp | string>>;
}

const page = { accept: 'text/html,*/*' };
const html = { 'content-type': /^text\/html/, 'content-security-policy': /default-src 'none'/ };
/** What each address of the site is answered with. */
export const addresses: readonly Addressed[] = [
  { ask: '/docs/read/', status: 308, has: { location: '../read' } },
  { ask: '/docs/read.html/', status: 308, has: { location: '../read.html' } },
  { ask: '/docs/openapi', status: 308, has: { location: 'openapi/' } },
  { ask: '/docs//', headers: page, status: 404, has: html },
  { ask: '/docs/openapi//', headers: page, status: 404, has: html },
  { ask: '/docs//evil.example', headers: page, status: 404, has: html },
  { ask: '/docs/a/b', headers: page, status: 404, has: html },
  { ask: '/docs/..%2f..%2fpackage.json', headers: page, status: 404, has: html },
  { ask: '/docs/..%252fpackage.json', headers: page, status: 404, has: html },
  { ask: '/docs/read%00.html', headers: page, status: 404, has: html },
  { ask: '/docs/..\\package.json', headers: page, status: 404, has: html },
  { ask: '/docs/__proto__', headers: page, status: 404, has: html },
  { ask: '/docs/nowhere', status: 404, has: { 'content-type': /fhir\+json/ } },
  {
    ask: '/docs/dansk',
    headers: { 'accept-encoding': 'br, gzip;q=0.5' },
    status: 200,
    has: { 'content-encoding': 'gzip', vary: 'Accept-Encoding', etag: /-gzip"$/ },
  },
  {
    ask: '/docs/dansk',
    headers: { 'accept-encoding': 'gzip;q=0, *' },
    status: 200,
    has: { 'content-length': /^\d{5}$/, etag: /[^p]"$/ },
  },
];

/** Asked as it is written: `fetch` would mend the address first. */
export const raw = async (
  origin: string,
  path: string,
  headers: Readonly<Record<string, string>>,
) => {
  const { port } = new URL(origin);
  const [answer] = (await once(
    request({ port, host: '127.0.0.1', path, headers }).end(),
    'response',
  )) as [IncomingMessage];
  answer.resume();
  return { status: answer.statusCode, headers: answer.headers };
};
