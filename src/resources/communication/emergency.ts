import type { Annotation } from '@medplum/fhirtypes';
import type { Municipality } from '../municipality.ts';

/** What messages are not for, as every message says it in both languages. */
export const emergencyNote = ({
  dialogue,
}: Pick<Municipality, 'dialogue'>): { readonly note?: Annotation[] } =>
  dialogue ? { note: [{ text: dialogue.emergency.da }, { text: dialogue.emergency.en }] } : {};
