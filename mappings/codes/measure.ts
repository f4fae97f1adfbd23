import type { Coding, Observation } from '@medplum/fhirtypes';
import type { Maaletype, Maalevaerdi, Maaling } from '../../src/cura/dialogue-records.ts';
import { codeSystem } from '../../src/fhir/canonical.ts';

/** From the lowest to the highest value. */
type Range = readonly [from: number, to: number];

/** One number of a measurement, in the one unit (UCUM) that it is kept in. */
export interface Measured {
  readonly art: Maalevaerdi['art'];
  /** Of a component; a single value has the code of the measurement. */
  readonly code?: readonly Readonly<Coding>[];
  readonly unit: string;
  /** The unit as people write it. */
  readonly unitText: string;
  /** Digits behind the point that a converted value is rounded to. */
  readonly decimals: number;
  /** What lies outside is a slip of the hand, and refused. */
  readonly possible: Range;
  /** What lies outside is asked about, and accepted when it is confirmed. */
  readonly likely: Range;
}

/** All that is to be known of a kind of measurement. */
export interface Measure {
  readonly code: readonly Readonly<Coding>[];
  /** Beside `code` where the citizen or a relative measured. */
  readonly selfCode?: Readonly<Coding>;
  readonly text: string;
  readonly english: string;
  readonly category: 'vital-signs' | 'laboratory';
  readonly values: readonly Measured[];
  /** Factor of units that are of another dimension: what a litre of it weighs is known. */
  readonly factors?: Readonly<Record<string, number>>;
}

const loinc = (code: string, display: string): Coding => ({
  system: 'http://loinc.org',
  code,
  display,
});
const npu = (code: string): Coding => ({ system: 'http://npu-terminology.org', code });

const single = (given: Omit<Measured, 'art'>): readonly Measured[] => [{ art: 'vaerdi', ...given }];

const pressure = { unit: 'mm[Hg]', unitText: 'mmHg', decimals: 0 } as const;

/** By Cura's name of the kind. The limits are for typing errors and judge nobody's health. */
export const measures = {
  blodtryk: {
    code: [loinc('85354-9', 'Blood pressure panel with all children optional')],
    selfCode: {
      system: 'urn:oid:1.2.208.176.2.4',
      code: 'ZZ3170',
      display: 'Hjemmeblodtryksmåling udført af patienten',
    },
    text: 'Blodtryk',
    english: 'Blood pressure',
    category: 'vital-signs',
    values: [
      {
        art: 'systolisk',
        code: [loinc('8480-6', 'Systolic blood pressure'), npu('DNK05472')],
        ...pressure,
        possible: [40, 300],
        likely: [80, 220],
      },
      {
        art: 'diastolisk',
        code: [loinc('8462-4', 'Diastolic blood pressure'), npu('DNK05473')],
        ...pressure,
        possible: [20, 200],
        likely: [40, 130],
      },
    ],
  },
  puls: {
    code: [loinc('8867-4', 'Heart rate'), npu('NPU21692')],
    text: 'Puls',
    english: 'Pulse',
    category: 'vital-signs',
    values: single({
      ...{ unit: '/min', unitText: 'slag/min', decimals: 0 },
      ...{ possible: [20, 300], likely: [40, 180] },
    }),
  },
  vaegt: {
    code: [loinc('29463-7', 'Body weight'), npu('NPU03804')],
    text: 'Vægt',
    english: 'Weight',
    category: 'vital-signs',
    values: single({
      ...{ unit: 'kg', unitText: 'kg', decimals: 2 },
      ...{ possible: [1, 500], likely: [30, 200] },
    }),
  },
  iltmaetning: {
    // 59408-5 (by pulse oximetry) is taken, not told: dk-core lets an Observation have one code of LOINC.
    code: [loinc('2708-6', 'Oxygen saturation in Arterial blood'), npu('NPU03011')],
    text: 'Iltmætning',
    english: 'Oxygen saturation',
    category: 'vital-signs',
    values: single({
      ...{ unit: '%', unitText: '%', decimals: 1 },
      ...{ possible: [40, 100], likely: [85, 100] },
    }),
  },
  temperatur: {
    code: [loinc('8310-5', 'Body temperature'), npu('NPU08676')],
    text: 'Temperatur',
    english: 'Temperature',
    category: 'vital-signs',
    values: single({
      ...{ unit: 'Cel', unitText: '°C', decimals: 1 },
      ...{ possible: [25, 45], likely: [34, 41] },
    }),
  },
  blodsukker: {
    code: [npu('NPU22089')],
    text: 'Blodsukker',
    english: 'Blood glucose',
    category: 'laboratory',
    values: single({
      ...{ unit: 'mmol/L', unitText: 'mmol/L', decimals: 1 },
      ...{ possible: [0.5, 60], likely: [2.5, 25] },
    }),
    factors: { 'mg/dL': 1 / 18.016, 'g/L': 1 / 0.18016 },
  },
} as const satisfies Record<Maaletype, Measure>;

/** The code that stands for a kind where one has to do: the first of it. */
export const measureCode = Object.fromEntries(
  Object.entries(measures).map(([kind, { code }]) => [kind, code[0]]),
) as Readonly<Record<Maaletype, Coding>>;

export const measurementStatus = {
  endelig: 'final',
  rettet: 'corrected',
  fejl: 'entered-in-error',
} as const satisfies Record<Maaling['status'], Observation['status']>;

/** Which number of a measurement, where no code of its own is needed. */
export const measuredNumber = {
  systolisk: 'systolic',
  diastolisk: 'diastolic',
  vaerdi: 'value',
} as const satisfies Record<Maalevaerdi['art'], string>;

/** Who measured. */
export const measurementSource = {
  borger: 'self',
  paaroerende: 'relative',
  medarbejder: 'staff',
  apparat: 'device',
} as const satisfies Record<Maaling['kilde'], string>;

const method = (code: string, display: string): Coding => ({
  system: codeSystem('measurement-method'),
  code,
  display,
});

export const measurementMethod = {
  manuel: method('manual', 'Manuelt'),
  automatisk: method('automatic', 'Automatisk'),
} as const satisfies Record<NonNullable<Maaling['metode']>, Coding>;

const position = (code: string, display: string): Coding => ({
  system: 'http://snomed.info/sct',
  code,
  display,
});

export const bodyPosition = {
  siddende: position('33586001', 'Sitting position'),
  staaende: position('10904000', 'Orthostatic body position'),
  liggende: position('102538003', 'Recumbent body position'),
} as const satisfies Record<NonNullable<Maaling['stilling']>, Coding>;
