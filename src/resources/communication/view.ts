import type { Communication } from '@medplum/fhirtypes';

/** What was entered by mistake is no concern of citizen or relative. */
export const withoutErrors = (resource: Communication): Communication | undefined =>
  resource.status === 'entered-in-error' ? undefined : resource;
