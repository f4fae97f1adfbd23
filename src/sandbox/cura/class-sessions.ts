import type { Gang, Gentagelse, Hold } from '../../cura/class-records.ts';
import type { Ugedag } from '../../cura/place-records.ts';
import { addDays, formatInstant, instantToWall, wallToInstant } from '../../fhir/instant.ts';

const numbers = { man: 1, tir: 2, ons: 3, tor: 4, fre: 5, loer: 6, soen: 7 } as const satisfies {
  readonly [D in Ugedag]: number;
};
/** Nothing repeats for longer: three years. */
const longestDays = 3 * 366;

function datesBetween(first: string, last: string): string[] {
  const dates: string[] = [];
  for (let date = first; date <= last && dates.length < longestDays; date = addDays(date, 1))
    dates.push(date);
  return dates;
}

/** Weeks are counted from the one that the first date is in. */
function repeated({ dage, fra, til, hverUge, fraDato, tilDato, undtagelser }: Gentagelse): Gang[] {
  const weekdayOf = (date: string) => instantToWall(wallToInstant(date, '12:00')).weekday;
  const days = dage.map((day): number => numbers[day]);
  const before = weekdayOf(fraDato) - 1;
  return datesBetween(fraDato, tilDato)
    .filter((_, at) => Math.floor((before + at) / 7) % Math.max(1, hverUge) === 0)
    .filter((date) => days.includes(weekdayOf(date)) && !undtagelser.includes(date))
    .map((dato) => ({ id: dato, dato, fra, til }));
}

/** All sessions of a class: those that are written out, and those of the rule that none of them stands for. */
export function gangeOf({ gange, gentagelse }: Pick<Hold, 'gange' | 'gentagelse'>): Gang[] {
  const own = new Set(gange.map(({ id }) => id));
  const others = gentagelse ? repeated(gentagelse).filter(({ id }) => !own.has(id)) : [];
  return [...gange, ...others];
}

/** Begin and end of a session as instants; one that does not end after it begins ends on the next day. */
export function timesOf({ dato, fra, til }: Pick<Gang, 'dato' | 'fra' | 'til'>) {
  const date = til > fra ? dato : addDays(dato, 1);
  const end = til === '24:00' ? wallToInstant(addDays(dato, 1), '00:00') : wallToInstant(date, til);
  return { start: formatInstant(wallToInstant(dato, fra)), slut: formatInstant(end) };
}
