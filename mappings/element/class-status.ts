import type { Hold } from '../../src/cura/class-records.ts';
import type { Codec } from '../../src/mapping/codec.ts';
import { isOpen } from '../codes/class.ts';

/** `aaben` is `true`: FHIR tells of a service and of a calendar only whether they are in use. */
export const classStatus: Codec<Hold['status'], boolean> = {
  name: 'classStatus',
  exact: true,
  decode: (value) => isOpen[value],
  encode: (value) => (value === isOpen.aaben ? 'aaben' : 'lukket'),
};
