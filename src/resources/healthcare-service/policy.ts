import type { HealthcareService } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import type { BookingPolicy } from '../../scheduling/policy.ts';
import { extensionOf, partsOf } from '../extension.ts';

/** What a service asks where its record does not say: nothing can be booked by citizens. */
const closed: BookingPolicy = {
  durationMinutes: 30,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  alignmentMinutes: 30,
  leadTimeHours: 0,
  horizonDays: 0,
  cancelDeadlineHours: 0,
  moveDeadlineHours: 0,
  afterDeadline: 'accept',
  requiresGrantedService: false,
  relativesMayBook: false,
  book: 'none',
  move: 'none',
  cancel: 'none',
  validFrom: '0001-01-01',
  active: false,
};

/** The rules for booking a service, from its `booking-policy` extension. */
export const policyOf = (service: HealthcareService): BookingPolicy => ({
  ...closed,
  ...(partsOf(extensionOf(service, structure('booking-policy'))) as Partial<BookingPolicy>),
  active: service.active ?? false,
});

/** The law under which a service is given; Provenance names it. */
export const lawOf = (service: HealthcareService | undefined): string =>
  service?.extension?.find(({ url }) => url === structure('legal-basis'))?.valueUri ?? defaultLaw;

/** Sundhedsloven. The URI is that of the national eHealth infrastructure. */
export const defaultLaw = 'http://ehealth.sundhed.dk/policy/dk/sundhedsloven';
