import type { Extension, HealthcareService, Resource } from '@medplum/fhirtypes';
import { formatInstant } from '../../fhir/instant.ts';
import { type ClassPlan, type PlannedSession, sessionsOf } from '../../scheduling/session.ts';
import type { Room } from '../define.ts';
import { extensionOf, partsOf } from '../extension.ts';
import { activityUrl, extensionsOf, isActivity } from './activity.ts';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** What is held more often is told of in so many times. */
const most = 400;

const clock = (time: unknown): string => String(time).slice(0, 5);

function sessionOf(extension: Extension): PlannedSession {
  const { date, from, to } = partsOf(extension);
  const span = { date: String(date), from: clock(from), to: clock(to) };
  return { ...span, id: `${span.date} ${span.from}` };
}

function ruleOf({ availableTime = [], notAvailable = [] }: HealthcareService): ClassPlan['rule'] {
  const [time] = availableTime;
  const weeks = time && extensionOf(time, activityUrl.repetition);
  if (!time || !weeks) return undefined;
  const { everyWeeks, first, last } = partsOf(weeks);
  return {
    days: (time.daysOfWeek ?? []).map((day) => days.indexOf(day) + 1),
    ...{ from: clock(time.availableStartTime), to: clock(time.availableEndTime) },
    ...{ everyWeeks: Number(everyWeeks), validFrom: String(first), validTo: String(last) },
    except: notAvailable.flatMap(({ during }) => during?.start ?? []),
  };
}

/** The times of an activity in order, epoch milliseconds. They keep their wall time when the clock changes. */
export function occasionsOf(service: HealthcareService): { start: number; end: number }[] {
  const rule = ruleOf(service);
  const sessions = extensionsOf(service, activityUrl.session).map(sessionOf);
  return sessionsOf({ sessions, ...(rule && { rule }) })
    .slice(0, most)
    .map(({ start, end }) => ({ start, end }));
}

/** The same with its times as instants. */
export function withOccasions<T extends HealthcareService>(service: T): T {
  if (!isActivity(service)) return service;
  const others = (service.extension ?? []).filter(({ url }) => url !== activityUrl.occasion);
  const times = occasionsOf(service).map(({ start, end }) => ({
    url: activityUrl.occasion,
    valuePeriod: { start: formatInstant(start), end: formatInstant(end) },
  }));
  return { ...service, extension: [...others, ...times] };
}

/** Gives each activity its times as instants. */
export const completeActivities: NonNullable<Room['complete']> = async (_, __, services) =>
  services.map((one) => withOccasions(one as HealthcareService) as Resource & { id: string });
