import type { HealthcareService } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import type { BookingPolicy } from '../../scheduling/policy.ts';
import { extensionOf, partsOf } from '../extension.ts';
import type { Municipality, PolicyPart } from '../municipality.ts';

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

const codesOf = ({ type = [] }: HealthcareService): string[] =>
  type.flatMap(({ coding = [] }) => coding.flatMap(({ code }) => code ?? []));

/** What the municipality says of this service, by any of its codes. */
const saidOf = (
  service: HealthcareService,
  { services = {} }: NonNullable<Municipality['booking']>,
): PolicyPart =>
  Object.assign(
    {},
    ...codesOf(service).map((code) => (Object.hasOwn(services, code) ? services[code] : {})),
  );

/** The rules for booking a service, from its `booking-policy` extension and what the municipality says. Everybody asks here. */
export const policyOf = (
  service: HealthcareService,
  { booking = {} }: Pick<Municipality, 'booking'>,
): BookingPolicy => ({
  ...closed,
  ...booking.defaults,
  ...(partsOf(extensionOf(service, structure('booking-policy'))) as Partial<BookingPolicy>),
  ...saidOf(service, booking),
  active: service.active ?? false,
});

/** The law under which a service is given; Provenance names it. */
export const lawOf = (service: HealthcareService | undefined): string =>
  service?.extension?.find(({ url }) => url === structure('legal-basis'))?.valueUri ?? defaultLaw;

/** Sundhedsloven. The URI is that of the national eHealth infrastructure. */
export const defaultLaw = 'http://ehealth.sundhed.dk/policy/dk/sundhedsloven';
