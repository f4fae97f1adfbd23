/** Values of search parameters as they are written. https://hl7.org/fhir/R4/search.html#ptypes */
import { isId } from './id.ts';
import { dateRange } from './instant.ts';
import {
  type DateValue,
  type NearValue,
  type NumberValue,
  prefixes,
  type ReferenceValue,
  type TokenValue,
  type TypedIdentifier,
} from './search-criterion.ts';
import { splitEscaped, unescaped } from './search-escape.ts';
import { normalise, plainReference } from './search-value.ts';
import { canonicalQuantity, ucum } from './ucum.ts';

const parts = (text: string): string[] => splitEscaped(text, '|').map(unescaped);

/** `code`, `system|code`, `|code` or `system|`. */
export function tokenValue(text: string): TokenValue | undefined {
  const [first = '', second, third] = parts(text);
  if (third !== undefined) return undefined;
  if (second === undefined) return first === '' ? undefined : { code: first };
  if (second === '') return first === '' ? undefined : { system: first };
  return { system: first, code: second };
}

/** An id has no system. */
export const bareToken = (text: string): TokenValue | undefined => {
  const value = tokenValue(text);
  return value?.system === undefined ? value : undefined;
};

/** `system|code|value`, all three. */
export function typedIdentifier(text: string): TypedIdentifier | undefined {
  const [system, code, value, more] = parts(text);
  return system && code && value && more === undefined ? { system, code, value } : undefined;
}

/** Text that is more than blanks. */
export const filled = (text: string): string | undefined =>
  text.trim() === '' ? undefined : unescaped(text);

/** Text of which something is left to compare. */
export const word = (text: string): string | undefined => {
  const value = filled(text);
  return value === undefined || normalise(value) === '' ? undefined : value;
};
/** One letter stands in nearly every string, and no index knows it. */
export const leastInfix = 2;

/** Text of which enough is left to be sought within others. */
export const infix = (text: string): string | undefined => {
  const value = word(text);
  return value === undefined || normalise(value).length < leastInfix ? undefined : value;
};

function prefixed(text: string): [DateValue['prefix'], string] | undefined {
  const found = /^[a-z]{2}/.exec(text)?.[0] ?? 'eq';
  const prefix = prefixes.find((one) => one === found);
  return prefix && [prefix, text.replace(/^[a-z]{2}/, '')];
}

/** A `+` that was not encoded comes as a blank. */
export function dateValue(text: string): DateValue | undefined {
  const [prefix, date] = prefixed(text) ?? [];
  if (prefix === undefined || date === undefined) return undefined;
  try {
    return { prefix, ...dateRange(date.replace(' ', '+')) };
  } catch {
    return undefined;
  }
}

const decimal = /^[+-]?\d{1,30}(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,3}))?$/;

/** `digits` after the point are those of the range's ends: 5.4 is from 5.35, whatever binary fractions make of it. */
function around(number: number, half: number, digits: number): { from: number; to: number } {
  const places = Math.min(Math.max(digits, 0), 100);
  // With 16 digits and more half a unit is lost in a double: the number itself must stay within.
  const least = Math.abs(number) * Number.EPSILON || Number.MIN_VALUE;
  return {
    from: Math.min(Number((number - half).toFixed(places)), number),
    to: Math.max(Number((number + half).toFixed(places)), number + least),
  };
}

/** As written: `100` is 99.5 to 100.5. R4 reads `1e2` as 95 to 105, so a mantissa without a fraction counts as having one digit. */
export function numberValue(text: string): NumberValue | undefined {
  const [prefix, written = ''] = prefixed(text) ?? [];
  const [matched, fraction, exponent] = decimal.exec(written) ?? [];
  const number = Number(matched);
  if (prefix === undefined || matched === undefined) return undefined;
  const shown = fraction?.length ?? (exponent === undefined ? 0 : 1);
  const digits = shown - Number(exponent ?? 0);
  const range = around(number, 0.5 * 10 ** -digits, digits + 1);
  const isBounded = [number, range.from, range.to].every(Number.isFinite);
  return isBounded ? { prefix, number, ...range } : undefined;
}

function canonicalRange(value: NumberValue, code: string): NumberValue['canonical'] {
  const number = canonicalQuantity(value.number, code);
  const from = canonicalQuantity(value.from, code);
  const to = canonicalQuantity(value.to, code);
  if (!number || !from || !to) return undefined;
  return { unit: number.unit, number: number.value, from: from.value, to: to.value };
}

/** `number`, `number|system|code` or `number||code`. A unit of UCUM finds its like in other units too. */
export function quantityValue(text: string): NumberValue | undefined {
  const [digits = '', system, code, more] = parts(text);
  const value = numberValue(digits);
  const isWhole = more === undefined && (system === undefined) === (code === undefined);
  if (!value || !isWhole) return undefined;
  const canonical = system === ucum && code ? canonicalRange(value, code) : undefined;
  return {
    ...value,
    ...(system && { system }),
    ...(code && { code }),
    ...(canonical && { canonical }),
  };
}

const versioned = /\/_history\/([^/]+)$/;

/** `Type/id`, with a version or not, or an absolute address. `type` is what a modifier asks for. */
export function referenceValue(
  text: string,
  type?: string,
  base?: string,
): ReferenceValue | undefined {
  if (isId(text)) return undefined;
  const reference = plainReference(text, base);
  if (reference === undefined) return undefined;
  const isOther = type !== undefined && reference.split('/').at(-2) !== type;
  const [, version] = versioned.exec(text) ?? [];
  if (isOther) return undefined;
  return version === undefined ? { reference } : { reference, version };
}

const number = /^-?\d{1,10}(?:\.\d{1,20})?$/;
const inRange = (text: string | undefined, most: number): number | undefined =>
  text !== undefined && number.test(text) && Math.abs(Number(text)) <= most
    ? Number(text)
    : undefined;
/** R4 leaves it to the server how near is near. */
const nearKm = 10;
const mostKm = 20_100;

function kilometres(text = '', unit = ''): number | undefined {
  if (text === '') return nearKm;
  const metres = number.test(text) ? canonicalQuantity(Number(text), unit || 'km') : undefined;
  return metres?.unit === 'm' && metres.value >= 0
    ? Math.min(metres.value / 1000, mostKm)
    : undefined;
}

/** `latitude|longitude|distance|unit`; 10 km when no distance is given, kilometres when no unit is. */
export function nearValue(text: string): NearValue | undefined {
  const [first, second, distance, unit, more] = parts(text);
  const [latitude, longitude] = [inRange(first, 90), inRange(second, 180)];
  const distanceKm = more === undefined ? kilometres(distance, unit) : undefined;
  if (latitude === undefined || longitude === undefined || distanceKm === undefined) {
    return undefined;
  }
  return { latitude, longitude, distanceKm };
}
