export const minuteMs = 60_000;
export const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const yearsOfCycle = 400;
const cycleMs = 146_097 * dayMs;

/** Half-open stretch of time with one offset. */
interface Period {
  readonly from: number;
  readonly to: number;
  readonly offsetMs: number;
}

/** Midnight UTC of a day. `Date.UTC` takes the years 0 to 99 for 1900 to 1999; the calendar repeats after 400 years. */
export function utcDay(year: number, month: number, day: number): number {
  return Date.UTC(year + yearsOfCycle, month - 1, day) - cycleMs;
}

/** Days of a month, 0 when there is no such month. */
export function daysInMonth(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whole minutes: an offset in FHIR has no seconds, which local mean time had before 1894. */
function offsetIn(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (ms) => {
    const parts = /GMT([+-])?(\d\d)?:?(\d\d)?/.exec(format.format(ms)) ?? [];
    const minutes = Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
    return (parts[1] === '-' ? -minutes : minutes) * minuteMs;
  };
}

function transition(low: number, high: number, ask: (ms: number) => number): number {
  const before = ask(low);
  let [from, to] = [low, high];
  while (to - from > 1000) {
    const middle = Math.floor((from + to) / 2000) * 1000;
    if (ask(middle) === before) from = middle;
    else to = middle;
  }
  return to;
}

function periodsOf(year: number, ask: (ms: number) => number): Period[] {
  const end = utcDay(year + 1, 1, 1);
  const periods: Period[] = [];
  for (let from = utcDay(year, 1, 1); from < end; ) {
    let at = from;
    while (at < end && ask(at) === ask(from)) at += weekMs;
    const last = Math.min(at, end - 1000);
    const to = ask(last) === ask(from) ? end : transition(Math.max(from, at - weekMs), last, ask);
    periods.push({ from, to, offsetMs: ask(from) });
    from = to;
  }
  return periods;
}

/** The zone's offset from UTC in milliseconds at an instant. Asks Intl once for each year, which is too slow to ask each time. */
export function zoneOffset(zone: string): (ms: number) => number {
  const years = new Map<number, readonly Period[]>();
  let ask: ((ms: number) => number) | undefined;
  let recent: Period = { from: 0, to: 0, offsetMs: 0 };
  return (ms) => {
    if (ms >= recent.from && ms < recent.to) return recent.offsetMs;
    const year = new Date(ms).getUTCFullYear();
    ask ??= offsetIn(zone);
    const periods = years.get(year) ?? periodsOf(year, ask);
    years.set(year, periods);
    recent = periods.find(({ to }) => ms < to) ?? recent;
    return recent.offsetMs;
  };
}

const datesMax = 10_000;
const dates = new Map<number, string>();

/** `YYYY-MM-DD` of a count of days since 1970-01-01. Remembers some days: `toISOString` costs a microsecond. */
export function dateOfDay(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  if (dates.size >= datesMax) dates.clear();
  const text = new Date(day * dayMs).toISOString().slice(0, 10);
  dates.set(day, text);
  return text;
}
