import type { Appointment } from '@medplum/fhirtypes';

/** What was entered by mistake is no concern of citizen or relative. */
export const citizenErrors = (resource: Appointment): Appointment | undefined =>
  resource.status === 'entered-in-error' ? undefined : resource;
