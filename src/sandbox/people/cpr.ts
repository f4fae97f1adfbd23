import type { Random } from './random.ts';

const weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/** Passing once meant valid; those born before October 2007 all pass, so a number that fails is nobody's. */
function passesModulus11(cpr: string): boolean {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(cpr[at]), 0);
  return sum % 11 === 0;
}

/** 0 to 3 stand for 1900 to 1999, 4 for 2000 to 2036. So no number ends as those of the official test people, 999x, do. */
function seventh(year: number, random: Random): number {
  return year < 2000 ? random.below(4) : 4;
}

function attempt(birthDate: string, female: boolean, random: Random): string {
  const [year = '', month, day] = birthDate.split('-');
  const middle = String(random.below(100)).padStart(2, '0');
  const last = random.below(5) * 2 + (female ? 0 : 1);
  return `${day}${month}${year.slice(2)}${seventh(Number(year), random)}${middle}${last}`;
}

/** An invented CPR number, ten digits, that is not in `taken`; it is added there. Date, century and sex agree. */
export function inventCpr(
  birthDate: string,
  female: boolean,
  random: Random,
  taken: Set<string>,
): string {
  for (;;) {
    const cpr = attempt(birthDate, female, random);
    if (!taken.has(cpr) && !passesModulus11(cpr)) {
      taken.add(cpr);
      return cpr;
    }
  }
}
