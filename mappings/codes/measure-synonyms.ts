import type { Coding } from '@medplum/fhirtypes';
import type { Maaletype, Maalevaerdi } from '../../src/cura/dialogue-records.ts';
import { type Measure, measures } from './measure.ts';

/** What a code measures: a kind, or one number of it. */
export interface Meant {
  readonly kind: Maaletype;
  readonly art?: Maalevaerdi['art'];
}

const npuOid = 'urn:oid:1.2.208.176.2.1';
const ieee = 'urn:iso:std:iso:11073:10101';
const snomed = 'http://snomed.info/sct';
const medcom = 'urn:oid:1.2.208.184.100.8';

type Codes = readonly (readonly [system: string, code: string])[];
const of = (system: string, ...codes: readonly string[]): Codes =>
  codes.map((code) => [system, code] as const);

/** Codes by which others name a kind, beside those that we write. */
const ofKind = {
  blodtryk: [...of(ieee, '150020'), ...of(snomed, '75367002')],
  puls: [...of(ieee, '149546'), ...of(snomed, '364075005')],
  vaegt: [...of(ieee, '188736'), ...of(snomed, '27113001')],
  iltmaetning: [
    ...of('http://loinc.org', '59408-5'),
    ...of('http://npu-terminology.org', 'NPU27280', 'NPU10197'),
    ...of(npuOid, 'NPU27280', 'NPU10197'),
    ...[...of(ieee, '150456'), ...of(snomed, '431314004')],
  ],
  temperatur: of(snomed, '276885007'),
  blodsukker: of('http://loinc.org', '14743-9'),
} as const satisfies Record<Maaletype, Codes>;

/** Codes by which others name one of the two numbers of a blood pressure. */
const ofNumber = {
  systolisk: [...of(ieee, '150021'), ...of(snomed, '271649006'), ...of(medcom, 'MCS88019')],
  diastolisk: [...of(ieee, '150022'), ...of(snomed, '271650006'), ...of(medcom, 'MCS88020')],
} as const satisfies Record<Exclude<Maalevaerdi['art'], 'vaerdi'>, Codes>;

const keyOf = (system: string | undefined, code: string | undefined) => `${system}|${code}`;

/** NPU has an address and an OID. */
const spelled = ({ system = '', code = '' }: Readonly<Coding>): Codes =>
  system === 'http://npu-terminology.org'
    ? [...of(system, code), ...of(npuOid, code)]
    : of(system, code);

function* all(): Generator<readonly [Codes, Meant]> {
  for (const [name, measure] of Object.entries(measures) as [Maaletype, Measure][]) {
    const own = measure.selfCode ? [...measure.code, measure.selfCode] : measure.code;
    yield [own.flatMap(spelled), { kind: name }];
    yield [ofKind[name], { kind: name }];
    for (const { art, code = [] } of measure.values)
      yield [code.flatMap(spelled), { kind: name, art }];
  }
  for (const [art, codes] of Object.entries(ofNumber) as [keyof typeof ofNumber, Codes][])
    yield [codes, { kind: 'blodtryk', art }];
}

const meanings = new Map<string, Meant>();
for (const [codes, meant] of all())
  for (const [system, code] of codes) meanings.set(keyOf(system, code), meant);

/** What a client's code measures; undefined for a code that is not taken. */
export const meantBy = ({ system, code }: Coding): Meant | undefined =>
  meanings.get(keyOf(system, code));

const firstOf = ({ kind, art }: Meant): Coding | undefined => {
  const measure: Measure = measures[kind];
  return art === undefined
    ? measure.code[0]
    : (measure.values.find((one) => one.art === art)?.code?.[0] ?? measure.code[0]);
};

/** Every code that is taken in place of ours: `[system, code, what it becomes]`. */
export const synonyms: readonly (readonly [string, string, Coding])[] = [...meanings].flatMap(
  ([key, meant]) => {
    const at = key.lastIndexOf('|');
    const [system, code, target] = [key.slice(0, at), key.slice(at + 1), firstOf(meant)];
    const isSame = target?.system === system && target.code === code;
    return target && !isSame ? [[system, code, target] as const] : [];
  },
);

/** Units as people write them, where no UCUM code is given. */
export const unitNames: Readonly<Record<string, string>> = {
  mmHg: 'mm[Hg]',
  kPa: 'kPa',
  kg: 'kg',
  g: 'g',
  '%': '%',
  '°C': 'Cel',
  C: 'Cel',
  'slag/min': '/min',
  bpm: '/min',
  '/min': '/min',
  '1/min': '/min',
  'mmol/l': 'mmol/L',
  'mmol/L': 'mmol/L',
  'mg/dL': 'mg/dL',
};
