import t from 'tap';
import {
  type Case,
  context,
  lacks,
  mappingOf,
  noCode,
  noPlace,
  read,
  testRefusals,
} from './refuse.ts';

const aftale = ['aftale', 'Appointment', 'appointment/aftale-booked'] as const;

const cases: readonly Case[] = [
  [
    'a status that Cura lacks',
    aftale,
    () => ({ status: 'waitlist' }),
    `Appointment.status: ${noCode}`,
  ],
  [
    'a day that does not exist',
    aftale,
    () => ({ start: '2026-02-30T10:00:00+01:00' }),
    'Appointment.start: The time does not exist or lacks an offset.',
  ],
  [
    'a time without offset',
    aftale,
    () => ({ end: '2026-11-24T13:45:00' }),
    'Appointment.end: The time does not exist or lacks an offset.',
  ],
  [
    'an element that no row maps',
    aftale,
    () => ({ priority: 5 }),
    `Appointment.priority: ${noPlace}`,
  ],
  [
    'a participant of an unknown kind',
    aftale,
    ({ participant }: { participant: object[] }) => ({
      participant: [...participant, { actor: { reference: 'Device/1' }, status: 'accepted' }],
    }),
    `Appointment.participant[4]: ${noPlace}`,
  ],
  [
    'two patients',
    aftale,
    ({ participant }: { participant: object[] }) => ({
      participant: [...participant, participant[0]],
    }),
    'Appointment.participant[4]: There is room for one of these only.',
  ],
  [
    'a patient whom Cura does not know',
    aftale,
    ({ participant }: { participant: object[] }) => ({
      participant: [
        { actor: { reference: 'Patient/unknown' }, status: 'accepted' },
        ...participant.slice(1),
      ],
    }),
    'Appointment.participant[0].actor.reference: The reference names nothing that Cura knows.',
  ],
  [
    'an appointment of nobody',
    aftale,
    ({ participant }: { participant: object[] }) => ({ participant: participant.slice(1) }),
    `Appointment.participant.where(actor.resolve() is Patient): ${lacks}`,
  ],
  [
    'a participant who has not accepted',
    aftale,
    ({ participant }: { participant: object[] }) => ({
      participant: participant.map((each) => ({ ...each, status: 'tentative' })),
    }),
    `Appointment.participant[0].status: ${noPlace}`,
  ],
  [
    'a reason for a missed appointment',
    aftale,
    () => ({ status: 'noshow', cancelationReason: { coding: [{ code: 'citizen' }] } }),
    `Appointment.cancelationReason: ${noPlace}`,
  ],
  [
    'a cancellation without reason',
    aftale,
    () => ({ status: 'cancelled' }),
    `Appointment.cancelationReason: ${lacks}`,
  ],
  [
    'a period that is not the appointment',
    aftale,
    () => ({ requestedPeriod: [{ start: '2026-11-01' }] }),
    `Appointment.requestedPeriod[0].start: ${noPlace}`,
  ],
  [
    'a number that is not its own',
    aftale,
    () => ({ identifier: [{ system: 'https://samspil.example/fhir/cura/aftale', value: '1' }] }),
    `Appointment.identifier[0].value: ${noPlace}`,
  ],
  [
    'the id of another',
    aftale,
    () => ({ id: 'other' }),
    'Appointment.id: The id belongs to another record.',
  ],
  [
    'a visit without length',
    ['besoeg', 'Appointment', 'appointment/besoeg-planned'],
    () => ({ minutesDuration: undefined }),
    `Appointment.minutesDuration: ${lacks}`,
  ],
];

testRefusals(t, cases);

t.test('a code that Samspil does not know is refused on the way in, with the field', async (t) => {
  const { toFhir } = mappingOf('aftale', 'Appointment');
  const record = { ...read('appointment/aftale-booked'), status: 'parkeret' };
  t.match(
    t.throws(() => toFhir(record, context)),
    {
      expression: 'Appointment.status',
      field: 'status',
      text: { da: 'Cura bruger en kode, som Samspil ikke kender.' },
    },
  );
});
