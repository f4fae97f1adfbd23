import type { Extension, Quantity, Range } from '@medplum/fhirtypes';
import type { Maalegraense } from '../../src/cura/dialogue-records.ts';
import { structure } from '../../src/fhir/canonical.ts';
import { ucum } from '../../src/fhir/ucum.ts';
import { codes } from '../../src/mapping/code-table.ts';
import type { Codec } from '../../src/mapping/codec.ts';
import { refusal, Unmappable } from '../../src/mapping/unmappable.ts';
import { measuredNumber } from '../codes/measure.ts';

/** Of what a number should lie within by a citizen's own plan. */
export const limitUrl = structure('measurement-limit');

const number = codes(measuredNumber);

const quantity = (value: number, enhed: string): Quantity => ({
  ...{ value, unit: enhed, system: ucum, code: enhed },
});

function decodeOne({ art, lav, hoej, enhed }: Maalegraense): Extension {
  const valueRange: Range = {
    ...(lav !== undefined && { low: quantity(lav, enhed) }),
    ...(hoej !== undefined && { high: quantity(hoej, enhed) }),
  };
  if (lav === undefined && hoej === undefined) throw new Unmappable(refusal.missing, 'range');
  if ((lav ?? Number.NEGATIVE_INFINITY) > (hoej ?? Number.POSITIVE_INFINITY))
    throw new Unmappable(refusal.badNumber, 'range');
  const extension = [
    { url: 'number', valueCode: number.decode(art) },
    { url: 'range', valueRange },
  ];
  return { url: limitUrl, extension };
}

function encodeOne({ url, extension = [] }: Extension, base?: Maalegraense): Maalegraense {
  const code = extension.find((one) => one.url === 'number')?.valueCode;
  const { low, high } = extension.find((one) => one.url === 'range')?.valueRange ?? {};
  const enhed = (low ?? high)?.code;
  if (url !== limitUrl || code === undefined || enhed === undefined)
    throw new Unmappable(refusal.badShape);
  const { lav: _, hoej: __, ...held } = base ?? {};
  return {
    ...held,
    art: number.encode(code, undefined, base?.art),
    ...(low?.value !== undefined && { lav: low.value }),
    ...(high?.value !== undefined && { hoej: high.value }),
    enhed,
  };
}

/** The limits of a plan, one extension for each number. */
export const measureLimits: Codec<readonly Maalegraense[], Extension[]> = {
  name: 'measureLimits',
  decode: (limits) => (limits.length === 0 ? undefined : limits.map(decodeOne)),
  encode: (all, _context, base = []) =>
    all.map((one) => {
      const code = one.extension?.find(({ url }) => url === 'number')?.valueCode;
      return encodeOne(
        one,
        base.find(({ art }) => measuredNumber[art] === code),
      );
    }),
};
