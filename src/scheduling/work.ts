import { addDays, wallToInstant } from '../fhir/instant.ts';
import { isClosed } from './holiday.ts';
import { type Interval, isEmpty, normalise, subtract, without } from './interval.ts';
import {
  around,
  beginsOn,
  byStartAndPlace,
  type DateRange,
  dateInterval,
  fullInterval,
  type Opening,
  type Roster,
  type Shift,
  travelMsOf,
  type Work,
  wallInterval,
} from './roster.ts';
import { seriesOn, weeklyOn } from './series.ts';

/**
 * The work of the shifts that begin on the dates, in order and disjoint: where shifts overlap, the one that begins first has
 * the time. A shift whose ends are equal is none. What absence, opening hours and travel leave keeps the grid of its shift;
 * after a break the grid begins anew, as it does with another shift.
 */
export function workOf(roster: Roster, dates: DateRange): Work[] {
  const breaks = breaksOf(roster, around(dates, 1, 1));
  const off = timeOff(roster, around(dates, 1, 1));
  const work: Work[] = [];
  let taken = Number.NEGATIVE_INFINITY;
  for (const shift of shiftsOn(roster, dates)) {
    for (const piece of between(shift, breaks)) {
      const rest = { ...piece, start: Math.max(piece.start, taken) };
      for (const free of without(rest, off)) work.push({ ...rest, ...free });
    }
    taken = Math.max(taken, shift.end);
  }
  return apart(work, travelMsOf(roster));
}

function shiftsOn(roster: Roster, dates: DateRange): Work[] {
  const { shifts, series = [], period, opening = {} } = roster;
  const single = shifts.filter(beginsOn(dates));
  const recurring = seriesOn(series, dates, period);
  const restful = opening.publicHolidays !== 'open';
  const strict = opening.publicHolidays === 'closed';
  const worked = [
    ...single.flatMap((shift) => shiftWork(roster, shift, strict)),
    ...recurring.flatMap((shift) => shiftWork(roster, shift, restful)),
  ];
  return worked.filter((each) => !isEmpty(each)).sort(byStartAndPlace);
}

/** A shift that rests on holidays does not begin on one, and one of the evening before ends at midnight. */
function shiftWork(roster: Roster, shift: Shift, rests: boolean): Work[] {
  const closed = (date: string) => rests && isClosed(date, roster.opening?.closedDates);
  if (closed(shift.date)) return [];
  const { start, end } = wallInterval(shift);
  const midnight = wallToInstant(addDays(shift.date, 1), '00:00');
  const cut = end > midnight && closed(addDays(shift.date, 1)) ? midnight : end;
  const locationId = shift.locationId ?? roster.locationId;
  const place = locationId === undefined ? {} : { locationId };
  return [{ start, end: cut, gridStart: start, ...place }];
}

const breaksOf = ({ breaks = [], weeklyBreaks = [] }: Roster, dates: DateRange): Interval[] =>
  normalise(
    [...breaks.filter(beginsOn(dates)), ...weeklyOn(weeklyBreaks, dates)].map(fullInterval),
  );

/** Absence from the evening before, or on the morning after, also meets the night shifts of the dates: ask for them too. */
const timeOff = ({ absences, opening }: Roster, dates: DateRange): Interval[] =>
  normalise([
    ...absences.filter(beginsOn(dates)).map(fullInterval),
    ...outsideHours(opening, dates),
  ]);

function outsideHours(opening: Opening | undefined, dates: DateRange): Interval[] {
  if (!opening?.hours) return [];
  const open = weeklyOn(opening.hours, dates).map(fullInterval);
  return subtract([dateInterval(dates)], open);
}

function between(shift: Work, breaks: readonly Interval[]): Work[] {
  return without(shift, breaks).map((piece) => ({
    ...shift,
    ...piece,
    gridStart: piece.start === shift.start ? shift.gridStart : piece.start,
  }));
}

/** Work begins no sooner after work elsewhere than one can be there. Each pair is judged alone, so that no delay hands on. */
function apart(work: readonly Work[], travelMs: number): Work[] {
  if (travelMs === 0) return [...work];
  const after: Work[] = [];
  let here: Work | undefined;
  let left = Number.NEGATIVE_INFINITY;
  for (const each of work) {
    if (each.locationId !== undefined) {
      if (here && here.locationId !== each.locationId) left = here.end;
      here = each;
    }
    const rest = { ...each, start: Math.max(each.start, left + travelMs) };
    if (each.locationId === undefined) after.push(each);
    else if (!isEmpty(rest)) after.push(rest);
  }
  return after;
}
