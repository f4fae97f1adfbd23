/** Numbers, quantities and places compared. https://hl7.org/fhir/R4/search.html#quantity */
import type { NearValue, NumberValue } from '../fhir/search-criterion.ts';
import { canonicalUnit, latitudeUnit } from './index-part.ts';
import { anyOf, type Bind } from './predicate.ts';
import { sqlText } from './sql-name.ts';

/** What is asked, in the unit that it is compared in. `near` is how far off is still about equal. */
interface Asked extends Pick<NumberValue, 'prefix' | 'number' | 'from' | 'to'> {
  readonly near: number;
}

const about = 0.1;

/** About equal is within a tenth of the number as it was written. */
function asWritten({ prefix, number, from, to }: NumberValue): Asked {
  return { prefix, number, from, to, near: Math.abs(number) * about };
}

/** The same in base units, whose zero may be elsewhere. */
function inBaseUnits(value: NumberValue, canonical: NonNullable<NumberValue['canonical']>): Asked {
  const { number, from, to } = canonical;
  const scale = (to - from) / (value.to - value.from);
  const near = asWritten(value).near * (Number.isFinite(scale) ? Math.abs(scale) : 1);
  return { prefix: value.prefix, number, from, to, near };
}

type Row = { readonly low: string; readonly high: string };

/** R4's range logic. Only `eq` and `ne` go by the digits that were written; the others take the number as exact. */
const compare: Record<
  NumberValue['prefix'],
  (row: Row, asked: Asked, n: (value: number) => string) => string
> = {
  eq: ({ low, high }, { from, to }, n) =>
    `(${low} >= ${n(from)} and ${low} < ${n(to)} and ${high} < ${n(to)})`,
  ne: ({ low, high }, { from, to }, n) => `not (${low} >= ${n(from)} and ${high} < ${n(to)})`,
  gt: ({ high }, { number }, n) => `${high} > ${n(number)}`,
  ge: ({ high }, { number }, n) => `${high} >= ${n(number)}`,
  lt: ({ low }, { number }, n) => `${low} < ${n(number)}`,
  le: ({ low }, { number }, n) => `${low} <= ${n(number)}`,
  sa: ({ low, high }, { number }, n) => `(${low} > ${n(number)} and ${high} > ${n(number)})`,
  eb: ({ low, high }, { number }, n) => `(${high} < ${n(number)} and ${low} < ${n(number)})`,
  ap: ({ low, high }, { number, near }, n) =>
    `(${low} <= ${n(number + near)} and ${high} >= ${n(number - near)})`,
};

const numberOf =
  (bind: Bind) =>
  (value: number): string =>
    `${bind(value)}::float8`;

function partTest(value: NumberValue, bind: Bind): string {
  const n = numberOf(bind);
  const { canonical, system = '', code = '' } = value;
  if (canonical) {
    const row = { low: "(part->>'cl')::float8", high: "(part->>'ch')::float8" };
    const asked = inBaseUnits(value, canonical);
    return `(part->>'cu' = ${bind(canonical.unit)} and ${compare[value.prefix](row, asked, n)})`;
  }
  const row = { low: "(part->>'l')::float8", high: "(part->>'h')::float8" };
  const test = compare[value.prefix](row, asWritten(value), n);
  const unit = system === '' ? code : `${system}|${code}`;
  return unit === '' ? test : `(part->'u' ? ${bind(unit)} and ${test})`;
}

/** Numbers and quantities of a JSON list. */
export const numberTest =
  (list: string, values: readonly NumberValue[]) =>
  (bind: Bind): string => {
    const tests = values.map((value) => partTest(value, bind));
    return `exists (select from jsonb_array_elements(${list}) part where ${anyOf(tests)})`;
  };

/** Rows of the number table among which all matches are. */
export function numberRows(name: string, value: NumberValue, bind: Bind): string {
  const { canonical } = value;
  const unit = canonical ? bind(canonicalUnit(canonical.unit)) : sqlText('');
  const asked = canonical ? inBaseUnits(value, canonical) : asWritten(value);
  const test = compare[value.prefix]({ low: 'low', high: 'high' }, asked, numberOf(bind));
  return `param = ${sqlText(name)} and unit = ${unit} and ${test}`;
}

const earthKm = 6_371;
const degreeKm = (Math.PI * earthKm) / 180;

/** Places of a JSON list, by the great circle. */
export const nearTest =
  (list: string, values: readonly NearValue[]) =>
  (bind: Bind): string => {
    const n = numberOf(bind);
    const tests = values.map(({ latitude, longitude, distanceKm }) => {
      const at = ["(place->>'latitude')::float8", "(place->>'longitude')::float8"];
      const half = (of: string | undefined, to: number): string =>
        `power(sind((${of} - ${n(to)}) / 2), 2)`;
      const chord = `${half(at[0], latitude)} + cosd(${n(latitude)}) * cosd(${at[0]}) * ${half(at[1], longitude)}`;
      return `${2 * earthKm} * asin(sqrt(least(1, ${chord}))) <= ${n(distanceKm)}`;
    });
    return `exists (select from jsonb_array_elements(${list}) place where ${anyOf(tests)})`;
  };

/** Rows of the number table as far north or south. */
export function nearRows(name: string, { latitude, distanceKm }: NearValue, bind: Bind): string {
  const n = numberOf(bind);
  // A little more than the distance: the circle itself decides.
  const off = (distanceKm / degreeKm) * 1.01;
  return `param = ${sqlText(name)} and unit = ${sqlText(latitudeUnit)} and low >= ${n(latitude - off)} and low <= ${n(latitude + off)}`;
}
