import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../fhir/outcome.ts';
import { type Kept, type Shelf, shelfOfService } from './manual-shelf.ts';
import type { Service } from './server.ts';

/** Nothing from outside, nothing that stands in a page itself. */
const strict =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/** The viewer asks the API itself, draws with images of its own style sheet, and sets styles of elements. */
const viewing =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

const headers = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const keeping = { 'cache-control': 'public, max-age=300' };

/** `gzip` is named, or `*`, and not with `q=0`. */
function takesGzip({ headers: { 'accept-encoding': given = '' } }: FastifyRequest): boolean {
  const offers = `${given}`.split(',').map((one) => one.toLowerCase().replace(/\s/g, ''));
  const own =
    offers.find((one) => /^gzip(?:;|$)/.test(one)) ?? offers.find((one) => /^\*/.test(one));
  return own !== undefined && !/;q=0(?:\.0*)?$/.test(own);
}

/** The same content is the same to whoever has it, however it was packed. */
const isKnown = ({ headers: { 'if-none-match': given = '' } }: FastifyRequest, tag: string) =>
  given === '*' ||
  given.split(',').some((one) => /^\s*(?:W\/)?"(.*?)(?:-gzip)?"\s*$/.exec(one)?.[1] === tag);

function send(request: FastifyRequest, reply: FastifyReply, file: Kept) {
  const { name, type, body, tag, packed } = file;
  const isPacked = packed !== undefined && takesGzip(request);
  reply.headers({ ...headers, ...keeping, vary: 'Accept-Encoding' });
  reply.header('etag', `"${tag}${isPacked ? '-gzip' : ''}"`);
  if (isKnown(request, tag)) return reply.code(304).send();
  if (isPacked) reply.header('content-encoding', 'gzip');
  const policy = name.startsWith('openapi/') ? viewing : strict;
  reply.headers({ 'content-type': type, 'content-security-policy': policy });
  return reply.send(isPacked ? packed : body);
}

/** To another address beside this one: links of the pages are relative, so that the way to here may have a path of its own in front. */
const sendOn = (reply: FastifyReply, location: string): FastifyReply =>
  reply
    .code(308)
    .headers({ ...headers, ...keeping, location })
    .send();

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '';

/** `../` from an address to the folder of all pages. */
const upFrom = (path: string): string =>
  '../'.repeat(path.replace(/^\/docs\/?/, '').split('/').length - 1);

const wantsPage = ({ headers: { accept = '' } }: FastifyRequest): boolean =>
  accept.includes('text/html');

interface Placed {
  readonly file: Promise<Kept>;
  /** Of a folder, whose address ends with a slash; no other does. */
  readonly isIndex: boolean;
}

function placeOf(shelf: Shelf, name: string): Placed | undefined {
  const index = shelf.file(`${name}/index.html`.replace(/^\//, ''));
  if (index) return { file: index, isIndex: true };
  const file = shelf.file(name) ?? shelf.file(`${name}.html`);
  return file && { file, isIndex: false };
}

/** The manual, for everybody: it tells nothing of anybody. */
export function addManual(app: FastifyInstance, service: Service): void {
  const shelf = shelfOfService(service);
  const lost = (request: FastifyRequest, reply: FastifyReply, name: string): FastifyReply => {
    if (!wantsPage(request)) throw notFound('docs', name);
    const { type, body } = shelf.missing(upFrom(pathOf(request)));
    const own = { 'content-type': type, 'content-security-policy': strict, vary: 'Accept' };
    return reply
      .code(404)
      .headers({ ...headers, ...own, 'cache-control': 'no-store' })
      .send(body);
  };
  const answer = async (request: FastifyRequest, reply: FastifyReply, name: string) => {
    const path = pathOf(request);
    const place = path.includes('//') ? undefined : placeOf(shelf, name);
    if (!place) return lost(request, reply, name);
    const { file, isIndex } = place;
    if (isIndex === path.endsWith('/')) return send(request, reply, await file);
    const last = path.split('/').findLast((part) => part !== '') ?? '';
    return sendOn(reply, isIndex ? `${last}/` : `../${last}`);
  };
  app.get('/docs', (request, reply) => answer(request, reply, ''));
  app.get<{ Params: { '*': string } }>('/docs/*', (request, reply) =>
    answer(request, reply, request.params['*']),
  );
  app.get('/openapi.json', (request, reply) => answer(request, reply, 'openapi.json'));
}
