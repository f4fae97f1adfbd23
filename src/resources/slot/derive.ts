import { addDays, instantToWall } from '../../fhir/instant.ts';
import type { DateRange } from '../../scheduling/roster.ts';
import type { Transaction } from '../../store/database.ts';
import type { Ports } from '../define.ts';
import { loadGround } from './ground.ts';
import { lockReached, lockWhole, type ScheduleDates, type Touch } from './reach.ts';
import { deriveSessions } from './session.ts';
import { wantedOf } from './wanted.ts';
import { replaceSlots } from './write.ts';

type Needs = Pick<Ports, 'room' | 'now' | 'municipality'>;

/** What is locked is loaded, cut in memory, and written where it differs: the same few statements for one day and for many. */
async function derive(
  tx: Transaction,
  ports: Needs,
  ranges: readonly ScheduleDates[],
): Promise<void> {
  if (ranges.length === 0) return;
  const ground = await loadGround(tx, ranges);
  const inRange = wantedOf(ground, ports);
  const wanted = ranges.flatMap((range) => {
    const slots = inRange(range);
    return slots ? [{ schedule: range.schedule, slots }] : [];
  });
  const derived = new Set(wanted.map(({ schedule }) => schedule));
  await replaceSlots(
    tx,
    ports,
    [...derived].flatMap((schedule) => ground.standing.get(schedule) ?? []),
    wanted.flatMap(({ slots }) => slots),
  );
}

/**
 * Makes the Slots of these schedules on these local dates what roster, absence, appointments and holds say; past dates stay as they
 * are. Safe to repeat; one schedule is derived by one transaction at a time.
 */
export async function deriveSlots(
  tx: Transaction,
  ports: Needs,
  schedules: readonly string[],
  dates: DateRange | readonly DateRange[],
): Promise<void> {
  const today = instantToWall(ports.now()).date;
  const ranges = ('from' in dates ? [dates] : dates)
    .filter(({ to }) => to >= today)
    .map(({ from, to }) => ({ from: from < today ? today : from, to }));
  const ids = [...new Set(schedules)].sort();
  await lockWhole(tx, ids);
  await derive(
    tx,
    ports,
    ids.flatMap((schedule) => ranges.map((range) => ({ schedule, ...range }))),
  );
  await deriveTouched(tx, ports, await deriveSessions(tx, ports, ids));
}

const farAheadDays = 3_660;

/** Makes all Slots of these schedules: those offered to the end of the horizon, and those taken beyond it. */
export const deriveWhole = (
  tx: Transaction,
  ports: Needs,
  schedules: readonly string[],
): Promise<void> => {
  const { date } = instantToWall(ports.now());
  return deriveSlots(tx, ports, schedules, { from: date, to: addDays(date, farAheadDays) });
};

/** Makes the Slots right that some time given or taken reaches: of whose time it was, and of all who share it. */
export async function deriveTouched(
  tx: Transaction,
  ports: Needs,
  touches: readonly Touch[],
): Promise<void> {
  if (touches.length === 0) return;
  await derive(tx, ports, await lockReached(tx, touches, ports.now()));
}
