/** The least that is valid of some types. */
export const basic = {
  Patient: { resourceType: 'Patient' },
  Slot: {
    resourceType: 'Slot',
    schedule: { reference: 'Schedule/1' },
    status: 'free',
    start: '2026-11-24T13:15:00+01:00',
    end: '2026-11-24T13:45:00+01:00',
  },
  Appointment: {
    resourceType: 'Appointment',
    status: 'booked',
    start: '2026-11-24T13:15:00+01:00',
    end: '2026-11-24T13:45:00+01:00',
    participant: [{ status: 'accepted', actor: { reference: 'Patient/1' } }],
  },
  CarePlan: {
    resourceType: 'CarePlan',
    status: 'active',
    intent: 'plan',
    subject: { reference: 'Patient/1' },
  },
  Organization: { resourceType: 'Organization', name: 'Sygeplejeklinikken' },
} as const;
