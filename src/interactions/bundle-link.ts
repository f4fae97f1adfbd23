/** Links between the entries of a transaction. https://hl7.org/fhir/R4/http.html#trules */
import type { Definitions } from '../fhir/definitions.ts';
import { badRequest, quote } from '../fhir/outcome.ts';
import { parseReference } from '../fhir/reference.ts';
import type { Shape } from '../fhir/shape.ts';
import { isConditional } from './conditional-reference.ts';

type Holder = Record<string, unknown>;

/** A place in a resource whose text may name another entry. `text` is what the client sent. */
export interface Link {
  readonly kind: 'reference' | 'uri' | 'narrative';
  readonly holder: Holder;
  readonly key: string;
  readonly text: string;
  /** FHIRPath. */
  readonly path: string;
}

const uris: ReadonlySet<string> = new Set(['uri', 'url', 'oid', 'uuid']);

/** What a member's value is to links; a canonical URL names no entry. */
function kindOf(owner: string, name: string, type: string): Link['kind'] | undefined {
  if (owner === 'Reference' && name === 'reference') return 'reference';
  if (type === 'xhtml') return 'narrative';
  return uris.has(type) ? 'uri' : undefined;
}

function* inMember(
  definitions: Definitions,
  holder: Holder,
  key: string,
  { owner, type, path }: { readonly owner: string; readonly type: string; readonly path: string },
): Generator<Link> {
  const value = holder[key];
  if (typeof value === 'string') {
    const kind = kindOf(owner, key, type);
    if (kind) yield { kind, holder, key, text: value, path };
  } else if (Array.isArray(value)) {
    for (const at of value.keys()) {
      const item = value as unknown as Holder;
      yield* inMember(definitions, item, String(at), { owner, type, path: `${path}[${at}]` });
    }
  } else if (typeof value === 'object' && value !== null) {
    yield* inObject(definitions, value as Holder, type, path);
  }
}

function shapeOf(definitions: Definitions, value: Holder, type: string): Shape | undefined {
  const { resourceType } = value;
  return definitions.shape(typeof resourceType === 'string' ? resourceType : type);
}

function* inObject(
  definitions: Definitions,
  value: Holder,
  type: string,
  path: string,
): Generator<Link> {
  const shape = shapeOf(definitions, value, type);
  if (!shape) return;
  for (const key of Object.keys(value)) {
    const member = shape.members.get(key.replace(/^_/, ''));
    const inner = key.startsWith('_') ? 'Element' : member?.type;
    if (inner === undefined) continue;
    yield* inMember(definitions, value, key, {
      ...{ owner: shape.type, type: inner, path: `${path}.${key}` },
    });
  }
}

/** Every link in a resource that was just read, whatever it turns out to be. */
export function linksIn(resource: unknown, definitions: Definitions): Link[] {
  const { resourceType } = (resource ?? {}) as { resourceType?: unknown };
  if (typeof resourceType !== 'string') return [];
  return [...inObject(definitions, resource as Holder, resourceType, resourceType)];
}

/** What the entries of a transaction are: `Type/id` by fullUrl, and by the search of a conditional one. */
export type Identities = ReadonlyMap<string, string>;

/** What a reference means within a transaction; undefined when it names none of its entries. */
function within(identities: Identities, text: string, fullUrl: string | undefined) {
  const direct = identities.get(text);
  if (direct !== undefined) return direct;
  const base = parseReference(fullUrl ?? '')?.base;
  return base === undefined ? undefined : identities.get(`${base}/${text}`);
}

const unresolved = (text: string, path: string) =>
  badRequest(
    'unresolved-reference',
    {
      da: `Ingen handling i denne Bundle har fullUrl ${quote(text)}.`,
      en: `No entry of this Bundle has the fullUrl ${quote(text)}.`,
    },
    { expression: path },
  );

const attribute = /\b(href|src)(\s*=\s*)(["'])(urn:[^"']+)\3/g;

/** Where a link of an entry points; undefined for a search that is still to be made. */
export function targetOf(
  { kind, text, path }: Link,
  identities: Identities,
  fullUrl: string | undefined,
): string | undefined {
  if (kind === 'narrative')
    return text.replace(attribute, (all, name, equals, quotes, url) => {
      const known = identities.get(url);
      return known === undefined ? all : `${name}${equals}${quotes}${known}${quotes}`;
    });
  if (kind === 'uri') return identities.get(text) ?? text;
  const known = within(identities, text, fullUrl);
  if (known !== undefined) return known;
  if (isConditional(text)) return undefined;
  if (text.startsWith('urn:')) throw unresolved(text, path);
  return text;
}
