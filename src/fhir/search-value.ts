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

/** A Period that ends before it starts is taken for its start: no index knows a time that runs backwards. */
const spanBetween = (first?: InstantRange, last?: InstantRange): InstantRange => {
  const from = first?.from ?? -Infinity;
  return { from, to: Math.max(last?.to ?? Infinity, first?.to ?? -Infinity) };
};

function spansOf(element: unknown): InstantRange[] {
  if (!isJson(element)) return [rangeOf(element)].filter((span) => span !== undefined);
  const { start, end, event, repeat } = element;
  const bounds = isJson(repeat) ? objects(repeat.boundsPeriod).flatMap(spansOf) : [];
  const events = [...texts(event).flatMap(spansOf), ...bounds];
  const [first, last] = [rangeOf(start), rangeOf(end)];
  return first || last ? [spanBetween(first, last), ...events] : events;
}

/** The times that date, dateTime, instant, Period and Timing elements cover, epoch milliseconds; an open end is infinite. */
export const dateSpans = (elements: Elements): InstantRange[] => elements.flatMap(spansOf);

/** The time that some spans cover together, and whatever lies between; undefined when there are none. */
export function hullOf([first, ...others]: readonly InstantRange[]): InstantRange | undefined {
  if (!first) return undefined;
  return others.reduce(
    (hull, { from, to }) => ({ from: Math.min(hull.from, from), to: Math.max(hull.to, to) }),
    first,
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

/** The parts of strings, HumanName and Address as they are written, for `:exact`. */
export const rawStrings = (elements: Elements): string[] =>
  distinct(elements.flatMap(stringOf)).filter((text) => text !== '');

const normalised = (all: readonly string[]): string[] =>
  distinct(all.map(normalise)).filter((text) => text !== '');

/** The parts of strings, HumanName and Address, normalised. */
export const strings = (elements: Elements): string[] => normalised(elements.flatMap(stringOf));

function displayOf(element: unknown): string[] {
  if (!isJson(element)) return [];
  const { text, display, coding, type } = element;
  return [...texts(text), ...texts(display), ...objects(coding), ...objects(type)].flatMap((one) =>
    isText(one) ? one : displayOf(one),
  );
}

/** What is shown of codes, references and the types of identifiers, normalised, for `:text`. */
export const displays = (elements: Elements): string[] => normalised(elements.flatMap(displayOf));

/** `system|value` of identifiers by the `system|code` of each type that they have, for `:of-type`. */
export const typedIdentifiers = (elements: Elements): { type: string; token: string }[] =>
  elements.filter(isJson).flatMap((one) => {
    const types = isJson(one.type) ? tokenOf({ coding: one.type.coding ?? [] }) : [];
    return types.flatMap((type) =>
      tokenOf({ ...one, type: undefined }).map((token) => ({ type, token })),
    );
  });

/** `Type/id` without version or our own base; what stands elsewhere keeps its whole address. Undefined for contained ones. */
export function plainReference(text: string, base?: string): string | undefined {
  const parsed = parseReference(text);
  if (!parsed || parsed.kind === 'contained') return undefined;
  if (parsed.type === undefined || parsed.id === undefined) return text;
  const isOurs = parsed.kind === 'relative' || parsed.base === base?.replace(/\/$/, '');
  return `${isOurs ? '' : `${parsed.base}/`}${parsed.type}/${parsed.id}`;
}

const literals = (elements: Elements): string[] =>
  elements.flatMap((one) => texts(isJson(one) ? one.reference : one));

/** A canonical address is also asked for without the version behind its bar. */
const withoutCanonicalVersion = (text: string): string[] =>
  text.includes('|') ? [text, text.slice(0, text.indexOf('|'))] : [text];

/** What Reference, canonical and uri elements point to; `base` is our own FHIR base. */
export function references(elements: Elements, base?: string): string[] {
  const plain = literals(elements).map((text) => plainReference(text, base));
  return distinct(plain.filter((text) => text !== undefined).flatMap(withoutCanonicalVersion));
}

const versioned = /\/_history\/[^/]+$/;

/** Those of them that name a version: `Type/id/_history/3`. */
export const versionedReferences = (elements: Elements, base?: string): string[] =>
  literals(elements).flatMap((text) => {
    const version = versioned.exec(text)?.[0];
    const plain = version === undefined ? undefined : plainReference(text, base);
    return plain === undefined ? [] : `${plain}${version}`;
  });

/** Tokens of the logical identifiers of references, for `:identifier`. */
export const referenceIdentifiers = (elements: Elements): string[] =>
  tokens(elements.flatMap((one) => (isJson(one) ? objects(one.identifier) : [])));

/** Addresses as they are: they are compared exactly. A canonical one also without its version. */
export const uris = (elements: Elements): string[] =>
  distinct(elements.filter(isText).flatMap(withoutCanonicalVersion));

/** A position, or an extension that has its degrees as parts. */
function degreesIn(element: Json): Json {
  const { extension } = element;
  if (!Array.isArray(extension)) return element;
  const parts = extension.filter(isJson).map(({ url, valueDecimal }) => [url, valueDecimal]);
  return { ...Object.fromEntries(parts), ...element };
}

/** Longitudes and latitudes of positions, in degrees. */
export const positions = (elements: Elements): { latitude: number; longitude: number }[] =>
  elements.filter(isJson).flatMap((element) => {
    const { latitude, longitude } = degreesIn(element);
    const isPlace = typeof latitude === 'number' && typeof longitude === 'number';
    return isPlace ? { latitude, longitude } : [];
  });
