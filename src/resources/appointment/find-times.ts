import { addDays, instantToWall } from '../../fhir/instant.ts';
import type { FindReason } from '../../scheduling/find.ts';
import type { Interval } from '../../scheduling/interval.ts';
import type { Ports } from '../define.ts';
import { nearestSql, pageSql, reasonsSql } from './find-sql.ts';

/** A service with the starts that may be booked of it. */
export interface AskedService extends Interval {
  readonly id: string;
}

/** An absent filter asks for nothing; a list asks for any of its members. Ids are FHIR ids. */
export interface TimesQuery {
  readonly services: readonly AskedService[];
  /** Starts that are asked for. */
  readonly window: Interval;
  readonly practitioners?: readonly string[] | undefined;
  readonly places?: readonly string[] | undefined;
  /** 1 (Monday) to 7 (Sunday), local. */
  readonly weekdays?: readonly number[] | undefined;
  /** When the citizen is somewhere else. */
  readonly busy: readonly Interval[];
}

/** The last time of the page before: times come by start, and those at one time by Schedule. */
export interface Place {
  readonly start: number;
  readonly schedule: string;
}

/** A time that can be booked; epoch milliseconds. */
export interface FreeTime extends Interval {
  readonly schedule: string;
  readonly service: string;
  /** Empty where there is none. */
  readonly practitioner: string;
  readonly place: string;
}

const dayMs = 86_400_000;
/** Further than this, either way, is nothing of ours. */
const farthest = Date.UTC(9000, 0, 1);
const bounded = (ms: number): number => Math.min(Math.max(Math.floor(ms), 0), farthest);
const dateOf = (ms: number): string => instantToWall(bounded(ms)).date;

const within = (window: Interval, { start, end }: Interval): Interval => ({
  start: Math.max(window.start, start),
  end: Math.min(window.end, end),
});

/** The local dates of an interval, both ends included. */
function datesOf({ start, end }: Interval): string[] {
  const last = dateOf(end);
  const dates = [dateOf(start)];
  for (let date = dates[0] ?? last; date < last; dates.push(date)) date = addDays(date, 1);
  return dates;
}

/** The dates on which a time may be cut off by an end of what is asked, or meet what is in the way. A time begins a day before it ends at the most. */
function datesLookedInto(asked: readonly Interval[], busy: readonly Interval[]): string[] {
  const ends = asked.flatMap(({ start, end }) => [dateOf(start), dateOf(end)]);
  const whole = {
    start: Math.min(...asked.map(({ start }) => start)),
    end: Math.max(...asked.map(({ end }) => end)),
  };
  const met = busy
    .map(({ start, end }) => within(whole, { start: start - dayMs, end }))
    .filter(({ start, end }) => start <= end);
  return [...new Set([...ends, ...met.flatMap(datesOf)])];
}

const multirange = (all: readonly Interval[]): string =>
  `{${all.map(({ start, end }) => `[${bounded(start)},${bounded(end)})`).join(',')}}`;

/** What each statement begins with; `asked` are the starts of each service, in order. */
function valuesOf(query: TimesQuery, asked: readonly Interval[], now: number): unknown[] {
  const { services, practitioners, places, weekdays, busy } = query;
  return [
    services.map(({ id }) => id),
    asked.map(({ start }) => bounded(start)),
    asked.map(({ end }) => bounded(end)),
    asked.map(({ start }) => dateOf(start)),
    asked.map(({ end }) => dateOf(end)),
    practitioners ?? null,
    places ?? null,
    weekdays ?? null,
    multirange(busy),
    now,
    datesLookedInto(asked, busy),
  ];
}

/** What there is of a query: all of it as a number, and a page. */
export interface TimesFound {
  readonly total: number;
  readonly times: readonly FreeTime[];
  /** There are more behind the page. */
  readonly more: boolean;
}

const firstPage = [-1, '', '-infinity'];
const pageText = pageSql(farthest);

/** The free times that fit, by start and then Schedule. */
export async function findTimes(
  { db, now }: Ports,
  query: TimesQuery,
  { count, after }: { readonly count: number; readonly after?: Place | undefined },
): Promise<TimesFound> {
  if (query.services.length === 0) return { total: 0, times: [], more: false };
  const asked = query.services.map((one) => within(query.window, one));
  const from = after ? [after.start, after.schedule, dateOf(after.start)] : firstPage;
  const { rows } = await db.pipelined<FreeTime & { start: number | null; total: number }>(
    pageText,
    [...valuesOf(query, asked, now()), count, ...from],
    { name: 'find-times' },
  );
  const times = rows.filter(({ start }) => start !== null);
  const total = rows[0]?.total ?? 0;
  return { total, times: times.slice(0, count), more: times.length > count };
}

/** Days around the window that are looked at. */
const aroundDays = 92;

/** Local dates nearest to the window that have what was asked for, at most three. */
export async function nearestDates({ db, now }: Ports, query: TimesQuery): Promise<string[]> {
  if (query.services.length === 0) return [];
  const { start, end } = query.window;
  const around = { start: start - aroundDays * dayMs, end: end + aroundDays * dayMs };
  const asked = query.services.map((one) => within(around, one));
  const { rows } = await db.query<{ day: string }>(
    nearestSql,
    [...valuesOf(query, asked, now()), dateOf(start), dateOf(end - 1)],
    { name: 'find-nearest' },
  );
  return rows.map(({ day }) => day);
}

/** Why what is free in the window was left out, with how many times. */
export async function leftOut(
  { db, now }: Ports,
  query: TimesQuery,
): Promise<readonly { readonly reason: FindReason; readonly count: number }[]> {
  if (query.services.length === 0) return [];
  const { start, end } = query.window;
  const { rows } = await db.query<{ reason: FindReason | null; count: number }>(
    reasonsSql,
    [
      ...valuesOf(query, query.services, now()).slice(0, -1),
      ...[bounded(start), bounded(end), dateOf(start), dateOf(end)],
    ],
    { name: 'find-reasons' },
  );
  // What came free since the page was read has no reason against it.
  return rows.flatMap(({ reason, count }) => (reason === null ? [] : { reason, count }));
}
