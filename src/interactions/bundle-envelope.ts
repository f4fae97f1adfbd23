/** A Bundle that asks for something, apart from what its entries hold. https://hl7.org/fhir/R4/bundle.html */
import type { Definitions } from '../fhir/definitions.ts';
import { badRequest, fail, type Issue, issue, quote, type Text } from '../fhir/outcome.ts';
import { validate } from '../fhir/validate.ts';
import { entryAt } from './bundle-issue.ts';

/** An entry whose request is there; its resource is not validated yet. */
export interface GivenEntry {
  readonly fullUrl?: string;
  readonly resource?: unknown;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly ifMatch?: string;
    readonly ifNoneMatch?: string;
    readonly ifModifiedSince?: string;
    readonly ifNoneExist?: string;
  };
}

export interface Envelope {
  readonly type: 'batch' | 'transaction';
  readonly entries: readonly GivenEntry[];
}

const mostEntries = 1_000;
const types: readonly string[] = ['batch', 'transaction'];
const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fault = (expression: string, key: string, text: Text): Issue =>
  issue({ code: 'invalid', key, text, expression });

const requestMissing = (index: number): Issue =>
  fault(`${entryAt(index)}.request`, 'entry-request', {
    da: 'En handling i en Bundle skal have request med method og url.',
    en: 'An entry of a Bundle needs a request with method and url.',
  });

const methodWrong = (index: number, method: unknown): Issue =>
  fault(`${entryAt(index)}.request.method`, 'entry-method', {
    da: `${quote(method)} kan ikke bruges. Muligt er: ${methods.join(', ')}.`,
    en: `${quote(method)} is not possible. Valid are: ${methods.join(', ')}.`,
  });

const resourceMissing = (index: number): Issue =>
  fault(`${entryAt(index)}.resource`, 'body-missing', {
    da: 'Der mangler en ressource til handlingen.',
    en: 'The resource of the request is missing.',
  });

const resourceUnwanted = (index: number): Issue =>
  fault(`${entryAt(index)}.resource`, 'entry-resource', {
    da: 'Til denne handling hører ingen ressource.',
    en: 'No resource belongs to this request.',
  });

/** POST may do without: an operation or a search may have no body. */
const needing: readonly unknown[] = ['PUT', 'PATCH'];
const refusing: readonly unknown[] = ['GET', 'HEAD', 'DELETE'];

function faultsOf(entry: unknown, index: number): Issue[] {
  const request = isJson(entry) ? entry.request : undefined;
  if (!isJson(entry) || !isJson(request) || typeof request.url !== 'string')
    return [requestMissing(index)];
  const { method } = request;
  if (!methods.includes(method as string)) return [methodWrong(index, method)];
  const has = isJson(entry.resource);
  if (!has && (needing.includes(method) || 'resource' in entry)) return [resourceMissing(index)];
  return has && refusing.includes(method) ? [resourceUnwanted(index)] : [];
}

const urlTwice = (index: number): Issue =>
  fault(`${entryAt(index)}.fullUrl`, 'full-url-twice', {
    da: 'En anden handling i denne Bundle har samme fullUrl.',
    en: 'Another entry of this Bundle has the same fullUrl.',
  });

function urlFaults(entries: readonly unknown[]): Issue[] {
  const known = new Set<unknown>();
  return entries.flatMap((entry, index) => {
    const url = isJson(entry) ? entry.fullUrl : undefined;
    if (url === undefined) return [];
    return known.size < known.add(url).size ? [] : [urlTwice(index)];
  });
}

/** The entries are judged one by one, where they go. */
function withoutResources(bundle: Json, entries: readonly unknown[]): Json {
  const bare = entries.map((entry) => {
    if (!isJson(entry)) return entry;
    const { resource: _, ...rest } = entry;
    return rest;
  });
  return bare.length === 0 ? bundle : { ...bundle, entry: bare };
}

const tooMany = () =>
  fail(
    413,
    issue({
      code: 'too-costly',
      key: 'too-many-entries',
      text: {
        da: `En Bundle må have højst ${mostEntries} handlinger.`,
        en: `A Bundle may have ${mostEntries} entries at most.`,
      },
      expression: 'Bundle.entry',
    }),
  );

function assertKind(given: unknown): asserts given is Json & { type: Envelope['type'] } {
  if (!isJson(given) || given.resourceType !== 'Bundle')
    throw badRequest(
      'resource-type',
      { da: 'Her skal resourceType være Bundle.', en: 'resourceType must be Bundle here.' },
      { expression: 'resourceType' },
    );
  if (!types.includes(given.type as string))
    throw badRequest(
      'bundle-type',
      {
        da: 'Bundle.type skal være batch eller transaction her.',
        en: 'Bundle.type must be batch or transaction here.',
      },
      { expression: 'Bundle.type' },
    );
}

/** Reads what was sent as a Bundle to be carried out. 400 with every fault of its own, 413 for too many entries. */
export function envelopeOf(given: unknown, definitions: Definitions): Envelope {
  assertKind(given);
  const entries = given.entry ?? [];
  if (!Array.isArray(entries)) throw fail(400, [requestMissing(0)]);
  if (entries.length > mostEntries) throw tooMany();
  const faults = [...entries.flatMap(faultsOf), ...urlFaults(entries)];
  const own = validate(withoutResources(given, entries), definitions).filter(
    ({ severity }) => severity === 'error' || severity === 'fatal',
  );
  // A fault of an entry is one of the Bundle too, in the validator's eyes.
  const isNews = ({ expression = '' }: Issue): boolean =>
    !faults.some((fault) => fault.expression?.startsWith(expression));
  const all = [...faults, ...own.filter(isNews)];
  if (all.length > 0) throw fail(400, all);
  return { type: given.type, entries: entries as GivenEntry[] };
}
