/** Values of search parameters by type. https://hl7.org/fhir/R4/search.html#ptypes */
import { isId } from './id.ts';
import { dateRange } from './instant.ts';
import { splitEscaped, unescaped } from './search-escape.ts';
import type { SearchParam } from './search-param.ts';
import { plainReference } from './search-value.ts';

export const prefixes = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap'] as const;
type Prefix = (typeof prefixes)[number];

/** `{code}` any system; `{system: ''}` none; `{system}` alone any code of it. */
export interface TokenValue {
  readonly system?: string;
  readonly code?: string;
}
/** Half-open, epoch milliseconds. */
export interface DateValue {
  readonly prefix: Prefix;
  readonly from: number;
  readonly to: number;
}
/** `from` and `to` are half a unit of the last digit around `number`, as R4 asks of `eq`. */
export interface NumberValue extends TokenValue {
  readonly prefix: Prefix;
  readonly number: number;
  readonly from: number;
  readonly to: number;
  /** The same in UCUM base units, where the unit is of UCUM. */
  readonly canonical?: {
    readonly unit: string;
    readonly number: number;
    readonly from: number;
    readonly to: number;
  };
}
/** `reference` is `Type/id` or an absolute address, as `references` indexes it; `version` where one was asked for. */
export interface ReferenceValue {
  readonly reference: string;
  readonly version?: string;
}
/** An identifier by the type that it has. */
export interface TypedIdentifier {
  readonly system: string;
  readonly code: string;
  readonly value: string;
}
/** A circle on the globe. */
export interface NearValue {
  readonly latitude: number;
  readonly longitude: number;
  readonly distanceKm: number;
}

/** One parameter as it was asked: its values are alternatives, the criteria of a search all hold. */
export type Criterion = { readonly name: string } & (
  | { readonly kind: 'missing'; readonly missing: boolean }
  | { readonly kind: 'token'; readonly not: boolean; readonly values: readonly TokenValue[] }
  /** `:text` of a token or reference: what its display begins with. */
  | { readonly kind: 'text'; readonly values: readonly string[] }
  | { readonly kind: 'of-type'; readonly values: readonly TypedIdentifier[] }
  | {
      readonly kind: 'string';
      readonly match: 'start' | 'exact' | 'contains';
      readonly values: readonly string[];
    }
  | { readonly kind: 'reference'; readonly values: readonly ReferenceValue[] }
  | { readonly kind: 'reference-identifier'; readonly values: readonly TokenValue[] }
  | { readonly kind: 'date'; readonly values: readonly DateValue[] }
  | { readonly kind: 'number' | 'quantity'; readonly values: readonly NumberValue[] }
  | {
      readonly kind: 'uri';
      readonly match: 'exact' | 'above' | 'below';
      readonly values: readonly string[];
    }
  /** Each value has one criterion for each component, in their order; their `name` is the component's. */
  | { readonly kind: 'composite'; readonly values: readonly (readonly Criterion[])[] }
  /** What `name` refers to is of one of these types and meets its criterion. */
  | { readonly kind: 'chain'; readonly through: readonly Through[] }
  /** A resource of type `source` refers to this one by `reference` and meets the criterion. */
  | {
      readonly kind: 'has';
      readonly source: string;
      readonly reference: string;
      readonly criterion: Criterion;
    }
  | { readonly kind: 'near'; readonly values: readonly NearValue[] }
);

/** One way of a chain. */
export interface Through {
  readonly type: string;
  readonly criterion: Criterion;
}

function tokenValue(text: string): TokenValue | undefined {
  const [first = '', second, third] = splitEscaped(text, '|').map(unescaped);
  if (third !== undefined) return undefined;
  if (second === undefined) return first === '' ? undefined : { code: first };
  if (second === '') return first === '' ? undefined : { system: first };
  return { system: first, code: second };
}

function prefixed(text: string): [Prefix, string] | undefined {
  const found = /^[a-z]{2}/.exec(text)?.[0] ?? 'eq';
  const prefix = prefixes.find((one) => one === found);
  return prefix && [prefix, text.replace(/^[a-z]{2}/, '')];
}

/** A `+` that was not encoded comes as a blank. */
function dateValue(text: string): DateValue | undefined {
  const [prefix, date] = prefixed(text) ?? [];
  if (prefix === undefined || date === undefined) return undefined;
  try {
    return { prefix, ...dateRange(date.replace(' ', '+')) };
  } catch {
    return undefined;
  }
}

const decimal = /^[+-]?\d{1,30}(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,3}))?$/;

function numberValue(text: string): NumberValue | undefined {
  const [prefix, digits = ''] = prefixed(text) ?? [];
  const [matched, fraction = '', exponent = '0'] = decimal.exec(digits) ?? [];
  const number = Number(matched);
  if (prefix === undefined || !Number.isFinite(number)) return undefined;
  const half = 0.5 * 10 ** (Number(exponent) - fraction.length);
  return { prefix, number, from: number - half, to: number + half };
}

function quantityValue(text: string): NumberValue | undefined {
  const [digits = '', system, code] = splitEscaped(text, '|').map(unescaped);
  const value = numberValue(digits);
  return value && { ...value, ...(system && { system }), ...(code && { code }) };
}

/** `type` is the one that a modifier names, or that of a bare id. */
function referenceValue(text: string, type?: string, base?: string): ReferenceValue | undefined {
  if (isId(text)) return type === undefined ? undefined : { reference: `${type}/${text}` };
  const reference = plainReference(text, base);
  if (reference === undefined) return undefined;
  const isOther = type !== undefined && reference.split('/').at(-2) !== type;
  return isOther ? undefined : { reference };
}

/** What stands behind a name: its modifier, its values and our own base. */
interface Asked {
  readonly name: string;
  readonly modifier: string;
  readonly texts: readonly string[];
  readonly base?: string | undefined;
}

function all<T>(texts: readonly string[], read: (text: string) => T | undefined): T[] | undefined {
  const values = texts.map(read).filter((value) => value !== undefined);
  return values.length === texts.length && values.length > 0 ? values : undefined;
}

const filled = (text: string): string | undefined =>
  text.trim() === '' ? undefined : unescaped(text);

function readReference(asked: Asked, { target }: SearchParam): Criterion | undefined {
  const { name, modifier, texts, base } = asked;
  if (modifier === 'identifier') {
    const values = all(texts, tokenValue);
    return values && { kind: 'reference-identifier', name, values };
  }
  const values = all(texts, (text) => {
    const plain = unescaped(text);
    const assumed = isId(plain) ? target?.[0] : undefined;
    return referenceValue(plain, modifier === '' ? assumed : modifier, base);
  });
  return values && { kind: 'reference', name, values };
}

type Reader = (asked: Asked, param: SearchParam) => Criterion | undefined;

const simple =
  <K extends 'date' | 'number' | 'quantity' | 'uri', T>(
    kind: K,
    read: (text: string) => T | undefined,
    make: (kind: K, name: string, values: T[]) => Criterion,
  ): Reader =>
  ({ name, texts }) => {
    const values = all(texts, read);
    return values && make(kind, name, values);
  };

/** How to read each type; undefined when a value is not of that type. The modifier has been checked. */
const readers: Readonly<Record<SearchParam['type'], Reader>> = {
  token: ({ name, modifier, texts }) => {
    const values = all(texts, tokenValue);
    return values && { kind: 'token', name, not: modifier === 'not', values };
  },
  string: ({ name, modifier, texts }) => {
    const values = all(texts, filled);
    const match = modifier === 'exact' || modifier === 'contains' ? modifier : 'start';
    return values && { kind: 'string', name, match, values };
  },
  reference: readReference,
  date: simple('date', dateValue, (kind, name, values) => ({ kind, name, values })),
  number: simple('number', numberValue, (kind, name, values) => ({ kind, name, values })),
  quantity: simple('quantity', quantityValue, (kind, name, values) => ({ kind, name, values })),
  uri: simple('uri', filled, (kind, name, values) => ({ kind, name, match: 'exact', values })),
  composite: () => undefined,
  special: () => undefined,
};

/** Modifiers that each type takes, beside none; a reference also takes the types it may name. */
export const modifiers: Readonly<Record<SearchParam['type'], readonly string[]>> = {
  ...{ token: ['missing', 'not'], string: ['missing', 'exact', 'contains'] },
  ...{ reference: ['missing', 'identifier'], date: ['missing'], uri: ['missing'] },
  ...{ number: ['missing'], quantity: ['missing'], composite: ['missing'], special: ['missing'] },
};

/** One criterion; undefined when a value cannot be read. */
export function readCriterion(asked: Asked, param: SearchParam): Criterion | undefined {
  if (asked.modifier !== 'missing') return readers[param.type](asked, param);
  const [text] = asked.texts;
  if (asked.texts.length !== 1 || (text !== 'true' && text !== 'false')) return undefined;
  return { kind: 'missing', name: asked.name, missing: text === 'true' };
}
