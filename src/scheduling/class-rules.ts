import { minuteMs } from '../fhir/calendar.ts';
import type { Text } from '../fhir/outcome.ts';
import { isStaff } from './eligibility-rules.ts';
import type { Rule } from './rule.ts';

/** What decides about a seat in one session of a class, beside what decides about any booking. */
export interface SeatFacts {
  /** Seats that nobody has. */
  readonly remaining: number;
  /** The citizen has one. */
  readonly joined: boolean;
  /** Elapsed hours before the session. */
  readonly joinDeadlineHours: number;
  readonly joining: 'whole' | 'single' | 'either';
  /** All sessions that are left are asked for. */
  readonly whole: boolean;
}

export const classFull: Text = {
  da: 'Der er ikke flere pladser på holdet den dag.',
  en: 'There are no seats left in the class on that day.',
};

/** How many may be in a session, how often, until when, and how one joins. Staff answer for their own deadlines. */
export const seatRules = (seat: SeatFacts): Rule[] => [
  {
    key: 'already-joined',
    kind: 'rule',
    firm: true,
    text: {
      da: 'Borgeren er allerede tilmeldt denne gang.',
      en: 'The citizen has joined this session already.',
    },
    holds: () => !seat.joined,
  },
  {
    key: 'class-whole-only',
    kind: 'rule',
    text: {
      da: 'Man følger hele holdet. Tilmeld hele rækken af gange (series=true).',
      en: 'The class is followed as a whole. Join all of its sessions (series=true).',
    },
    holds: (facts) => isStaff(facts) || seat.whole || seat.joining !== 'whole',
  },
  {
    key: 'class-single-only',
    kind: 'rule',
    text: {
      da: 'Holdet har kun tilmelding til én gang ad gangen.',
      en: 'The class is joined one session at a time only.',
    },
    holds: (facts) => isStaff(facts) || !seat.whole || seat.joining !== 'single',
  },
  {
    key: 'class-deadline',
    kind: 'rule',
    anotherTime: true,
    text: {
      da: `Tilmelding skal ske senest ${seat.joinDeadlineHours} timer før.`,
      en: `One must join at least ${seat.joinDeadlineHours} hours before.`,
    },
    holds: (facts) =>
      isStaff(facts) || facts.now <= facts.start - seat.joinDeadlineHours * 60 * minuteMs,
  },
  {
    key: 'class-full',
    kind: 'taken',
    anotherTime: true,
    text: classFull,
    holds: () => seat.remaining > 0,
  },
];

/** A session is as long as it is, its seats are counted, and who is in it already is told just that. */
const notOfSeats = ({ joined }: SeatFacts): readonly string[] => [
  ...['duration', 'slot-free'],
  ...(joined ? ['citizen-busy'] : []),
];

/** How far ahead, and how many, says nothing of a whole series. */
const notOfSeries: readonly string[] = ['horizon', 'lead-time', 'open-bookings'];

/** The rules of booking or moving, as they are for a session. */
export function sessionRules(rules: readonly Rule[], seat: SeatFacts): Rule[] {
  const left = [...notOfSeats(seat), ...(seat.whole ? notOfSeries : [])];
  return [...rules.filter(({ key }) => !left.includes(key)), ...seatRules(seat)];
}
