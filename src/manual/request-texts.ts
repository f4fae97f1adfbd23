import { type Answer, badInput, noSuch, type OperationTexts } from './texts.ts';

const rules: Answer = [
  422,
  'a rule does not hold, or a request is waiting already',
  ...['request-open', 'movable-status', 'read-only'],
];
const mandate: Answer = [403, 'the mandate gives no right to act', 'mandate-to-act'];
const answered: Answer = [422, 'it has been answered or withdrawn', 'request-answered'];
const later: Answer = [
  503,
  'Cura does not answer, or its answer is not known yet: the same answer again carries on',
  'cura-unavailable',
  'outcome-unknown',
];
const wishes =
  'A wish is up to ten of `slot`, `proposal` (of `$find`) and `period`, or a `comment` alone. The unit answers before `Task.restriction.period.end`.';

/** Operations by which citizens and units settle a time between them. */
export const requestTexts: Readonly<Record<string, OperationTexts>> = {
  'propose-move': {
    about:
      'Asks the unit for another time: also after the deadline, and where moves take a request.',
    says: [
      wishes,
      'One request stands at a time for an appointment. The appointment stays until the unit answers.',
    ],
    answers: [[201, 'a Task of code `move-request`'], badInput, mandate, noSuch, rules],
  },
  'request-booking': {
    about: 'Asks the unit for an appointment, where the service is booked by asking.',
    says: [wishes],
    answers: [
      [201, 'a Task of code `booking-request`'],
      badInput,
      mandate,
      noSuch,
      [
        422,
        'a rule does not hold, or a request is waiting already',
        'request-open',
        'granted-service',
      ],
    ],
  },
  answer: {
    about:
      'The unit’s answer: `accepted` with a time, which is booked or moved to at once, or `rejected` with a word.',
    says: [
      'For staff of the unit that owns the Task. A time that is gone leaves the request open. A reason in `override-reason` sets rules aside; it stands in Provenance and in Cura.',
    ],
    answers: [
      [200, 'the Task, `completed` or `rejected`'],
      badInput,
      [403, 'the caller is not staff of the unit', 'answer-by-unit'],
      noSuch,
      [409, 'the time is taken', 'slot-free'],
      answered,
      later,
    ],
  },
  withdraw: {
    about: 'Takes a request back before it is answered.',
    says: [
      'For the citizen, and relatives who may act. PATCH of the status `cancelled` is the same.',
    ],
    answers: [[200, 'the Task, `cancelled`'], mandate, noSuch, answered],
  },
};
