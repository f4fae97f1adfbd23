/** Numbers and quantities as search compares them. https://hl7.org/fhir/R4/search.html#quantity */
import { canonicalQuantity, ucum } from './ucum.ts';

/** From `low` to `high`, both included; one number when they are equal, infinite where an end is open. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** A number or quantity. `units` are the ways to ask for its unit: `code`, `unit`, `system|`, `system|code`. */
export interface Amount extends Span {
  readonly units: readonly string[];
  /** In UCUM base units, where its unit is of UCUM. */
  readonly canonical?: Span & { readonly unit: string };
}

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const currencies = 'urn:iso:std:iso:4217';

function unitsOf({ system, code, unit, currency }: Json): string[] {
  const ofCurrency = typeof currency === 'string';
  const [space, name] = ofCurrency ? [currencies, currency] : [text(system), text(code)];
  const whole = space === '' ? [] : [`${space}|`, ...(name === '' ? [] : [`${space}|${name}`])];
  return [...new Set([name, text(unit), ...whole])].filter((one) => one !== '');
}

function canonicalSpan({ low, high }: Span, { system, code }: Json): Amount['canonical'] {
  if (system !== ucum || typeof code !== 'string') return undefined;
  const at = (end: number) => (Number.isFinite(end) ? canonicalQuantity(end, code) : undefined);
  const first = at(low);
  const last = low === high ? first : at(high);
  const unit = (first ?? last)?.unit;
  return unit === undefined
    ? undefined
    : { unit, low: first?.value ?? -Infinity, high: last?.value ?? Infinity };
}

function amount(span: Span, unit: Json): Amount {
  const canonical = canonicalSpan(span, unit);
  return { ...span, units: unitsOf(unit), ...(canonical && { canonical }) };
}

/** `<5` is everything up to 5. */
const open: Readonly<Record<string, (value: number) => Span>> = {
  '<': (value) => ({ low: -Infinity, high: value }),
  '<=': (value) => ({ low: -Infinity, high: value }),
  '>': (value) => ({ low: value, high: Infinity }),
  '>=': (value) => ({ low: value, high: Infinity }),
};

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

function quantity(element: Json): Amount[] {
  const { value, comparator } = element;
  if (!isNumber(value)) return [];
  return [amount(open[text(comparator)]?.(value) ?? { low: value, high: value }, element)];
}

function range(low: unknown, high: unknown): Amount[] {
  const [from, to] = [low, high].map((end) =>
    isJson(end) && isNumber(end.value) ? end : undefined,
  );
  if (!from && !to) return [];
  const span = { low: Number(from?.value ?? -Infinity), high: Number(to?.value ?? Infinity) };
  return span.low > span.high ? [] : [amount(span, from ?? to ?? {})];
}

/** From the least to the greatest of the samples. */
function sampled({ origin, factor, data }: Json): Amount[] {
  if (!isJson(origin) || typeof data !== 'string') return [];
  const scale = isNumber(factor) ? factor : 1;
  const zero = isNumber(origin.value) ? origin.value : 0;
  const span = { low: Infinity, high: -Infinity };
  for (const word of data.split(' ')) {
    const value = zero + Number(word || Number.NaN) * scale;
    if (value < span.low) span.low = value;
    if (value > span.high) span.high = value;
  }
  return span.low > span.high ? [] : [amount(span, origin)];
}

function amountsOf(element: unknown): Amount[] {
  if (isNumber(element)) return [{ low: element, high: element, units: [] }];
  if (!isJson(element)) return [];
  if (element.data !== undefined) return sampled(element);
  return 'value' in element ? quantity(element) : range(element.low, element.high);
}

/** Numbers, Quantity and its kin, Money, Range and SampledData. */
export const amounts = (elements: readonly unknown[]): Amount[] => elements.flatMap(amountsOf);
