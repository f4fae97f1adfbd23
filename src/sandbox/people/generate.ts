import type { Ydelsestype } from '../../cura/care-records.ts';
import type { CuraRecords, CuraType } from '../../cura/records.ts';
import { formatInstant, instantToWall, wallToInstant } from '../../fhir/instant.ts';
import { activities, associations } from './activities.ts';
import { appointments, capacity, type Diary } from './appointments.ts';
import { days, mondayOf, weeksBack } from './calendar.ts';
import { cast } from './cast.ts';
import { castHouseholds, strangerCpr } from './cast-households.ts';
import { households } from './citizens.ts';
import { enrolments, groupClasses } from './classes.ts';
import { grants } from './grants.ts';
import { insightBatches, insightOf, knownIn } from './insight.ts';
import { homeBatches } from './measurements.ts';
import { filesOf, messagesOf } from './messages.ts';
import type { Household, Register } from './person.ts';
import { rosters } from './roster.ts';
import { positions, staff } from './staff.ts';
import { readTown, type Town } from './town.ts';
import { visits } from './visits.ts';

export interface GenerateOptions {
  readonly seed: number;
  /** Default 40; the cast of the stories is always there. */
  readonly citizens?: number;
  /** Default 6 a citizen. */
  readonly appointments?: number;
  /** Epoch milliseconds: rosters begin in the week of it. */
  readonly now: number;
}

/** Some records of one type. */
export type Batch = {
  [T in CuraType]: { readonly type: T; readonly records: readonly CuraRecords[T][] };
}[CuraType];

const perCitizen = 6;
/** Of all time at work, so that there is always some free. */
const fullest = 0.75;
/** Appointments beyond this many a citizen take years to have. */
const manyPerCitizen = 10;
const manyWeeksBack = 104;

/** As many of the staff, by whole sets of positions, as the appointments need. */
function diaryFor(
  options: GenerateOptions,
  citizens: number,
  town: Town,
  register: Register,
): Diary {
  const { seed, now, appointments: count = citizens * perCitizen } = options;
  const back = count > citizens * manyPerCitizen ? manyWeeksBack : weeksBack;
  const members = staff(seed, positions.length, town, register.stamp);
  const today = instantToWall(now).weekday - 1;
  const dates = days(mondayOf(now), back);
  const small: Diary = { seed, now, members, dates, today, citizens, count };
  const sets = Math.max(1, Math.ceil(count / (capacity(small) * fullest)));
  return { ...small, members: staff(seed, sets * positions.length, town, register.stamp) };
}

function* townBatches(town: Town, { members }: Diary): Generator<Batch> {
  const rooms = members.flatMap(({ room }) => room ?? []);
  yield { type: 'enhed', records: town.units };
  yield { type: 'lokation', records: [...town.places, ...rooms] };
  yield { type: 'ydelsestype', records: town.services };
  yield { type: 'medarbejder', records: members.map(({ record }) => record) };
}

function* peopleBatches(all: readonly Household[]): Generator<Batch> {
  yield { type: 'borger', records: all.map(({ citizen }) => citizen) };
  yield { type: 'paaroerende', records: all.flatMap(({ relatives }) => relatives) };
  yield { type: 'fuldmagt', records: all.flatMap(({ mandates }) => mandates) };
}

function rosterBatch(register: Register, { members, dates }: Diary): Batch {
  // Weeks long gone have no rosters any more, although their appointments remain.
  const kept = dates.filter(({ number }) => number >= -7 * weeksBack);
  return {
    type: 'tjeneste',
    records: members.flatMap((member) => rosters(register.seed, member, kept, register.stamp)),
  };
}

function visitBatch(register: Register, diary: Diary, services: readonly Ydelsestype[]): Batch {
  const service = services.find(({ id }) => id === 'yt-kompression');
  const indexes = Array.from({ length: diary.citizens }, (_, index) => index);
  const living = indexes.filter((index) => cast[index]?.kind !== 'dead');
  const records = service ? living.flatMap((index) => visits(register, index, service, diary)) : [];
  return { type: 'besoeg', records };
}

/**
 * All records of an invented municipality, each type after those it refers to; the same for the same options. Appointments come
 * in batches, so that a million of them need no memory.
 */
export function* generate(options: GenerateOptions): Generator<Batch> {
  const { seed, now } = options;
  const aendret = formatInstant(wallToInstant(mondayOf(now), '00:00'));
  const today = instantToWall(now).date;
  const register: Register = { seed, stamp: { version: 1, aendret }, today, cprTaken: new Set() };
  const citizens = Math.max(options.citizens ?? 40, cast.length);
  const town = readTown(register.stamp);
  const diary = diaryFor(options, citizens, town, register);
  yield* townBatches(town, diary);
  const known = castHouseholds(register);
  strangerCpr(register);
  yield* peopleBatches([...known, ...households(register, cast.length, citizens)]);
  const indexes = Array.from({ length: citizens }, (_, index) => index);
  yield { type: 'ydelse', records: indexes.flatMap((i) => grants(register, i, town.services)) };
  yield rosterBatch(register, diary);
  const holds = groupClasses(register, diary);
  yield { type: 'hold', records: holds };
  for (const records of appointments(diary)) yield { type: 'aftale', records };
  yield { type: 'holdtilmelding', records: enrolments(register, holds, diary) };
  yield visitBatch(register, diary, town.services);
  yield { type: 'forening', records: associations(register.stamp) };
  yield { type: 'aktivitet', records: activities(mondayOf(now), register.stamp) };
  yield* insightBatches(insightOf(register, town.services, diary.members));
  const writing = knownIn(register, town.services, diary.members);
  yield { type: 'bilag', records: filesOf(writing) };
  yield { type: 'besked', records: messagesOf(writing) };
  yield* homeBatches(register, diary, town.services);
}
