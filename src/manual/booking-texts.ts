import { type Answer, badInput, noSuch, type OperationTexts } from './texts.ts';

const rules: Answer = [
  422,
  'a rule of the service does not hold: every rule that failed, and the nearest free times',
  'nearest-free',
];
const taken: Answer = [409, 'somebody else has the time', 'slot-free'];
const mandate: Answer = [403, 'the mandate gives no right to act', 'mandate-to-act'];
const later: Answer = [
  503,
  'Cura does not answer, or its answer is not known yet: try again after `Retry-After`',
  'cura-unavailable',
  'outcome-unknown',
];
const booking = [badInput, mandate, noSuch, taken, rules, later] as const;
const bundled =
  'A refusal comes as a Bundle with the OperationOutcome in it, as IHE asks (ITI-117).';

const citizen = { as: 'citizen', status: 200 } as const;

/** Operations of appointments, by their code. */
export const bookingTexts: Readonly<Record<string, OperationTexts>> = {
  find: {
    about: 'Free times of a service, as appointments that may be booked.',
    says: [
      `IHE Scheduling, ITI-115. Times come from rosters, less absence, appointments and travel, and are right when they are given. ${bundled}`,
    ],
    examples: [
      {
        shows: 'The next free times for a citizen',
        ...{ ...citizen, method: 'GET' },
        address: '/Appointment/$find?start=$FROM&end=$TO&patient-reference=$ME',
      },
    ],
    answers: [[200, 'a Bundle of proposed Appointments, the earliest first'], badInput],
    not: [
      [
        'Services without a grant, or by request only, are not left out',
        '`$book` refuses those with the reason',
      ],
    ],
  },
  book: {
    about: 'Books a free time, in Cura before the answer leaves.',
    says: [
      `IHE Scheduling, ITI-117. The same request again within ten minutes gives the first outcome. ${bundled}`,
    ],
    examples: [
      {
        shows: 'The first free time, booked',
        ...{ as: 'citizen', method: 'POST', status: 201 },
        address: '/Appointment/$book?appt-id=$TIME&patient-id=$ME',
      },
    ],
    answers: [[201, 'a Bundle with the booked Appointment'], ...booking],
    not: [['Several citizens in one booking', 'an appointment lies in one compartment']],
  },
  cancel: {
    about: 'Cancels an appointment; its time is free again at once.',
    says: ['After the deadline a cancellation is accepted and marked late.'],
    examples: [
      {
        shows: 'A booking, and its cancellation',
        ...{ ...citizen, method: 'POST', address: '/Appointment/$BOOKED/$cancel' },
      },
    ],
    answers: [[200, 'the cancelled Appointment'], ...booking],
  },
  reschedule: {
    about: 'Moves an appointment to another free time: both happen, or neither.',
    says: ['The old time is free when the new one is taken, and not before.'],
    examples: [
      {
        shows: 'A booking, moved to another free time',
        ...{ ...citizen, method: 'POST' },
        address: '/Appointment/$BOOKED/$reschedule?slot=$LATER',
      },
    ],
    answers: [[200, 'the Appointment at its new time'], ...booking],
    not: [['To move after the deadline', 'it takes a request: `$propose-move`']],
  },
  'join-video': {
    about: 'Opens the meeting of an appointment by video for the one who asks.',
    says: [
      'The address that is answered lets this caller in, and is a secret: lead to it at once and keep it nowhere. Staff of the unit come as moderators, citizens and relatives as guests; a mandate to see is enough. For people without an application the page in the appointment’s `virtualService` does the same after a login.',
    ],
    answers: [
      [200, 'Parameters with `url`, `from` and `until`'],
      [422, 'it is not open yet, and the answer says when it will be', 'video-not-open'],
      [422, 'it is over, or not held', 'video-over', 'video-cancelled', 'video-not-booked'],
      [422, 'there is no meeting by video', 'no-video'],
      noSuch,
    ],
  },
};
