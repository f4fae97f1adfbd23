/** References. https://hl7.org/fhir/R4/references.html */

/** A reference by its parts; `type` and `id` also of an absolute one that ends like a FHIR address. */
export interface ParsedReference {
  readonly kind: 'relative' | 'absolute' | 'urn' | 'contained';
  readonly type?: string;
  readonly id?: string;
  readonly version?: string;
  /** Base of an absolute one, without the last slash. */
  readonly base?: string;
}

const local =
  /^([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/;
const absolute =
  /^(https?:\/\/[^\s<>"]+?)\/([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/;
const contained = /^#(?:[A-Za-z0-9\-.]{1,64})?$/;
const url = /^(?:https?:\/\/[^\s<>"]+|urn:uuid:[0-9a-fA-F-]{36}|urn:oid:[0-9.]+)$/;

/** Reads a literal reference; undefined when it is none. */
export function parseReference(text: string): ParsedReference | undefined {
  const [, type, id, version] = local.exec(text) ?? [];
  if (type !== undefined && id !== undefined) {
    return { kind: 'relative', type, id, ...(version !== undefined && { version }) };
  }
  if (contained.test(text)) return { kind: 'contained', id: text.slice(1) };
  if (!url.test(text)) return undefined;
  if (text.startsWith('urn:')) return { kind: 'urn' };
  return { kind: 'absolute', ...absoluteParts(text) };
}

function absoluteParts(text: string): Omit<ParsedReference, 'kind'> {
  const [, base, type, id, version] = absolute.exec(text) ?? [];
  if (base === undefined || type === undefined || id === undefined) return {};
  return { base, type, id, ...(version !== undefined && { version }) };
}

/** The resource type that a Reference element names, by its literal or its `type`; undefined when it names none. */
export function typeOfReference(element: Readonly<Record<string, unknown>>): string | undefined {
  const { reference, type } = element;
  const literal = typeof reference === 'string' ? parseReference(reference)?.type : undefined;
  return literal ?? (typeof type === 'string' ? type : undefined);
}
