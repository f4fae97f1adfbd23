import type { Appointment, Coding } from '@medplum/fhirtypes';
import type { Aftale, AftaleStatus, Besoeg } from '../../src/cura/care-records.ts';
import type { Udfoerer } from '../../src/cura/post.ts';
import { system } from './system.ts';

type Status = Appointment['status'];

export const aftaleStatus = {
  planlagt: 'booked',
  ankommet: 'arrived',
  gennemfoert: 'fulfilled',
  aflyst: 'cancelled',
  udeblevet: 'noshow',
  fejlregistreret: 'entered-in-error',
} as const satisfies Record<AftaleStatus, Status>;

export const besoegStatus = {
  planlagt: 'booked',
  gennemfoert: 'fulfilled',
  aflyst: 'cancelled',
  fejlregistreret: 'entered-in-error',
} as const satisfies Record<Besoeg['status'], Status>;

const reason = (code: string, display: string): Coding => ({
  system: system.cancellationReason,
  code,
  display,
});

export const cancellationReason = {
  borger: reason('citizen', 'Borgeren meldte afbud'),
  sygdom: reason('illness', 'Sygdom'),
  transport: reason('transport', 'Transport'),
  personale: reason('staff', 'Personalet aflyste'),
  andet: reason('other', 'Andet'),
} as const satisfies Record<NonNullable<Aftale['aflysning']>['aarsag'], Coding>;

/** Stands beside the reason when the cancellation came after the deadline. */
export const lateCancellation: Coding = reason('late', 'Efter afbudsfristen');

/** In what capacity somebody acted. */
export const capacity = {
  borger: 'self',
  paaroerende: 'relative',
  medarbejder: 'staff',
  link: 'link-holder',
  system: 'system',
} as const satisfies Record<Udfoerer['art'], string>;
