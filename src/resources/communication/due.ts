/** When messages go out. Pure; instants are epoch milliseconds, quiet hours are wall time. */
import type { HealthcareService } from '@medplum/fhirtypes';
import { minuteMs } from '../../fhir/calendar.ts';
import { structure } from '../../fhir/canonical.ts';
import { addDays, instantToWall, wallToInstant } from '../../fhir/instant.ts';
import { partsOf } from '../extension.ts';
import type { Municipality, ReminderTime } from '../municipality.ts';

const hourMs = 60 * minuteMs;

type Quiet = Municipality['quietHours'];

/** The key of a plan: the same reminder of the same appointment has the same one for ever. */
export const planKey = ({ daysBefore, hoursBefore, time }: ReminderTime): string =>
  hoursBefore === undefined
    ? `days-${daysBefore}${time === undefined ? '' : `-${time.replace(':', '')}`}`
    : `hours-${hoursBefore}`;

const mostPlans = 4;

/** The reminders of a service, or those of the municipality where it names none. */
export function reminderTimes(
  service: HealthcareService | undefined,
  { reminders }: Pick<Municipality, 'reminders'>,
): readonly ReminderTime[] {
  const own = (service?.extension ?? [])
    .filter(({ url }) => url === structure('reminder-plan'))
    .map(partsOf)
    .filter((parts) => parts.daysBefore !== undefined || parts.hoursBefore !== undefined)
    .map(({ time, ...rest }) => ({
      ...rest,
      // A FHIR time has seconds.
      ...(typeof time === 'string' && { time: time.slice(0, 5) }),
    }));
  return own.length > 0 ? (own as ReminderTime[]).slice(0, mostPlans) : reminders;
}

/** When the reminder of an appointment is wished: so many days before at the same wall time or another, or so many elapsed hours. */
export function wishedAt(start: number, { daysBefore = 1, hoursBefore, time }: ReminderTime) {
  if (hoursBefore !== undefined) return start - hoursBefore * hourMs;
  const wall = instantToWall(start);
  return wallToInstant(addDays(wall.date, -daysBefore), time ?? wall.time);
}

/** A reminder this short before the start helps nobody. */
const noticeMs = ({ hoursBefore }: ReminderTime): number =>
  hoursBefore === undefined ? hourMs : Math.min(hourMs, (hoursBefore * hourMs) / 2);

/** Whether nobody is to be woken now. */
export function isQuiet(now: number, quiet: Quiet): boolean {
  if (!quiet) return false;
  const { time } = instantToWall(now);
  const { from, to } = quiet;
  return from <= to ? from <= time && time < to : time >= from || time < to;
}

/** When the quiet hours that `at` falls in begin and end. */
function quietAround(at: number, { from, to }: NonNullable<Quiet>): { from: number; to: number } {
  const { date, time } = instantToWall(at);
  const first = time >= from ? date : addDays(date, -1);
  const last = from <= to ? first : addDays(first, 1);
  return { from: wallToInstant(first, from), to: wallToInstant(last, to) };
}

/** The end of the quiet hours that it is now; `at` itself when it is not quiet. */
export const afterQuiet = (at: number, quiet: Quiet): number =>
  quiet && isQuiet(at, quiet) ? quietAround(at, quiet).to : at;

/** When a message goes out, and until when it is of use. */
export interface Due {
  readonly dueAt: number;
  readonly until: number;
}

const graceMs = 15 * minuteMs;

/** What is due at the last moment is not late by the seconds that sending takes. */
const lasting = (due: number, until: number): Due => ({
  dueAt: due,
  until: due <= until ? Math.max(until, due + graceMs) : until,
});

/** What would fall in the quiet hours goes out at their end; when that is too late to be of use, in the minute before they begin. */
export function dueAt(start: number, time: ReminderTime, quiet: Quiet): Due {
  const until = start - noticeMs(time);
  const wished = wishedAt(start, time);
  if (!quiet || !isQuiet(wished, quiet)) return lasting(wished, until);
  const around = quietAround(wished, quiet);
  return lasting(around.to <= until ? around.to : around.from - minuteMs, until);
}

/** A reminder that is to be: its plan's key, and when. */
export interface Planned extends Due {
  readonly plan: string;
}

/**
 * The reminders that an appointment has ahead. Of those whose time has passed only the newest is left, and goes out at once: who books
 * late is not told twice in a row.
 */
export function remindersAhead(
  start: number,
  times: readonly ReminderTime[],
  { now, quiet }: { readonly now: number; readonly quiet: Quiet },
): Planned[] {
  const all = times
    .map((time) => ({ plan: planKey(time), ...dueAt(start, time, quiet) }))
    .filter((one) => one.until > now && one.dueAt <= one.until);
  const newest = Math.max(...all.filter((one) => one.dueAt <= now).map((one) => one.dueAt));
  const seen = new Set<string>();
  return all.filter(({ plan, dueAt: due }) => {
    const isFirst = !seen.has(plan);
    seen.add(plan);
    return isFirst && (due > now || due === newest);
  });
}
