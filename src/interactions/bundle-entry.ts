import { parseJson, parseJsonArray } from '../fhir/json.ts';
import { badRequest, unsupportedMediaType } from '../fhir/outcome.ts';
import { halves, pairsOf, queryOf, segmentsOf } from './address.ts';
import type { GivenEntry } from './bundle-envelope.ts';
import type { Asking, Body, Conditions, Desk, Method, Prefer } from './exchange.ts';
import type { Match, Matched } from './route.ts';

/** One thing that a Bundle asks for. */
export interface Entry extends Matched {
  readonly index: number;
  readonly fullUrl?: string;
  readonly asking: Asking;
  /** Asked by HEAD: what would be the answer, without it. */
  readonly isHead: boolean;
  /** Of its resource. */
  readonly type?: string;
}

const elsewhere = () =>
  badRequest(
    'entry-url',
    {
      da: 'request.url skal være en adresse her, fx Patient/1 eller Patient?name=x.',
      en: 'request.url must be an address here, such as Patient/1 or Patient?name=x.',
    },
    { expression: 'request.url' },
  );

/** An address behind our base; one of another host, or one that climbs, is none. */
function localUrl(url: string, base: string): string {
  const behind = url.startsWith(`${base}/`) ? url.slice(base.length + 1) : url.replace(/^\//, '');
  if (/^(?:[a-z][a-z\d+.-]*:|\/)/i.test(behind) || /[#\\]/.test(behind)) throw elsewhere();
  return `/${behind}`;
}

function pathOf(path: string): string[] {
  const segments = segmentsOf(path);
  if (segments.some((segment) => segment === '..' || segment === '.')) throw elsewhere();
  return segments;
}

type Reads = Readonly<Record<string, (bytes: Buffer) => Body>>;

/** What a Binary may carry where a resource cannot: by media type. */
const carried: Reads = {
  'application/json-patch+json': (bytes) => ({
    kind: 'json-patch',
    operations: parseJsonArray(bytes),
  }),
  'application/fhir+json': (bytes) => ({ kind: 'resource', resource: parseJson(bytes) }),
  'application/x-www-form-urlencoded': (bytes) => ({
    kind: 'form',
    entries: pairsOf(bytes.toString('utf8')),
  }),
};

interface Binary {
  readonly resourceType: string;
  readonly contentType?: unknown;
  readonly data?: unknown;
}

function inBinary({ contentType, data }: Binary): Body {
  const type = String(contentType).split(';')[0]?.trim().toLowerCase() ?? '';
  const read = Object.hasOwn(carried, type) ? carried[type] : undefined;
  if (!read || typeof data !== 'string') throw unsupportedMediaType(type, Object.keys(carried));
  return read(Buffer.from(data, 'base64'));
}

/** A patch and a form come in a Binary, as an entry holds nothing but resources. */
function bodyIn(resource: unknown, wanted: readonly Body['kind'][]): Body | undefined {
  if (resource === undefined) return undefined;
  const isBinary = (resource as Binary).resourceType === 'Binary';
  const isCarried = isBinary && wanted.some((kind) => kind !== 'resource');
  const body: Body = isCarried ? inBinary(resource as Binary) : { kind: 'resource', resource };
  if (!wanted.includes(body.kind)) throw unsupportedMediaType(body.kind, Object.keys(carried));
  return body;
}

const headers = ['ifMatch', 'ifNoneMatch', 'ifModifiedSince', 'ifNoneExist'] as const;

const conditionsOf = ({ request }: GivenEntry): Conditions =>
  Object.fromEntries(
    headers.flatMap((name) => (request[name] === undefined ? [] : [[name, request[name]]])),
  );

/** Type of an entry's resource, as far as it says one. */
export function typeOf({ resource }: GivenEntry): string | undefined {
  const type = (resource as { resourceType?: unknown } | undefined)?.resourceType;
  return typeof type === 'string' ? type : undefined;
}

const nested = () =>
  badRequest(
    'nested-bundle',
    {
      da: 'En handling i en Bundle kan ikke selv være en batch eller transaction.',
      en: 'An entry of a Bundle cannot be a batch or transaction itself.',
    },
    { expression: 'request.url' },
  );

/** What an entry asks for. 400 for an address that is not here, 404 and 405 as for any request. */
export function readEntry(
  desk: Pick<Desk, 'base'>,
  given: GivenEntry,
  index: number,
  { match, prefer }: { readonly match: Match; readonly prefer: Prefer },
): Entry {
  const { fullUrl, request, resource } = given;
  const [path, query] = halves(localUrl(request.url, desk.base));
  const isHead = request.method === 'HEAD';
  const asking: Asking = {
    method: isHead ? 'GET' : (request.method as Method),
    path: pathOf(path),
    query: queryOf(query),
    conditions: conditionsOf(given),
    prefer: { ...prefer, async: false },
    body: (wanted) => bodyIn(resource, wanted),
  };
  if (asking.path.length === 0) throw nested();
  const type = typeOf(given);
  return {
    ...match(asking.method, asking.path),
    ...{ index, asking, isHead },
    ...(fullUrl !== undefined && { fullUrl }),
    ...(type !== undefined && { type }),
  };
}
