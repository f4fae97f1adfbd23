import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../fhir/outcome.ts';
import { describe } from '../manual/described.ts';
import { type Site, type SiteFile, siteOf } from '../manual/site.ts';
import type { Service } from './server.ts';

/** Nothing from outside, nothing that stands in a page itself. */
const strict =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/** The viewer asks the API itself, draws with images of its own style sheet, and sets styles of elements. */
const viewing =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

const headers = {
  'cache-control': 'public, max-age=300',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

interface Kept extends SiteFile {
  readonly etag: string;
  readonly policy: string;
}

const keptAs = (name: string, file: SiteFile): Kept => ({
  ...file,
  policy: name.startsWith('openapi/') ? viewing : strict,
  etag: `"${createHash('sha256').update(file.body).digest('base64url').slice(0, 22)}"`,
});

function open({ rooms, definitions, presented, ports, terms }: Service): Site {
  const base = `${ports.publicUrl}/fhir`;
  const isSecured = presented.security !== undefined;
  const { municipality } = ports;
  const shown = { rooms, definitions, base, isSecured, codes: terms?.codes, municipality };
  return siteOf(describe(shown), true);
}

/** Each file by its name; made when first asked for, as it stays the same while the process runs. */
function shelfOf(service: Service): (name: string) => Promise<Kept> | undefined {
  const made = new Map<string, Promise<Kept>>();
  let site: Site | undefined;
  return (name) => {
    site ??= open(service);
    const file = made.get(name) ?? site.file(name)?.then((one) => keptAs(name, one));
    if (file) made.set(name, file);
    return file;
  };
}

const isKnown = ({ headers: { 'if-none-match': given = '' } }: FastifyRequest, etag: string) =>
  given === '*' || given.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);

function send(request: FastifyRequest, reply: FastifyReply, file: Kept) {
  const { type, body, etag, policy } = file;
  reply.headers({ ...headers, etag });
  if (isKnown(request, etag)) return reply.code(304).send();
  return reply.headers({ 'content-type': type, 'content-security-policy': policy }).send(body);
}

/** A folder, at its address with a slash: links of the pages are relative, so that the way to here may have a path of its own in front. */
async function sendFolder(
  request: FastifyRequest,
  reply: FastifyReply,
  index: Promise<Kept>,
): Promise<FastifyReply> {
  const [path = ''] = request.url.split('?', 1);
  if (path.endsWith('/')) return send(request, reply, await index);
  return reply
    .code(308)
    .headers({ ...headers, location: `${path.split('/').at(-1)}/` })
    .send();
}

/** The manual, for everybody: it tells nothing of anybody. */
export function addManual(app: FastifyInstance, service: Service): void {
  const shelf = shelfOf(service);
  const answer = async (request: FastifyRequest, reply: FastifyReply, name: string) => {
    const file = shelf(name) ?? shelf(`${name}.html`);
    if (file) return send(request, reply, await file);
    const index = shelf(`${name}/index.html`.replace(/^\/|\/(?=\/)/g, ''));
    if (!index) throw notFound('docs', name);
    return sendFolder(request, reply, index);
  };
  app.get('/docs', (request, reply) => answer(request, reply, ''));
  app.get<{ Params: { '*': string } }>('/docs/*', (request, reply) =>
    answer(request, reply, request.params['*']),
  );
  app.get('/openapi.json', (request, reply) => answer(request, reply, 'openapi.json'));
}
