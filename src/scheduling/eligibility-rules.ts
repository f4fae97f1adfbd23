import { isOffered } from './policy.ts';
import type { Facts, Rule } from './rule.ts';

/** Lead time, horizon and deadlines shield the staff; staff who book, move or cancel are not held to them. */
export const isStaff = ({ capacity }: Facts): boolean => capacity === 'staff';

/** Giving up a hold or a place on the waiting list is no cancellation: no deadline or manner of the service meets it. */
export const isBooked = ({ status }: Facts): boolean => status === 'booked';

/** A relative acts by a mandate that says so. */
export const mandate: Rule = {
  key: 'mandate-to-act',
  kind: 'right',
  text: {
    da: 'Fuldmagten giver ret til at se, men ikke til at handle.',
    en: 'The mandate gives the right to see, but not to act.',
  },
  holds: ({ capacity, mandateRights }) => capacity !== 'relative' || mandateRights.includes('act'),
};

/** The service may keep bookings to the citizens themselves. */
export const relatives: Rule = {
  key: 'relatives-may-book',
  kind: 'right',
  text: {
    da: 'Pårørende kan ikke selv bestille tid til denne ydelse. Ring til enheden.',
    en: 'Relatives cannot book this service themselves. Please phone the unit.',
  },
  holds: ({ capacity, policy }) => capacity !== 'relative' || policy.relativesMayBook,
};

/** Whoever holds the link of an SMS is nobody in particular. */
export const ownLogin: Rule = {
  key: 'login-needed',
  kind: 'right',
  text: {
    da: 'Linket i sms’en kan kun bruges til at melde afbud. Log på for at bestille eller flytte en tid.',
    en: 'The link in the text message only cancels. Log in to book or move an appointment.',
  },
  holds: ({ capacity }) => capacity !== 'link-holder',
};

/** Staff cancel what a citizen who died had booked; nothing new is booked. */
export const alive: Rule = {
  key: 'citizen-alive',
  kind: 'rule',
  firm: true,
  text: { da: 'Borgeren er registreret som død.', en: 'The citizen is registered as deceased.' },
  holds: ({ citizenAlive }) => citizenAlive,
};

/** The service is active and valid on the date of the time asked for. */
export const offered: Rule = {
  key: 'service-offered',
  kind: 'rule',
  anotherTime: true,
  text: {
    da: 'Ydelsen tilbydes ikke på den dato.',
    en: 'The service is not offered on that date.',
  },
  holds: ({ start, policy }) => isOffered(start, policy),
};

/** Policy `kraeverYdelse`: only with an active granted service. */
export const granted: Rule = {
  key: 'granted-service',
  kind: 'rule',
  text: {
    da: 'Ydelsen kræver en bevilling, og borgeren har ingen aktiv bevilling til den.',
    en: 'The service must be granted first, and the citizen has no active grant of it.',
  },
  holds: ({ policy, hasGrantedService }) => !policy.requiresGrantedService || hasGrantedService,
};

/** Only staff explain rules away. */
export const staffReason: Rule = {
  key: 'override-by-staff',
  kind: 'right',
  text: {
    da: 'Kun personalet kan se bort fra en regel (override-reason).',
    en: 'Only staff can set a rule aside (override-reason).',
  },
  holds: (facts) => !facts.overrides || isStaff(facts),
};

const switchedOn = (feature: string, text: Rule['text']): Rule => ({
  ...{ key: 'feature-off', kind: 'rule', firm: true, text },
  holds: ({ off = [] }) => !off.includes(feature),
});

/** The unit takes part. Nobody sets it aside: a unit that has not begun looks at nothing that comes this way. */
export const takesBookings: Rule = switchedOn('booking', {
  da: 'Enheden har ikke tidsbestilling her. Ring til enheden.',
  en: 'The unit has no booking here. Please phone the unit.',
});

export const keepsWaitlist: Rule = switchedOn('waitlist', {
  da: 'Enheden har ikke venteliste her. Ring til enheden.',
  en: 'The unit has no waiting list here. Please phone the unit.',
});

export const meetsByVideo: Rule = switchedOn('video', {
  da: 'Enheden holder ikke videomøder her. Ring til enheden.',
  en: 'The unit holds no video meetings here. Please phone the unit.',
});

/** Visits are planned in Cura alone. */
export const writable: Rule = {
  key: 'read-only',
  kind: 'rule',
  firm: true,
  text: {
    da: 'Besøget planlægges af enheden og kan ikke ændres her. Ring til enheden.',
    en: 'The visit is planned by the unit and cannot be changed here. Please phone the unit.',
  },
  holds: ({ readOnly = false }) => !readOnly,
};

/** So many at a time, where the service says how many. */
export const openBookings: Rule = {
  key: 'open-bookings',
  kind: 'rule',
  text: {
    da: 'Borgeren har allerede {maxOpenBookings} kommende aftaler til denne ydelse, og flere kan der ikke være.',
    en: 'The citizen already has {maxOpenBookings} appointments ahead for this service, and there can be no more.',
  },
  holds: ({ policy, openBookings: open }) =>
    open < (policy.maxOpenBookings ?? Number.POSITIVE_INFINITY),
};

/** Nobody is in two places; staff who book know what they do. A visit has a window and does not count. */
export const citizenFree: Rule = {
  key: 'citizen-busy',
  kind: 'rule',
  anotherTime: true,
  text: {
    da: 'Borgeren har en anden aftale på det tidspunkt.',
    en: 'The citizen has another appointment at that time.',
  },
  holds: (facts) => isStaff(facts) || !facts.citizenBusy,
};

/** Two rules, because asking the unit helps against one of them only. */
export const manner = (action: 'book' | 'move' | 'cancel', da: string, en: string): Rule[] => [
  {
    key: `${action}-offered`,
    kind: 'rule',
    text: {
      da: `Tider til denne ydelse kan ikke ${da} her. Ring til enheden.`,
      en: `Appointments for this service cannot be ${en} here. Please phone the unit.`,
    },
    holds: (facts) => isStaff(facts) || !concerns(action, facts) || facts.policy[action] !== 'none',
  },
  {
    key: `${action}-by-request`,
    kind: 'rule',
    ...(action !== 'cancel' && { askable: true as const }),
    text: {
      da: `Tider til denne ydelse kan kun ${da} ved at sende et ønske til enheden.`,
      en: `Appointments for this service can only be ${en} by sending a request to the unit.`,
    },
    holds: (facts) =>
      isStaff(facts) || !concerns(action, facts) || facts.policy[action] !== 'request',
  },
];

const concerns = (action: string, facts: Facts): boolean => action !== 'cancel' || isBooked(facts);
