import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import type { Codec } from '../../src/mapping/codec.ts';
import { refusal, Unmappable } from '../../src/mapping/unmappable.ts';
import { system } from '../codes/system.ts';

interface Coded {
  readonly kode: string;
  readonly kodeUuid: string;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const codePattern = /^\S+(?: \S+)*$/;

const fsiii = (code: string): Coding => ({ system: system.fsiii, code });

/** FSIII in transition: the UUID and the legacy key are both codes of one system, told apart by their form. */
export const serviceCode: Codec<Coded, CodeableConcept> = {
  name: 'serviceCode',
  decode: ({ kode, kodeUuid }) => {
    if (!uuid.test(kodeUuid) || !isKey(kode)) throw new Unmappable(refusal.badShape, 'coding');
    return { coding: [fsiii(kodeUuid), fsiii(kode)] };
  },
  encode: ({ coding = [] }) => {
    const own = coding.filter(({ system: name }) => name === system.fsiii);
    const kodeUuid = own.find(({ code = '' }) => uuid.test(code))?.code;
    const kode = own.find(({ code = '' }) => isKey(code))?.code;
    if (kode === undefined || kodeUuid === undefined)
      throw new Unmappable(refusal.missing, 'coding');
    return { kode, kodeUuid };
  },
};

const isKey = (code: string) => codePattern.test(code) && !uuid.test(code);
