import { minuteMs } from '../fhir/calendar.ts';
import {
  alive,
  citizenFree,
  granted,
  isBooked,
  isStaff,
  mandate,
  manner,
  meetsByVideo,
  offered,
  openBookings,
  ownLogin,
  relatives,
  staffReason,
  takesBookings,
  writable,
} from './eligibility-rules.ts';
import { bookableWindow, isLate, moveDeadline } from './policy.ts';
import type { Facts, Rule } from './rule.ts';
import { mayTransition } from './transitions.ts';

/** When the appointment begins as it stands: for a move, the time it is moved from. */
const presentStart = ({ current, start }: Facts): number => current?.start ?? start;

const time: readonly Rule[] = [
  {
    key: 'future',
    kind: 'rule',
    firm: true,
    anotherTime: true,
    text: { da: 'Tiden er passeret.', en: 'The time has passed.' },
    holds: ({ now, start }) => now < start,
  },
  {
    key: 'lead-time',
    kind: 'rule',
    anotherTime: true,
    text: {
      da: 'Tiden skal bestilles senest {leadTimeHours} timer før.',
      en: 'The time must be booked at least {leadTimeHours} hours before.',
    },
    holds: (f) => isStaff(f) || f.start >= bookableWindow(f.now, f.policy).start,
  },
  {
    key: 'horizon',
    kind: 'rule',
    anotherTime: true,
    text: {
      da: 'Tider kan højst bestilles {horizonDays} dage frem.',
      en: 'Times can be booked at most {horizonDays} days ahead.',
    },
    holds: (f) => isStaff(f) || f.start < bookableWindow(f.now, f.policy).end,
  },
  {
    key: 'duration',
    kind: 'rule',
    text: {
      da: 'En tid til denne ydelse varer {durationMinutes} minutter.',
      en: 'An appointment for this service takes {durationMinutes} minutes.',
    },
    holds: ({ start, end, policy }) => end - start === policy.durationMinutes * minuteMs,
  },
  {
    key: 'slot-free',
    kind: 'taken',
    anotherTime: true,
    text: { da: 'Tiden er optaget.', en: 'The time is taken.' },
    holds: ({ slotFree }) => slotFree,
  },
];

/** What has begun stays as it is. */
export const begun: Rule = {
  key: 'not-begun',
  kind: 'rule',
  firm: true,
  text: { da: 'Aftalen er begyndt.', en: 'The appointment has begun.' },
  holds: (facts) => !isBooked(facts) || facts.now < presentStart(facts),
};

/** A new booking, or the confirmation of a hold. */
export const bookRules: readonly Rule[] = [
  ownLogin,
  mandate,
  relatives,
  staffReason,
  alive,
  ...manner('book', 'bestilles', 'booked'),
  takesBookings,
  meetsByVideo,
  offered,
  granted,
  {
    key: 'bookable-status',
    kind: 'rule',
    firm: true,
    text: {
      da: 'Aftalen kan ikke bestilles, som den er nu.',
      en: 'The appointment cannot be booked as it is now.',
    },
    holds: ({ status }) =>
      status === 'proposed' || mayTransition(status ?? null, 'booked', '$book'),
  },
  openBookings,
  ...time,
  citizenFree,
];

/** Only what is booked can be moved. */
export const movable: Rule = {
  key: 'movable-status',
  kind: 'rule',
  firm: true,
  text: {
    da: 'Kun en aftale, der er bestilt, kan flyttes.',
    en: 'Only a booked appointment can be moved.',
  },
  holds: ({ status }) => mayTransition(status ?? null, 'booked', '$reschedule'),
};

/** A new time for a booked appointment. A breach of `move-deadline` alone can still be proposed to the staff. */
export const moveRules: readonly Rule[] = [
  takesBookings,
  meetsByVideo,
  ownLogin,
  mandate,
  relatives,
  staffReason,
  alive,
  writable,
  ...manner('move', 'flyttes', 'moved'),
  offered,
  granted,
  movable,
  begun,
  {
    key: 'move-deadline',
    kind: 'rule',
    askable: true,
    text: {
      da: 'Aftalen skal flyttes senest {moveDeadlineHours} timer før. Send et ønske til enheden.',
      en: 'The appointment must be moved at least {moveDeadlineHours} hours before. Send a request to the unit.',
    },
    holds: (f) => isStaff(f) || f.now <= moveDeadline(presentStart(f), f.policy),
  },
  ...time,
  citizenFree,
];

/** A cancellation, the release of a hold, or leaving the waiting list. */
export const cancelRules: readonly Rule[] = [
  mandate,
  staffReason,
  writable,
  {
    key: 'link-cancels',
    kind: 'right',
    text: {
      da: 'Linket kan ikke bruges til at melde afbud. Log på for at aflyse.',
      en: 'The link cannot be used to cancel. Log in to cancel.',
    },
    holds: ({ capacity, policy }) => capacity !== 'link-holder' || policy.smsLink === 'cancel',
  },
  ...manner('cancel', 'aflyses', 'cancelled'),
  {
    key: 'cancellable-status',
    kind: 'rule',
    firm: true,
    text: {
      da: 'Aftalen kan ikke aflyses, som den er nu.',
      en: 'The appointment cannot be cancelled as it is now.',
    },
    holds: ({ status = null, capacity }) =>
      mayTransition(status, 'cancelled', capacity) || mayTransition(status, 'cancelled', 'owner'),
  },
  begun,
  {
    key: 'cancel-deadline',
    kind: 'rule',
    text: {
      da: 'Aftalen skal aflyses senest {cancelDeadlineHours} timer før. Ring til enheden.',
      en: 'The appointment must be cancelled at least {cancelDeadlineHours} hours before. Please phone the unit.',
    },
    holds: (f) =>
      isStaff(f) ||
      !isBooked(f) ||
      f.policy.afterDeadline === 'accept' ||
      !isLate(f.now, f.start, f.policy),
  },
];
