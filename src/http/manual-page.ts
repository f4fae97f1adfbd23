import type { FastifyInstance } from 'fastify';
import { notFound } from '../fhir/outcome.ts';
import { describe } from '../manual/described.ts';
import { indexHtml, pageHtml } from '../manual/html.ts';
import { manualOf } from '../manual/manual.ts';
import type { Service } from './server.ts';

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'public, max-age=300',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Each page by its name, the index by none; made when first asked for, as it stays the same while the process runs. */
function shelfOf({
  rooms,
  definitions,
  presented,
  ports,
  terms,
}: Service): (name: string) => string | undefined {
  const made = new Map<string, string>();
  const open = () => {
    const base = `${ports.publicUrl}/fhir`;
    // The way to here may have a path of its own in front, and another name on the way.
    const home = `${new URL(ports.publicUrl).pathname.replace(/\/$/, '')}/docs`;
    const isSecured = presented.security !== undefined;
    const pages = manualOf(describe({ rooms, definitions, base, isSecured, codes: terms?.codes }));
    return { pages, index: indexHtml(pages, home, base), home };
  };
  let manual: ReturnType<typeof open> | undefined;
  return (name) => {
    manual ??= open();
    const page = manual.pages.find((one) => one.name === name);
    const html =
      name === '' ? manual.index : page && (made.get(name) ?? pageHtml(page, manual.home));
    if (html !== undefined) made.set(name, html);
    return html;
  };
}

/** The manual, for everybody: it tells nothing of anybody. */
export function addManual(app: FastifyInstance, service: Service): void {
  const shelf = shelfOf(service);
  app.get('/docs', async (_, reply) => reply.headers(headers).send(shelf('')));
  app.get<{ Params: { name: string } }>('/docs/:name', async ({ params }, reply) => {
    const html = params.name === '' ? undefined : shelf(params.name);
    if (html === undefined) throw notFound('docs', params.name);
    return reply.headers(headers).send(html);
  });
}
