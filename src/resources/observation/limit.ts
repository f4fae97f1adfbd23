/** What the numbers of a measurement should lie within: by the citizen's own plan, else by the municipality. */
import type { Observation, Quantity, ServiceRequest } from '@medplum/fhirtypes';
import { type Measured, measuredNumber } from '../../../mappings/codes/measure.ts';
import { meantBy } from '../../../mappings/codes/measure-synonyms.ts';
import { limitUrl } from '../../../mappings/element/measure-limit.ts';
import type { Monitoring } from '../municipality.ts';
import { readQuantity } from './quantity.ts';
import { type Kind, measureOf } from './read.ts';

interface Limit {
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

const kindOf = ({ code }: Pick<Observation, 'code'>): Kind | undefined =>
  code?.coding?.map(meantBy).find((one) => one)?.kind;

/** An end of a range in the unit that the number is kept in; one in a unit of something else bounds nothing. */
function endOf(end: Quantity | undefined, measured: Measured, kind: Kind): number | undefined {
  const read = end && readQuantity(end, measured, measureOf(kind), 'range');
  return read && 'value' in read ? read.value : undefined;
}

/** What a plan says of one number; undefined where it says nothing. */
function ownLimit(
  { extension = [] }: Pick<ServiceRequest, 'extension'>,
  measured: Measured,
  kind: Kind,
): Limit | undefined {
  const parts = extension
    .filter(({ url }) => url === limitUrl)
    .map((one) => one.extension ?? [])
    .find((all) => all.some(({ valueCode }) => valueCode === measuredNumber[measured.art]));
  const range = parts?.find(({ valueRange }) => valueRange)?.valueRange;
  return (
    range && { low: endOf(range.low, measured, kind), high: endOf(range.high, measured, kind) }
  );
}

/** What the municipality says of one number, under any of its codes. */
function usualLimit(
  { limits = {} }: Pick<Monitoring, 'limits'>,
  { code = [] }: Pick<Measured, 'code'>,
): Limit | undefined {
  const key = code.find((one) => Object.hasOwn(limits, one.code ?? ''))?.code;
  return key === undefined ? undefined : limits[key];
}

const lies = ({ low = -Infinity, high = Infinity }: Limit, value: number): boolean =>
  value < low || value > high;

const numberIn = (resource: Observation, { code }: Measured): number | undefined =>
  code === undefined
    ? resource.valueQuantity?.value
    : resource.component?.find((one) =>
        one.code.coding?.some((coding) => coding.code === code[0]?.code),
      )?.valueQuantity?.value;

/** Whether any number of a measurement that counts lies outside. */
export function isOutside(
  resource: Observation,
  monitoring: Pick<Monitoring, 'limits'>,
  plan?: Pick<ServiceRequest, 'extension'>,
): boolean {
  const kind = kindOf(resource);
  if (kind === undefined || resource.status === 'entered-in-error') return false;
  const { code: own, values } = measureOf(kind);
  return values.some((measured) => {
    const value = numberIn(resource, measured);
    const limit =
      (plan && ownLimit(plan, measured, kind)) ??
      usualLimit(monitoring, { code: measured.code ?? own });
    return limit !== undefined && value !== undefined && lies(limit, value);
  });
}
