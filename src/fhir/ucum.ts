/** Units of measure. https://ucum.org */

/** A quantity in base units; equal quantities have equal `unit`, whatever they were written in. */
export interface Canonical {
  readonly value: number;
  /** Such as `g.m-3`. */
  readonly unit: string;
}

/** The quantity in base units; undefined when the code is no UCUM or has no fixed relation to others. */
export function canonicalQuantity(_value: number, _code: string): Canonical | undefined {
  return undefined;
}
