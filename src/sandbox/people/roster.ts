import type { Fravaer, Tjeneste, Vagt } from '../../cura/care-records.ts';
import { clock, type Day, minutesOf } from './calendar.ts';
import { randomFor } from './random.ts';
import { type Member, positions } from './staff.ts';
import type { Stamp } from './town.ts';

const morning = { fra: '08:00', til: '12:00' };
const afternoon = { fra: '12:30', til: '15:30' };
const weekday = [morning, afternoon];
const weekend = [{ fra: '09:00', til: '13:00' }];
/** Each weekend has one at work of every three who take turns. */
const turns = 3;
/** Keeps the count of weeks above zero. */
const weeksBackMax = 1000;

function worksWeekend({ weekendTurn }: Member, { number }: Day): boolean {
  if (weekendTurn === undefined) return false;
  const week = Math.floor(number / 7) + turns * weeksBackMax;
  return (weekendTurn + week) % turns === 0;
}

/** Shifts of a day: none on a free day, two with a lunch break between on others. */
export function shifts(member: Member, day: Day): Vagt[] {
  if (day.weekday > 5) {
    return worksWeekend(member, day) ? weekend.map((time) => ({ dato: day.date, ...time })) : [];
  }
  const partTime = member.index % 4 === 3 && day.weekday === 3;
  return partTime ? [] : weekday.map((time) => ({ dato: day.date, ...time }));
}

/** Absence on a day, of whoever is not the first of the staff: somebody has to be there. */
export function absence(seed: number, member: Member, { date, number, weekday }: Day): Fravaer[] {
  if (member.index === 0 || weekday > 5) return [];
  const week = randomFor(seed, 'fravaer', member.index, Math.floor(number / 7));
  const kind = week.below(10);
  if (kind === 0) return [{ dato: date, fra: '00:00', til: '24:00', aarsag: 'Ferie' }];
  const course = kind === 1 && weekday === 2;
  return course ? [{ dato: date, fra: '12:00', til: '16:00', aarsag: 'Kursus' }] : [];
}

/** A stretch of a shift for one appointment, whatever its service. */
export interface WorkSlot {
  readonly day: Day;
  readonly startMinutes: number;
  /** Counts the slots of the day. */
  readonly nth: number;
}

/** Long enough for each of the member's services with its buffers, on the quarter. */
function pitchMinutes({ services }: Member): number {
  const needs = services.map(
    (s) => s.bufferFoerMinutter + s.varighedMinutter + s.bufferEfterMinutter,
  );
  return Math.ceil(Math.max(...needs) / 15) * 15;
}

/** All stretches in which the member could see somebody that day; they do not overlap. */
export function workSlots(seed: number, member: Member, day: Day): WorkSlot[] {
  const pitch = pitchMinutes(member);
  const away = absence(seed, member, day);
  const starts = shifts(member, day).flatMap(({ fra, til }) => {
    const count = Math.floor((minutesOf(til) - minutesOf(fra)) / pitch);
    return Array.from({ length: count }, (_, nth) => minutesOf(fra) + nth * pitch);
  });
  const free = starts.filter((start) =>
    away.every(({ fra, til }) => clock(start + pitch) <= fra || clock(start) >= til),
  );
  return free.map((startMinutes, nth) => ({ day, startMinutes, nth }));
}

/** Positions whose rosters are recurring shifts, which rest on public holidays; the minutes of travel where there are any. */
const recurring: ReadonlyMap<number, number> = new Map([
  [8, 15],
  [10, 0],
]);
const workdays = ['man', 'tir', 'ons', 'tor', 'fre'] as const;

/** Every working day of the town said at once, with the lunch break in it, and so with the same times as shift by shift. */
function recurringPlan(travelMinutes: number, gyldigFra: string) {
  return {
    vagter: [],
    fasteVagter: [{ dage: workdays, fra: morning.fra, til: afternoon.til, gyldigFra }],
    fastePauser: [{ dage: workdays, fra: morning.til, til: afternoon.fra }],
    ...(travelMinutes > 0 && { transportMinutter: travelMinutes }),
  };
}

function plan(member: Member, dates: readonly Day[], gyldigFra: string) {
  const travelMinutes = recurring.get(member.index % positions.length);
  return travelMinutes === undefined
    ? { vagter: dates.flatMap((day) => shifts(member, day)) }
    : recurringPlan(travelMinutes, gyldigFra);
}

/** One roster for each service that the member offers. */
export function rosters(
  seed: number,
  member: Member,
  dates: readonly Day[],
  stamp: Stamp,
): Tjeneste[] {
  const [gyldigFra = '', gyldigTil = ''] = [dates[0]?.date, dates.at(-1)?.date];
  return member.services.map((service) => ({
    id: `tj-${member.record.id.slice(4)}-${service.id.slice(3)}`,
    ...stamp,
    medarbejderId: member.record.id,
    ydelsestypeId: service.id,
    lokationId: member.placeId,
    gyldigFra,
    gyldigTil,
    ...plan(member, dates, gyldigFra),
    fravaer: dates.flatMap((day) => absence(seed, member, day)),
    aktiv: true,
  }));
}
