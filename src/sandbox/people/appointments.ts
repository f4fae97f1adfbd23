import type { Aftale } from '../../cura/care-records.ts';
import { appointment, type Booking } from './appointment.ts';
import type { Day } from './calendar.ts';
import { cast } from './cast.ts';
import { type WorkSlot, workSlots } from './roster.ts';
import type { Member } from './staff.ts';

/** The town while its appointments are made. */
export interface Diary {
  readonly seed: number;
  readonly now: number;
  readonly members: readonly Member[];
  readonly dates: readonly Day[];
  /** Of the day that `now` is on. */
  readonly today: number;
  readonly citizens: number;
  /** How many appointments to make. */
  readonly count: number;
}

const batchSize = 5_000;
const first = 0;
/** Whose calendar the stories need untouched, and who has no more appointments. */
const leftOut = [first, cast.findIndex(({ kind }) => kind === 'dead')];
/** The first citizen was seen by the first nurse about a week ago, and will be in about as long. */
const storyDays = 6;

/** The first slot of the first nurse's day is kept for the first citizen. */
function isKept({ index }: Member, { nth }: WorkSlot): boolean {
  return index === first && nth === 0;
}

function* slotsOf({ seed, dates }: Diary, member: Member): Generator<WorkSlot> {
  for (const day of dates) {
    for (const slot of workSlots(seed, member, day)) if (!isKept(member, slot)) yield slot;
  }
}

/** How many appointments there is room for. */
export function capacity(diary: Diary): number {
  let count = 0;
  for (const member of diary.members) for (const _ of slotsOf(diary, member)) count += 1;
  return count;
}

function story({ seed, now, members, dates, today }: Diary): Booking[] {
  const [member] = members;
  if (member === undefined) return [];
  const kept = (day: Day) => workSlots(seed, member, day)[0];
  const before = dates.filter(({ number }) => number <= today - storyDays).map(kept);
  const after = dates.filter(({ number }) => number >= today + storyDays).map(kept);
  const slots = [before.findLast(Boolean), after.find(Boolean)];
  return slots.flatMap((slot, at) =>
    slot === undefined
      ? []
      : [{ seed, now, number: at + 1, member, slot, citizenIndex: first, uneventful: true }],
  );
}

/** Hands out each citizen at most once a day, so that nobody has to be in two places. */
function citizensByDay({ citizens }: Diary) {
  const all = Array.from({ length: citizens }, (_, index) => index);
  const eligible = all.filter((index) => !leftOut.includes(index));
  const used = new Map<number, number>();
  return (day: Day): number | undefined => {
    const count = used.get(day.number) ?? 0;
    if (count >= eligible.length) return undefined;
    used.set(day.number, count + 1);
    // A stride that shares no factor with the usual sizes spreads one day's citizens over the list.
    return eligible[(Math.abs(day.number) * 7919 + count) % eligible.length];
  };
}

/** Spreads the appointments evenly over all slots of all staff. */
function* bookings(diary: Diary, count: number, firstNumber: number): Generator<Booking> {
  const room = capacity(diary);
  const citizenOn = citizensByDay(diary);
  let owed = 0;
  let number = firstNumber;
  for (const member of diary.members) {
    for (const slot of slotsOf(diary, member)) {
      owed += count;
      const citizenIndex = owed >= room ? citizenOn(slot.day) : undefined;
      if (citizenIndex === undefined) continue;
      owed -= room;
      yield { seed: diary.seed, now: diary.now, number, member, slot, citizenIndex };
      number += 1;
    }
  }
}

/** `count` appointments that never take a person or room twice at a time, in batches. */
export function* appointments(diary: Diary): Generator<Aftale[]> {
  if (diary.count === 0) return;
  const told = story(diary).slice(0, diary.count);
  let batch = told.map(appointment);
  for (const booking of bookings(diary, diary.count - told.length, told.length + 1)) {
    batch.push(appointment(booking));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
