import { dayNumber } from './series.ts';

/** Store bededag, the fourth Friday after Easter, was a holiday for the last time in this year. */
const lastPrayerDay = 2023;
const prayerDay = 26;
/** Days after Easter: skærtorsdag, langfredag, påskedag, 2. påskedag, Kristi himmelfart, pinsedag, 2. pinsedag. */
const afterEaster = [-3, -2, 0, 1, 39, 49, 50];
const fixed = ['01-01', '12-25', '12-26'];

/** Easter Sunday as days since 1970-01-01: the Gregorian computus in the form of Meeus, Jones and Butcher. */
export function easter(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const leapless = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25);
  const moon = (leapless + 19 * golden + 15) % 30;
  const late = Math.floor((golden + 11 * moon) / 319);
  const leaps = Math.floor((year % 100) / 4);
  const toSunday = (2 * (century % 4) + 2 * leaps - (year % 4) - moon + late + 32) % 7;
  const month = Math.floor((moon - late + toSunday + 90) / 25);
  const day = (moon - late + toSunday + month + 19) % 32;
  const two = (value: number) => String(value).padStart(2, '0');
  return dayNumber(`${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);
}

/** Whether the date is a Danish public holiday. Grundlovsdag, 24 and 31 December are none: a municipality closes as it likes. */
export function isPublicHoliday(date: string): boolean {
  if (fixed.includes(date.slice(5))) return true;
  const year = Number(date.slice(0, 4));
  const days = dayNumber(date) - easter(year);
  return afterEaster.includes(days) || (days === prayerDay && year <= lastPrayerDay);
}

/** A public holiday, or a date that the municipality keeps as one: `MM-DD` of every year or `YYYY-MM-DD`. */
export const isClosed = (date: string, closedDates: readonly string[] = []): boolean =>
  isPublicHoliday(date) || closedDates.includes(date) || closedDates.includes(date.slice(5));
