import type { Extension, HealthcareService, Resource } from '@medplum/fhirtypes';
import { addDays, formatInstant, instantToWall } from '../../fhir/instant.ts';
import type { Interval } from '../../scheduling/interval.ts';
import { dayNumber } from '../../scheduling/series.ts';
import { type ClassPlan, type PlannedSession, sessionsOf } from '../../scheduling/session.ts';
import type { Room } from '../define.ts';
import { extensionOf, partsOf } from '../extension.ts';
import { activityUrl, extensionsOf, isActivity } from './activity.ts';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** What is held more often is told of in so many times: those of the last weeks, and then on. */
const most = 400;
const keptDays = 70;

const clock = (time: unknown): string => String(time).slice(0, 5);

function sessionOf(extension: Extension): PlannedSession {
  const { date, from, to } = partsOf(extension);
  const span = { date: String(date), from: clock(from), to: clock(to) };
  return { ...span, id: `${span.date} ${span.from}` };
}

type Rule = NonNullable<ClassPlan['rule']>;

function ruleOf({ availableTime = [], notAvailable = [] }: HealthcareService): Rule | undefined {
  const [time = {}] = availableTime;
  const { daysOfWeek = [], availableStartTime: from, availableEndTime: to } = time;
  const { everyWeeks, first, last } = partsOf(extensionOf(time, activityUrl.repetition));
  if (!from || !to || !first || !last) return undefined;
  return {
    days: daysOfWeek.map((day) => days.indexOf(day) + 1),
    ...{ from: clock(from), to: clock(to) },
    ...{ everyWeeks: Number(everyWeeks), validFrom: String(first), validTo: String(last) },
    except: notAvailable.flatMap(({ during }) => during?.start ?? []),
  };
}

/** The same rule from a later week that has it: what has gone on for years still goes on. */
function since({ validFrom, everyWeeks = 1, ...rule }: Rule, date: string): Rule {
  const weeks = Math.max(everyWeeks, 1);
  const past = Math.floor((dayNumber(date) - dayNumber(validFrom)) / (7 * weeks));
  const later = past > 0 ? addDays(validFrom, past * 7 * weeks) : validFrom;
  return { ...rule, everyWeeks: weeks, validFrom: later };
}

/** Whether it is in force on a date. */
function holdsOn(service: HealthcareService): (date: string) => boolean {
  const { start = '', end = '9999-12-31' } =
    extensionsOf(service, activityUrl.effective)[0]?.valuePeriod ?? {};
  return (date) => start.slice(0, 10) <= date && date <= end.slice(0, 10);
}

/**
 * The times of an activity from some weeks before now, in order, epoch milliseconds. They keep their wall time when the clock changes,
 * and none lies outside the days on which the activity is in force.
 */
export function occasionsOf(service: HealthcareService, now: number): Interval[] {
  const first = addDays(instantToWall(now).date, -keptDays);
  const rule = ruleOf(service);
  const isInForce = holdsOn(service);
  const written = extensionsOf(service, activityUrl.session).map(sessionOf);
  const sessions = written.filter(({ date }) => first <= date && isInForce(date));
  return sessionsOf({ sessions, ...(rule && { rule: since(rule, first) }) })
    .filter(({ start }) => isInForce(instantToWall(start).date))
    .slice(0, most)
    .map(({ start, end }) => ({ start, end }));
}

/** The same with its times as instants. */
export function withOccasions<T extends HealthcareService>(service: T, now: number): T {
  if (!isActivity(service)) return service;
  const others = (service.extension ?? []).filter(({ url }) => url !== activityUrl.occasion);
  const times = occasionsOf(service, now).map(({ start, end }) => ({
    url: activityUrl.occasion,
    valuePeriod: { start: formatInstant(start), end: formatInstant(end) },
  }));
  return { ...service, extension: [...others, ...times] };
}

/** Gives each activity its times as instants. */
export const completeActivities: NonNullable<Room['complete']> = async (_, { now }, services) =>
  services.map(
    (one) => withOccasions(one as HealthcareService, now()) as Resource & { id: string },
  );
