import type {
  CodeableConcept,
  Coding,
  Observation,
  ObservationComponent,
  Quantity,
} from '@medplum/fhirtypes';
import type { Maaletype, Maalevaerdi, Maaling } from '../../src/cura/dialogue-records.ts';
import { ucum } from '../../src/fhir/ucum.ts';
import type { Codec, Context } from '../../src/mapping/codec.ts';
import { refusal, Unmappable } from '../../src/mapping/unmappable.ts';
import { type Measure, type Measured, measures } from '../codes/measure.ts';

type Held = Pick<Maaling, 'type' | 'vaerdier' | 'kilde'>;
type Shown = Pick<Observation, 'category' | 'code' | 'valueQuantity' | 'component'>;

const kinds = Object.entries(measures) as readonly (readonly [Maaletype, Measure])[];

const isSelf = (source: Maaling['kilde']): boolean =>
  source === 'borger' || source === 'paaroerende';

const copies = (codes: readonly Readonly<Coding>[]): Coding[] => codes.map((one) => ({ ...one }));

/** The one value of that kind, in the unit that it is kept in. */
function numberIn({ vaerdier }: Held, { art, unit }: Measured): number {
  const [found, second] = vaerdier.filter((one) => one.art === art);
  if (!found || second || found.enhed !== unit)
    throw new Unmappable(refusal.unknownCuraCode, 'code', 'vaerdier');
  return found.vaerdi;
}

const quantity = (value: number, { unit, unitText }: Measured): Quantity => ({
  ...{ value, unit: unitText, system: ucum, code: unit },
});

function decode(record: Held, _context: Context): Shown {
  const measure: Measure | undefined = Object.hasOwn(measures, record.type)
    ? measures[record.type]
    : undefined;
  if (!measure || record.vaerdier.length !== measure.values.length)
    throw new Unmappable(refusal.unknownCuraCode, 'code', 'type');
  const { category, code, selfCode, text, values } = measure;
  const coding = copies(selfCode && isSelf(record.kilde) ? [...code, selfCode] : code);
  const [first] = values;
  const single = first?.code === undefined ? first : undefined;
  return {
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: category },
        ],
      },
    ],
    code: { coding, text },
    ...(single
      ? { valueQuantity: quantity(numberIn(record, single), single) }
      : { component: values.map((one) => componentOf(record, one)) }),
  };
}

const componentOf = (record: Held, measured: Measured): ObservationComponent => ({
  code: { coding: copies(measured.code ?? []) },
  valueQuantity: quantity(numberIn(record, measured), measured),
});

const has = (codes: readonly Coding[] | undefined, wanted: readonly Readonly<Coding>[]): boolean =>
  wanted.some(
    ({ system, code }) => codes?.some((one) => one.system === system && one.code === code) ?? false,
  );

function kindOf({ code }: Observation): readonly [Maaletype, Measure] {
  const found = kinds.find(([, measure]) => has(code?.coding, measure.code));
  if (!found) throw new Unmappable(refusal.unknownCode, 'code');
  return found;
}

/** The value as the resource has it; in what unit, the comparison of both sides sees to. */
function given(resource: Observation, measured: Measured): number {
  const place = measured.code === undefined ? 'valueQuantity' : 'component';
  const component = resource.component?.find(({ code }) => has(code?.coding, measured.code ?? []));
  const found = measured.code === undefined ? resource.valueQuantity : component?.valueQuantity;
  if (found?.value === undefined) throw new Unmappable(refusal.missing, place);
  if (found.code !== undefined && found.code !== measured.unit)
    throw new Unmappable(refusal.unknownCode, place);
  return found.value;
}

/** In Cura's order, with what it holds beside the values. */
function inOrder(values: readonly Maalevaerdi[], base: Held | undefined, kind: Maaletype) {
  if (base?.type !== kind) return values;
  const held = base.vaerdier.map(({ art }) => art);
  const all = values.map((one) => ({
    ...base.vaerdier.find(({ art }) => art === one.art),
    ...one,
  }));
  return all.sort((a, b) => held.indexOf(a.art) - held.indexOf(b.art));
}

function encode(
  resource: Observation,
  _context: Context,
  base: Held | undefined,
): Pick<Maaling, 'type' | 'vaerdier'> {
  const [type, { values }] = kindOf(resource);
  const vaerdier = values.map((measured) => ({
    ...{ art: measured.art, vaerdi: given(resource, measured), enhed: measured.unit },
  }));
  return { type, vaerdier: inOrder(vaerdier, base, type) };
}

/** What was measured: one value, or the two of a blood pressure, with every code that is known for it. */
export const measured = { name: 'measured', decode, encode };

/** A kind of measurement, by its codes. */
export const measureConcept: Codec<Maaletype, CodeableConcept> = {
  name: 'measureConcept',
  decode: (type) => {
    const measure: Measure | undefined = Object.hasOwn(measures, type) ? measures[type] : undefined;
    if (!measure) throw new Unmappable(refusal.unknownCuraCode);
    return { coding: copies(measure.code), text: measure.text };
  },
  encode: ({ coding }) => {
    const found = kinds.find(([, measure]) => has(coding, measure.code));
    if (!found) throw new Unmappable(refusal.unknownCode);
    return found[0];
  },
};
