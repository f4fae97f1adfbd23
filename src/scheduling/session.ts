import { dateOfDay } from '../fhir/calendar.ts';
import type { Interval } from './interval.ts';
import { byStart, isEmpty } from './interval.ts';
import { fullInterval, type Series, type WallSpan } from './roster.ts';
import { dayNumber, seriesOn } from './series.ts';

/** One session as it was written down, in wall time. */
export interface PlannedSession extends WallSpan {
  readonly id: string;
  readonly locationId?: string;
  readonly practitionerId?: string;
  readonly cancelled?: boolean;
}

/** A class in time. A session that was written down stands for that of the rule which has its id: its date. */
export interface ClassPlan {
  readonly sessions: readonly PlannedSession[];
  readonly rule?: Series & { readonly validTo: string };
}

/** A session that takes place; epoch milliseconds. */
export interface Session extends Interval {
  readonly id: string;
  readonly locationId?: string;
  readonly practitionerId?: string;
}

/** No rule goes on for longer: three years. */
const longestDays = 3 * 366;

function repeated({ rule }: ClassPlan): PlannedSession[] {
  if (!rule) return [];
  const last = Math.min(dayNumber(rule.validTo), dayNumber(rule.validFrom) + longestDays - 1);
  const to = dateOfDay(last);
  const shifts = seriesOn([rule], { from: rule.validFrom, to });
  return shifts.map(({ date, from, to: until }) => ({ id: date, date, from, to: until }));
}

const timed = ({ date, from, to, cancelled: _, ...rest }: PlannedSession): Session => ({
  ...rest,
  ...fullInterval({ date, from, to }),
});

/** All sessions that take place, in order; two that begin at one moment are one. They keep their wall time through the year. */
export function sessionsOf(plan: ClassPlan): Session[] {
  const own = new Set(plan.sessions.map(({ id }) => id));
  const all = [...plan.sessions, ...repeated(plan).filter(({ id }) => !own.has(id))];
  const sessions = all.filter(({ cancelled }) => cancelled !== true).map(timed);
  const starts = new Set<number>();
  return sessions.sort(byStart).filter((session) => {
    const isNew = !isEmpty(session) && !starts.has(session.start);
    starts.add(session.start);
    return isNew;
  });
}
