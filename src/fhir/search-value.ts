/** What is indexed of the elements that a search parameter finds. https://hl7.org/fhir/R4/search.html */
import { dateRange, type InstantRange } from './instant.ts';
import { parseReference } from './reference.ts';

type Elements = readonly unknown[];
type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).filter(isText);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value : [value]).filter(isJson);
const distinct = (values: readonly string[]): string[] => [...new Set(values)];

const contactSystems = new Set(['phone', 'fax', 'email', 'pager', 'url', 'sms', 'other']);

/** A ContactPoint's system is no code system: `phone` does not stand before its number. */
function tokenOfObject(element: Json): string[] {
  const { system, code, value, coding } = element;
  if (coding !== undefined) return objects(coding).flatMap(tokenOfObject);
  const isContact = isText(system) && contactSystems.has(system);
  const prefix = isText(system) && !isContact ? system : '';
  return texts(code ?? value).map((text) => `${prefix}|${text}`);
}

function tokenOf(element: unknown): string[] {
  if (isJson(element)) return tokenOfObject(element);
  const isPlain = isText(element) || typeof element === 'boolean' || typeof element === 'number';
  return isPlain ? [`|${element}`] : [];
}

/** `system|code` of codes, booleans, Coding, CodeableConcept, Identifier and ContactPoint; without a system `|code`. */
export const tokens = (elements: Elements): string[] => distinct(elements.flatMap(tokenOf));

/** Every way to ask for a token: `system|code`, `code`, `system|`. Matching each as it was asked makes a search one lookup. */
export function tokenForms(token: string): string[] {
  const bar = token.indexOf('|');
  const forms = [token, token.slice(bar + 1)];
  return bar > 0 ? [...forms, token.slice(0, bar + 1)] : forms;
}

function rangeOf(text: unknown): InstantRange | undefined {
  try {
    return isText(text) ? dateRange(text) : undefined;
  } catch {
    return undefined;
  }
}

function spansOf(element: unknown): InstantRange[] {
  if (!isJson(element)) return [rangeOf(element)].filter((span) => span !== undefined);
  const { start, end, event, repeat } = element;
  const bounds = isJson(repeat) ? objects(repeat.boundsPeriod).flatMap(spansOf) : [];
  const events = [...texts(event).flatMap(spansOf), ...bounds];
  const [first, last] = [rangeOf(start), rangeOf(end)];
  if (!first && !last) return events;
  return [{ from: first?.from ?? -Infinity, to: last?.to ?? Infinity }, ...events];
}

/**
 * The time that date, dateTime, instant, Period and Timing elements cover together, epoch milliseconds; an open end of a Period
 * is infinite. Undefined when there is no date.
 */
export function dateSpan(elements: Elements): InstantRange | undefined {
  const spans = elements.flatMap(spansOf);
  if (spans.length === 0) return undefined;
  const [first, ...others] = spans;
  return others.reduce(
    (hull, { from, to }) => ({ from: Math.min(hull.from, from), to: Math.max(hull.to, to) }),
    first ?? { from: -Infinity, to: Infinity },
  );
}

/** How strings are compared: small letters, one blank, no accents; but `å` is a letter of its own, as `æ` and `ø` are. */
export function normalise(text: string): string {
  const small = text.normalize('NFC').toLowerCase();
  const bare = small.replace(/[^å]+/g, (part) => part.normalize('NFKD').replace(/\p{M}/gu, ''));
  return bare.toLowerCase().replace(/\s+/g, ' ').trim();
}

const stringParts = [
  ...['text', 'family', 'given', 'prefix', 'suffix'],
  ...['line', 'city', 'district', 'state', 'postalCode', 'country'],
] as const;

function stringOf(element: unknown): string[] {
  if (isText(element)) return [element];
  return isJson(element) ? stringParts.flatMap((part) => texts(element[part])) : [];
}

/** The parts of strings, HumanName and Address, normalised. */
export const strings = (elements: Elements): string[] =>
  distinct(elements.flatMap(stringOf).map(normalise)).filter((text) => text !== '');

/** `Type/id` without version or our own base; what stands elsewhere keeps its whole address. Undefined for contained ones. */
export function plainReference(text: string, base?: string): string | undefined {
  const parsed = parseReference(text);
  if (!parsed || parsed.kind === 'contained') return undefined;
  if (parsed.type === undefined || parsed.id === undefined) return text;
  const isOurs = parsed.kind === 'relative' || parsed.base === base?.replace(/\/$/, '');
  return `${isOurs ? '' : `${parsed.base}/`}${parsed.type}/${parsed.id}`;
}

/** What Reference, canonical and uri elements point to; `base` is our own FHIR base. */
export function references(elements: Elements, base?: string): string[] {
  const literal = elements.flatMap((one) => texts(isJson(one) ? one.reference : one));
  const plain = literal.map((text) => plainReference(text, base));
  return distinct(plain.filter((text) => text !== undefined));
}

/** Tokens of the logical identifiers of references, for `:identifier`. */
export const referenceIdentifiers = (elements: Elements): string[] =>
  tokens(elements.flatMap((one) => (isJson(one) ? objects(one.identifier) : [])));

/** Addresses as they are: they are compared exactly. */
export const uris = (elements: Elements): string[] => distinct(elements.filter(isText));
