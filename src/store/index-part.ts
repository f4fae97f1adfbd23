/** What of a resource is compared by size, place or together: kept as JSON in one column, by parameter. */

import { compilePath } from '../fhir/path.ts';
import { type Amount, amounts } from '../fhir/search-amount.ts';
import type { SearchParam } from '../fhir/search-param.ts';
import { dateSpans, positions } from '../fhir/search-value.ts';
import { type Setting, textsOf } from './index-text.ts';

/** A number by which a resource is found over the whole population. `unit` is empty for the number as it was written. */
export interface NumberLink {
  readonly param: string;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
}

type Elements = readonly unknown[];

/** JSON has no infinity; PostgreSQL reads it from text. */
const finite = (value: number): number | string => (Number.isFinite(value) ? value : `${value}`);

const amountPart = ({ low, high, units, canonical }: Amount) => ({
  ...{ l: finite(low), h: finite(high), u: units },
  ...(canonical && { cu: canonical.unit, cl: finite(canonical.low), ch: finite(canonical.high) }),
});

/** Before and after every date, epoch milliseconds: a path in JSON compares numbers alone. */
export const endlessMs = 1e18;

/** Spans of a date as pairs of epoch milliseconds. */
export const spanParts = (elements: Elements): number[][] =>
  dateSpans(elements).map(({ from, to }) => [Math.max(from, -endlessMs), Math.min(to, endlessMs)]);

/** Rows of base units have the unit behind this sign, so that no unit as it was written is taken for one. */
export const canonicalUnit = (unit: string): string => `=${unit}`;
/** The unit of the rows of positions. */
export const latitudeUnit = 'latitude';

const numberLinks = (param: string, found: readonly Amount[]): NumberLink[] =>
  found.flatMap(({ low, high, canonical }) => [
    { param, unit: '', low, high },
    ...(canonical ? [{ ...canonical, param, unit: canonicalUnit(canonical.unit) }] : []),
  ]);

/** What the JSON column holds of a parameter, and its number rows. */
export interface Part {
  readonly value: readonly unknown[];
  readonly numbers: readonly NumberLink[];
}

type ReadPart = (resource: unknown) => Part;

const amountReader =
  (name: string, path: (resource: unknown) => Elements): ReadPart =>
  (resource) => {
    const found = amounts(path(resource));
    return { value: found.map(amountPart), numbers: numberLinks(name, found) };
  };

const placeReader =
  (name: string, path: (resource: unknown) => Elements): ReadPart =>
  (resource) => {
    const found = positions(path(resource));
    const numbers = found.map(({ latitude }) => ({
      ...{ param: name, unit: latitudeUnit, low: latitude, high: latitude },
    }));
    return { value: found, numbers };
  };

const componentValues: Partial<
  Record<SearchParam['type'], (elements: Elements, setting: Setting) => readonly unknown[]>
> = {
  ...textsOf,
  date: spanParts,
  number: (elements) => amounts(elements).map(amountPart),
  quantity: (elements) => amounts(elements).map(amountPart),
};

/** Each element that has all components, as the list of their values: so no two elements are mixed. */
const compositeReader = (
  { components = [] }: SearchParam,
  path: (resource: unknown) => Elements,
  setting: Setting,
): ReadPart => {
  const readers = components.map(({ type, expression }) => {
    const component = compilePath(expression);
    return (element: unknown) => componentValues[type]?.(component(element), setting) ?? [];
  });
  return (resource) => {
    const rows = path(resource).map((element) => readers.map((read) => read(element)));
    return { value: rows.filter((row) => row.every(({ length }) => length > 0)), numbers: [] };
  };
};

/** Compiles the reader of a parameter that is kept as JSON. */
export function partReader(name: string, param: SearchParam, setting: Setting): ReadPart {
  const path = compilePath(param.expression);
  if (param.type === 'composite') return compositeReader(param, path, setting);
  return (param.type === 'special' ? placeReader : amountReader)(name, path);
}
