import { badInput, noSuch, type OperationTexts } from './texts.ts';

/** Operations that give a citizen's appointments to calendar programs. */
export const calendarTexts: Readonly<Record<string, OperationTexts>> = {
  ics: {
    about: 'Gives appointments as an iCalendar (RFC 5545) for whoever is logged in.',
    says: [
      'Asked of the type it gives a month back and all that is ahead, of the one who is logged in or of `patient`; asked of an Appointment that one alone. Each event has the service, the person, the exact place and the way there. Instants are in UTC.',
      'The answer is `text/calendar`, and a Binary of it for who asks for FHIR by name. It has an ETag.',
    ],
    answers: [[200, 'the calendar'], [304, 'it is as `If-None-Match` says'], badInput, noSuch],
  },
  'calendar-feed': {
    about: 'Opens or closes a calendar address that needs no login. It is off until it is opened.',
    says: [
      'Whoever has the address sees when there are appointments, and “Aftale med kommunen”: no service, person, place or id. It is shown this once; opening again closes the old one. A relative needs a mandate to act that the municipality has recorded, and the address ends with it.',
      'Each time it is fetched is kept in the record of who has looked.',
    ],
    answers: [
      [200, 'Parameters with the `url`, or without one when it was closed'],
      badInput,
      [403, 'the caller is not the citizen and has no lasting mandate to act', 'calendar-owner'],
      noSuch,
    ],
  },
};
