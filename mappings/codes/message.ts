import type { CodeableConcept, Communication } from '@medplum/fhirtypes';
import type { Besked } from '../../src/cura/dialogue-records.ts';
import { system } from './system.ts';

/** A message that Cura has. */
export const messageStatus = {
  sendt: 'completed',
  fejloprettet: 'entered-in-error',
} as const satisfies Record<Besked['status'], Communication['status']>;

/** What tells a message of a thread from a reminder. */
export const messageCategory: CodeableConcept = {
  coding: [{ system: system.messageCategory, code: 'message', display: 'Besked' }],
};
