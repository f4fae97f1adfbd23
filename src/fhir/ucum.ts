/** Units of measure. https://ucum.org */
import { createRequire } from 'node:module';

/** A quantity in base units; equal quantities have equal `unit`, whatever they were written in. */
export interface Canonical {
  readonly value: number;
  /** Such as `g.m-3`; `mol` and `eq` are kept, although UCUM takes them for mere numbers. */
  readonly unit: string;
}

/** The code system of UCUM. */
export const ucum = 'http://unitsofmeasure.org';

/** What the library knows of a unit; its own package has no types. */
interface Unit {
  readonly magnitude_: number;
  readonly dim_?: { readonly dimVec_?: readonly number[] | null } | null;
  readonly cnv_: string | null;
  readonly isArbitrary_: boolean;
  readonly moleExp_: number;
  readonly equivalentExp_: number;
}
interface Library {
  readonly utilities: {
    readonly uStrParser_: {
      readonly parseString: (code: string, mode: 'validate') => [Unit | null, string | null];
    };
    readonly convertToBaseUnits: (code: string, value: number) => { magnitude?: number };
  };
  readonly tables: { readonly getUnitByCode: (code: string) => Unit | undefined };
}

let library: Library | undefined;

function load(): Library {
  const { UcumLhcUtils, UnitTables } = createRequire(import.meta.url)('@lhncbc/ucum-lhc');
  return { utilities: UcumLhcUtils.getInstance(), tables: UnitTables.getInstance() };
}

/** Its tables take 50 ms to read, which a house without quantities never spends. */
function loaded(): Library {
  library ??= load();
  return library;
}

/** The parser itself: what stands above it prints what it trips over, and that is a client's text. */
function unitOf(code: string): Unit | undefined {
  const { utilities, tables } = loaded();
  const simple = tables.getUnitByCode(code);
  if (simple) return simple;
  try {
    const [unit, text] = utilities.uStrParser_.parseString(code, 'validate');
    // A near miss, such as a wrong case, is answered as what it may have meant.
    return text === code && unit ? unit : undefined;
  } catch {
    return undefined;
  }
}

/** `value * scale + offset` is the value in `unit`. */
interface Conversion {
  readonly scale: number;
  readonly offset: number;
  readonly unit: string;
}

/** In the order of the library's dimensions. */
const bases = ['m', 's', 'g', 'rad', 'K', 'C', 'cd'] as const;
const avogadro = 6.0221367e23;
/** Special units that are straight lines; logarithms such as pH and dB keep their own code. */
const straight: ReadonlySet<string> = new Set(['cel', 'degf', 'degre']);

function unitText({ dim_, moleExp_, equivalentExp_ }: Unit): string {
  const exponents = bases.map((name, at) => [name, dim_?.dimVec_?.[at] ?? 0] as const);
  const all = [...exponents, ['mol', moleExp_] as const, ['eq', equivalentExp_] as const];
  const parts = all.filter(([, exponent]) => exponent !== 0);
  const texts = parts.map(([name, exponent]) => (exponent === 1 ? name : `${name}${exponent}`));
  return texts.sort().join('.') || '1';
}

function special(code: string, { cnv_ }: Unit, unit: string): Conversion | undefined {
  if (!straight.has(cnv_?.toLowerCase() ?? '')) return undefined;
  const offset = loaded().utilities.convertToBaseUnits(code, 0).magnitude;
  const atThousand = loaded().utilities.convertToBaseUnits(code, 1000).magnitude;
  if (offset === undefined || atThousand === undefined) return undefined;
  return { scale: (atThousand - offset) / 1000, offset, unit };
}

function conversionOf(code: string): Conversion | undefined {
  const unit = unitOf(code);
  if (!unit || unit.isArbitrary_) return undefined;
  const text = unitText(unit);
  if (unit.cnv_ !== null) return special(code, unit, text);
  const scale = unit.magnitude_ / avogadro ** (unit.moleExp_ + unit.equivalentExp_);
  // A high power is more than a number can hold.
  return scale > 1e-250 && scale < 1e250 ? { scale, offset: 0, unit: text } : undefined;
}

const grammar = /^[!-~]{1,60}$/;
const mostKnown = 2_000;
const known = new Map<string, Conversion | undefined>();

/** A client may make up codes: the oldest is forgotten. */
function remembered(code: string): Conversion | undefined {
  if (known.has(code)) return known.get(code);
  const found = grammar.test(code) ? conversionOf(code) : undefined;
  const oldest = known.size >= mostKnown ? known.keys().next().value : undefined;
  if (oldest !== undefined) known.delete(oldest);
  known.set(code, found);
  return found;
}

/**
 * The quantity in base units, to 12 digits; undefined when the code is no UCUM or has no fixed relation to others, as
 * international units and logarithms.
 */
export function canonicalQuantity(value: number, code: string): Canonical | undefined {
  const found = code.length > 60 ? undefined : remembered(code);
  if (!found) return undefined;
  const exact = value * found.scale + found.offset;
  if (!Number.isFinite(exact)) return undefined;
  return { value: Number(exact.toPrecision(12)), unit: found.unit };
}

/** Whether the code is a unit, those without a fixed relation to others with them. */
export const isUnit = (code: string): boolean => grammar.test(code) && unitOf(code) !== undefined;
