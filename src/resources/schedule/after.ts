import type { Schedule } from '@medplum/fhirtypes';
import { addDays, instantToWall } from '../../fhir/instant.ts';
import type { DateRange, Roster } from '../../scheduling/roster.ts';
import { datesChanged } from '../../scheduling/schedule-day.ts';
import type { Transaction } from '../../store/database.ts';
import type { Change, Room } from '../define.ts';
import { askAnew, askSlots, sharing, usersOf } from '../slot/ask.ts';
import { actorIn, rosterOf } from './roster.ts';
import { recordUses } from './use.ts';

/** Nothing is booked further ahead. */
const horizonDays = 366;

const beforeOf = ({ written }: Change): Schedule | undefined =>
  written.before === undefined ? undefined : (JSON.parse(written.before) as Schedule);

/** What decides all of the times at once, whatever the shifts. */
const whole = (schedule: Schedule): string =>
  JSON.stringify([
    schedule.active,
    actorIn(schedule, 'PractitionerRole'),
    actorIn(schedule, 'HealthcareService'),
  ]);

/** Dates that follow each other as one range. */
function rangesOf(dates: readonly string[]): DateRange[] {
  const ranges: DateRange[] = [];
  for (const date of dates) {
    const last = ranges.at(-1);
    if (last && date === addDays(last.to, 1)) ranges[ranges.length - 1] = { ...last, to: date };
    else ranges.push({ from: date, to: date });
  }
  return ranges;
}

/** The dates that differ; undefined for all of them. */
function changedIn(change: Change, today: string): DateRange[] | undefined {
  const [before, after] = [beforeOf(change), change.resource as Schedule];
  if (!before || change.removed || whole(before) !== whole(after)) return undefined;
  const ahead = { from: today, to: addDays(today, horizonDays) };
  return rangesOf(datesChanged(rosterOf(before), rosterOf(after), ahead));
}

const equipmentIn = ({ equipment = [] }: Roster): string[] => [...equipment].sort();
const takingIn = (roster: Roster): string =>
  JSON.stringify([equipmentIn(roster), roster.travelMinutes ?? 0]);

/** Its appointments take equipment or a way that they did not take before, or take it no more: who shares with it is told too. */
async function askSharing(tx: Transaction, change: Change, was: Roster, is: Roster) {
  const equipment = [...equipmentIn(was), ...equipmentIn(is)].map((id) => `Equipment/${id}`);
  const users = await usersOf(tx, equipment);
  const all = new Set([...users, ...(await sharing(tx, [change.written.id]))]);
  return [...all].filter((schedule) => schedule !== change.written.id);
}

const nobody: Roster = { shifts: [], absences: [] };

async function ask(tx: Transaction, change: Change, today: string): Promise<void> {
  const { id, version } = change.written;
  const before = beforeOf(change);
  const was = before ? rosterOf(before) : nobody;
  const is = change.removed ? nobody : rosterOf(change.resource as Schedule);
  const anew = takingIn(was) !== takingIn(is);
  const ranges = anew ? undefined : changedIn(change, today);
  if (ranges?.length === 0) return;
  const others = anew ? await askSharing(tx, change, was, is) : [];
  await askSlots(tx, `${id}-${version}`, [
    { schedule: id, ...(ranges && { ranges }) },
    ...others.map((schedule) => ({ schedule })),
  ]);
  const person = actorIn(change.resource as Schedule, 'PractitionerRole');
  if (anew && person !== undefined) await askAnew(tx, `${id}-${version}`, `Practitioner/${person}`);
}

/** A roster that changed asks the worker for the slots of the dates that differ. The first load asks for all, afterwards. */
export const scheduleChanged: NonNullable<Room['after']> = async (tx, ports, changes, { bulk }) => {
  const standing = changes.flatMap(({ removed, resource }) =>
    removed ? [] : [resource as Schedule & { id: string }],
  );
  await recordUses(
    tx,
    ports,
    changes.map(({ written }) => written.id),
    standing,
  );
  if (bulk) return;
  const { date } = instantToWall(ports.now());
  for (const change of changes) await ask(tx, change, date);
};
