/** The only place that reads and writes wall time. Instants are epoch milliseconds; FHIR strings carry an offset. */
import { dateOfDay, dayMs, daysInMonth, minuteMs, utcDay, zoneOffset } from './calendar.ts';

/** The zone of every roster, deadline and date without a zone. */
export const zone = 'Europe/Copenhagen';
const offsetMsAt = zoneOffset(zone);

/** Wall time of an instant in `zone`: `YYYY-MM-DD`, `HH:MM`; `weekday` is 1 (Monday) to 7 (Sunday). */
export interface Wall {
  readonly date: string;
  readonly time: string;
  readonly weekday: number;
}

/** Half-open: `from` belongs to it, `to` does not. Epoch milliseconds. */
export interface InstantRange {
  readonly from: number;
  readonly to: number;
}

const dateGrammar =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:\.(\d+))?)?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?)?)?)?$/;
const instantGrammar =
  /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;
const timeGrammar = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

function impossible(text: string): never {
  throw new RangeError(`no such date or time: ${JSON.stringify(text.slice(0, 40))}`);
}

function dayStart(year: number, month: number, day: number, text: string): number {
  if (year < 1 || day < 1 || day > daysInMonth(year, month)) impossible(text);
  return utcDay(year, month, day);
}

/** A gap is jumped forwards by its length; of two equal wall times the first is meant. */
function wallMsToInstant(wallMs: number): number {
  const before = offsetMsAt(wallMs - dayMs);
  const first = wallMs - before;
  if (offsetMsAt(first) === before) return first;
  const second = wallMs - offsetMsAt(wallMs + dayMs);
  return offsetMsAt(second) === wallMs - second ? second : first;
}

function wallRange(from: number, to: number): InstantRange {
  return { from: wallMsToInstant(from), to: wallMsToInstant(to) };
}

function zonedToInstant(wallMs: number, offset: string | undefined): number {
  if (offset === undefined) return wallMsToInstant(wallMs);
  if (offset === 'Z') return wallMs;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return wallMs + (offset.startsWith('-') ? minutes : -minutes) * minuteMs;
}

function timeRange(dayStartMs: number, match: RegExpExecArray): InstantRange {
  const [, , , , hour, minute, second, fraction, offset] = match;
  const minutes = Number(hour) * 60 + Number(minute);
  const fractionMs = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
  const wallMs = dayStartMs + minutes * minuteMs + Number(second ?? 0) * 1000 + fractionMs;
  const from = zonedToInstant(wallMs, offset);
  if (second === undefined) return { from, to: from + minuteMs };
  return { from, to: from + 10 ** Math.max(0, 3 - (fraction?.length ?? 0)) };
}

/**
 * The time that a FHIR date, dateTime or instant of any precision covers. Without an offset it is Copenhagen time.
 * Throws a RangeError when there is no such date.
 */
export function dateRange(text: string): InstantRange {
  return rangeOf(dateGrammar.exec(text) ?? impossible(text));
}

function rangeOf(match: RegExpExecArray): InstantRange {
  const [text, yearText, monthText, dayText, hour] = match;
  const year = Number(yearText);
  const month = Number(monthText ?? 1);
  const start = dayStart(year, month, Number(dayText ?? 1), text);
  if (hour !== undefined) return timeRange(start, match);
  if (dayText !== undefined) return wallRange(start, start + dayMs);
  if (monthText !== undefined) return wallRange(start, start + daysInMonth(year, month) * dayMs);
  return wallRange(start, utcDay(year + 1, 1, 1));
}

/**
 * Reads a FHIR instant; the offset is required, what is finer than a millisecond is cut. Throws a RangeError.
 * `Date.parse` is three times as fast as our own reading, and rolls 30 February over to March.
 */
export function parseInstant(text: string): number {
  if (!instantGrammar.test(text)) return impossible(text);
  const ms = text.slice(8, 10) > '28' ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? dateRange(text).from : ms;
}

const two = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

function clock(msOfDay: number): string {
  const minutes = Math.floor(msOfDay / minuteMs);
  return `${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}`;
}

/** Such as `2026-11-24T13:15:00+01:00`, in Copenhagen time; milliseconds only when there are any. */
export function formatInstant(ms: number): string {
  const offsetMs = offsetMsAt(ms);
  const day = Math.floor((ms + offsetMs) / dayMs);
  const msOfDay = ms + offsetMs - day * dayMs;
  const fraction = msOfDay % 1000 === 0 ? '' : `.${String(msOfDay % 1000).padStart(3, '0')}`;
  const seconds = two[Math.floor((msOfDay % minuteMs) / 1000)];
  const offset = `${offsetMs < 0 ? '-' : '+'}${clock(Math.abs(offsetMs))}`;
  return `${dateOfDay(day)}T${clock(msOfDay)}:${seconds}${fraction}${offset}`;
}

function dateMs(date: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) impossible(date);
  return dayStart(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8)), date);
}

/**
 * The instant of `YYYY-MM-DD` and `HH:MM` (24:00 is the next midnight) on a Copenhagen wall clock. A time in the hour that
 * March leaves out is an hour later; one in the hour that October has twice is the first. Throws a RangeError.
 */
export function wallToInstant(date: string, time: string): number {
  const [, hour = '24', minute = '0'] = timeGrammar.exec(time) ?? impossible(time);
  return wallMsToInstant(dateMs(date) + (Number(hour) * 60 + Number(minute)) * minuteMs);
}

/** What a Copenhagen wall clock and calendar show; seconds are cut. */
export function instantToWall(ms: number): Wall {
  const wallMs = ms + offsetMsAt(ms);
  const day = Math.floor(wallMs / dayMs);
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  return { date: dateOfDay(day), time: clock(wallMs - day * dayMs), weekday };
}

/** The date `days` calendar days later (earlier when negative). Throws a RangeError. */
export function addDays(date: string, days: number): string {
  return dateOfDay(dateMs(date) / dayMs + days);
}

const danishDays = ['man', 'tir', 'ons', 'tor', 'fre', 'lør', 'søn'];
const englishDays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Such as `tir 24/11 kl. 13.15`. */
export function formatDanish(ms: number): string {
  const { date, time, weekday } = instantToWall(ms);
  const day = `${Number(date.slice(8))}/${Number(date.slice(5, 7))}`;
  return `${danishDays[weekday - 1]} ${day} kl. ${time.replace(':', '.')}`;
}

const englishMonths = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Such as `Tue 24 Nov at 13:15`. */
export function formatEnglish(ms: number): string {
  const { date, time, weekday } = instantToWall(ms);
  const month = englishMonths[Number(date.slice(5, 7)) - 1];
  return `${englishDays[weekday - 1]} ${Number(date.slice(8))} ${month} at ${time}`;
}

/** An instant as UTC text with milliseconds, such as `2026-11-24T12:15:00.000Z`: for the moments at which we did something. */
export const formatUtc = (ms: number): string => {
  if (ms !== lastUtc.ms) lastUtc = { ms, text: new Date(ms).toISOString() };
  return lastUtc.text;
};

/** A batch is written at one moment. */
let lastUtc = { ms: 0, text: '1970-01-01T00:00:00.000Z' };
