import { type Answer, badInput, noSuch, type OperationTexts } from './texts.ts';

const mandate: Answer = [403, 'the mandate gives no right to act', 'mandate-to-act'];

/** Operations by which a citizen keeps a time, or a place in line for one. */
export const holdTexts: Readonly<Record<string, OperationTexts>> = {
  hold: {
    about:
      'Holds a free time, or a seat in a class, for some minutes: nobody else gets it meanwhile.',
    says: [
      'IHE Scheduling, ITI-116. The Appointment is `pending`; `Expires` and the extension `hold-expires` say until when. Asked of the hold itself it is held for longer, three times its first length in all. A refusal comes as a Bundle with the OperationOutcome in it.',
      'A hold is the holder’s alone: the same login for the same citizen books it (`$book` by its id, which it keeps) or lets it go (`$cancel`, `$book` or PATCH of the status `cancelled`). The citizen and other relatives see it; staff may let it go. Cura never hears of it.',
      'What is over is over by the clock: it is in no answer, and reading it is 410, until it is written as `cancelled` some seconds later. `$book` of it is a booking like any other as long as nobody has the time.',
    ],
    answers: [
      [201, 'a Bundle with the Appointment that is held'],
      [200, 'the same hold, held already or for longer'],
      badInput,
      [403, 'somebody else holds it, or may act', 'hold-owner', 'mandate-to-act'],
      noSuch,
      [409, 'somebody else has the time, or the class is full', 'slot-free', 'class-full'],
      [
        422,
        'a rule of the service does not hold, or the citizen has enough held',
        ...['hold-limit', 'hold-renewals', 'hold-expired', 'nearest-free'],
      ],
    ],
  },
  'join-waitlist': {
    about: 'Puts a citizen in line for a time of a service.',
    says: [
      'Who is first in line and can use a time that becomes free is offered it: the Appointment goes from `waitlist` to `pending` with the time, and the citizen is told. `$book` takes the offer; `$cancel` declines it, and so does letting it lapse. Then the citizen is back at the same place in line, is not offered that time again, and the next in line is.',
      'Offers are made within seconds, but not in quiet hours, which do not count in the time to answer either. `$cancel` of an entry leaves the list.',
    ],
    answers: [
      [201, 'the Appointment `waitlist`, which has no time yet'],
      badInput,
      mandate,
      noSuch,
      [
        422,
        'a rule of the service does not hold, or the citizen is in line already',
        ...['already-waiting', 'waitlist-window', 'granted-service'],
      ],
    ],
  },
};
