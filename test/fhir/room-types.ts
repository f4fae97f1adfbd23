/** The types that the first issue gives rooms. */
export const roomTypes: readonly string[] = [
  ...['Patient', 'RelatedPerson', 'Consent', 'Practitioner', 'PractitionerRole', 'Organization'],
  ...['Location', 'HealthcareService', 'CarePlan', 'Schedule', 'Slot', 'Appointment'],
  ...['Communication', 'Device', 'Provenance'],
];
