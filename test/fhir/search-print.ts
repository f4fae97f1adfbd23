import { dateRange, formatInstant } from '../../src/fhir/instant.ts';
import type {
  Criterion,
  DateValue,
  NumberValue,
  ReferenceValue,
  TokenValue,
} from '../../src/fhir/search-criterion.ts';

/** A value as it is written. */
export const escaped = (text: string): string => text.replace(/[\\,|$]/g, '\\$&');

const token = ({ system, code }: TokenValue): string =>
  system === undefined ? escaped(code ?? '') : `${escaped(system)}|${escaped(code ?? '')}`;

/** The shortest date that covers just that time; a millisecond always does. */
function date({ prefix, from, to }: DateValue): string {
  const instant = formatInstant(from);
  const zoned = (length: number): string => instant.slice(0, length) + instant.slice(-6);
  const all = [
    instant.slice(0, 4),
    instant.slice(0, 7),
    instant.slice(0, 10),
    zoned(16),
    zoned(19),
  ];
  const digits = [1, 2, 3].map((n) => {
    const fraction = String(((from % 1000) + 1000) % 1000)
      .padStart(3, '0')
      .slice(0, n);
    return `${instant.slice(0, 19)}.${fraction}${instant.slice(-6)}`;
  });
  const found = [...all, ...digits].find((text) => {
    const range = dateRange(text);
    return range.from === from && range.to === to;
  });
  return prefix + (found ?? 'no date');
}

/** The width of the range says how many digits were written. */
function number({ prefix, number, from, to }: NumberValue): string {
  const digits = Math.round(-Math.log10(to - from));
  if (digits >= 0) return prefix + number.toFixed(digits);
  const [mantissa = '', exponent] = number.toExponential().split('e');
  return `${prefix}${Number(mantissa).toFixed(Number(exponent) + digits)}e${exponent}`;
}

const quantity = (value: NumberValue): string => {
  const { system = '', code = '' } = value;
  return system + code === '' ? number(value) : `${number(value)}|${system}|${code}`;
};
const reference = ({ reference, version }: ReferenceValue): string =>
  version === undefined ? reference : `${reference}/_history/${version}`;

const join = <T>(values: readonly T[], print: (value: T) => string): string =>
  values.map(print).join(',');
const modified = (name: string, modifier: string): string =>
  modifier === 'start' || modifier === '' ? name : `${name}:${modifier}`;

/** A criterion as name and value. What terminology and bare ids became is printed plainly. */
export function print(one: Criterion): [string, string] {
  switch (one.kind) {
    case 'missing':
      return [`${one.name}:missing`, String(one.missing)];
    case 'token':
      return [modified(one.name, one.not ? 'not' : ''), join(one.values, token)];
    case 'text':
      return [`${one.name}:text`, join(one.values, escaped)];
    case 'of-type':
      return [
        `${one.name}:of-type`,
        join(one.values, ({ system, code, value }) => [system, code, value].map(escaped).join('|')),
      ];
    case 'string':
      return [modified(one.name, one.match), join(one.values, escaped)];
    case 'reference':
      return [one.name, join(one.values, reference)];
    case 'reference-identifier':
      return [`${one.name}:identifier`, join(one.values, token)];
    case 'date':
      return [one.name, join(one.values, date)];
    case 'number':
      return [one.name, join(one.values, number)];
    case 'quantity':
      return [one.name, join(one.values, quantity)];
    case 'uri':
      return [
        modified(one.name, one.match === 'exact' ? '' : one.match),
        join(one.values, escaped),
      ];
    case 'composite':
      return [one.name, join(one.values, (parts) => parts.map((part) => print(part)[1]).join('$'))];
    case 'near':
      return [
        one.name,
        join(one.values, (at) => `${at.latitude}|${at.longitude}|${at.distanceKm}|km`),
      ];
    case 'chain': {
      const [way] = one.through;
      if (!way) return ['', ''];
      const [rest, value] = print(way.criterion);
      return [`${one.name}:${way.type}.${rest}`, value];
    }
    case 'has': {
      const [rest, value] = print(one.criterion);
      return [`_has:${one.source}:${one.reference}:${rest}`, value];
    }
    default:
      return one satisfies never;
  }
}
