import type { Quantity } from '@medplum/fhirtypes';
import type { Measure, Measured } from '../../../mappings/codes/measure.ts';
import { unitNames } from '../../../mappings/codes/measure-synonyms.ts';
import { type Issue, issue } from '../../fhir/outcome.ts';
import { canonicalQuantity, ucum } from '../../fhir/ucum.ts';

/** A number, or what keeps it from being read. */
export type Read = { readonly value: number } | { readonly issue: Issue };

const badUnit = ({ unitText }: Measured, expression: string): Read => ({
  issue: issue({
    ...{ code: 'value', key: 'measure-unit', expression },
    text: {
      da: `Enheden kan ikke bruges her. Den skal være ${unitText} eller kunne regnes om til det (UCUM).`,
      en: `The unit cannot be used here. It must be ${unitText}, or one that can be converted to it (UCUM).`,
    },
  }),
});

const badNumber = (expression: string): Read => ({
  issue: issue({
    ...{ code: 'required', key: 'measure-value', expression },
    text: {
      da: 'Her skal stå ét tal, uden < eller >.',
      en: 'One number is required here, without < or >.',
    },
  }),
});

/** The unit's UCUM code; a unit in words is taken where it can mean one thing only. */
function unitOf({ system, code, unit }: Quantity): string | undefined {
  if (code !== undefined) return system === ucum ? code : undefined;
  return unit !== undefined && Object.hasOwn(unitNames, unit) ? unitNames[unit] : undefined;
}

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** Both units are straight lines to the same base, also where one begins elsewhere, as degrees do. */
function converted(value: number, from: string, { unit, decimals }: Measured): number | undefined {
  const [given, zero, one] = [
    canonicalQuantity(value, from),
    canonicalQuantity(0, unit),
    canonicalQuantity(1, unit),
  ];
  if (!given || !zero || !one || given.unit !== one.unit) return undefined;
  return rounded((given.value - zero.value) / (one.value - zero.value), decimals);
}

/** The number in the unit that it is kept in: as it was written where it was in that unit. */
export function readQuantity(
  quantity: Quantity | undefined,
  measured: Measured,
  { factors = {} }: Pick<Measure, 'factors'>,
  expression: string,
): Read {
  const { value, comparator } = quantity ?? {};
  if (value === undefined || comparator !== undefined) return badNumber(expression);
  const unit = unitOf(quantity ?? {});
  if (unit === undefined) return badUnit(measured, expression);
  if (unit === measured.unit) return { value };
  const factor = Object.hasOwn(factors, unit) ? factors[unit] : undefined;
  const made =
    factor === undefined
      ? converted(value, unit, measured)
      : rounded(value * factor, measured.decimals);
  return made === undefined ? badUnit(measured, expression) : { value: made };
}
