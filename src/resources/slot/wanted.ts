import type { Schedule, Slot } from '@medplum/fhirtypes';
import { addDays, instantToWall } from '../../fhir/instant.ts';
import { type BookingPolicy, cutOf } from '../../scheduling/policy.ts';
import type { DateRange, Roster } from '../../scheduling/roster.ts';
import { slotsOf } from '../../scheduling/schedule-day.ts';
import type { CutSlot } from '../../scheduling/slot-cut.ts';
import { idIn, type Ports } from '../define.ts';
import { policyOf } from '../healthcare-service/policy.ts';
import { isRemote } from '../healthcare-service/remote.ts';
import { actorIn, rosterOf, travelMinutesOf } from '../schedule/roster.ts';
import { type Busy, busyBy } from './busy.ts';
import { slotOf } from './element.ts';
import type { Ground } from './ground.ts';
import { openingOf } from './opening.ts';
import type { ScheduleDates } from './reach.ts';

type Needs = Pick<Ports, 'now' | 'municipality'>;
type Kept = Schedule & { id: string };

/** Somebody's time that stands in the way: all of it, or where it is only a room that is shared, what is in that room. */
type Met = Busy & { readonly room?: string };

/** One Schedule with all that its times follow from. */
interface Calendar {
  readonly schedule: Kept;
  readonly service: NonNullable<ReturnType<Ground['services']['get']>>;
  readonly policy: BookingPolicy;
  readonly roster: Roster;
  readonly busy: readonly Met[];
  readonly now: number;
}

/** What a calendar says is read once for as long as it is remembered. */
const rosters = new WeakMap<Kept, Roster>();

function knownRoster(schedule: Kept): Roster {
  const roster = rosters.get(schedule) ?? rosterOf(schedule);
  rosters.set(schedule, roster);
  return roster;
}

const idle: Roster = { shifts: [], absences: [] };

/** Video needs no room: the shift is wherever the person is. */
const placeless = ({ locationId: _, shifts, series = [], ...rest }: Roster): Roster => ({
  ...rest,
  shifts: shifts.map(({ locationId: _, ...shift }) => shift),
  series: series.map(({ locationId: _, ...one }) => one),
});

/** The last local date that is offered: a day more than can be booked now, so that midnight finds it made. */
const lastOffered = (now: number, { horizonDays }: BookingPolicy): string =>
  addDays(instantToWall(now).date, horizonDays + 1);

/** A room that somebody else has keeps the times in that room away; all else keeps every time away. */
function cutAt(calendar: Calendar, at: number, dates: DateRange, offered: boolean): CutSlot[] {
  const { schedule, service, policy, roster, busy } = calendar;
  const standing = busy.filter(({ expires }) => expires === undefined || expires > at);
  const person = actorIn(schedule, 'PractitionerRole');
  const cut = cutOf(policy, travelMinutesOf(service, roster));
  const taken = standing.filter((one) => one.service === service.id && one.person === person);
  const cutBeside = (room?: string): CutSlot[] => {
    const met = standing.filter((one) => one.room === undefined || one.room === room);
    const times = met.map(({ wide }) => wide);
    return slotsOf({ roster: offered ? roster : idle, cut, busy: times, taken }, dates);
  };
  const rooms = [...new Set(standing.flatMap(({ room }) => room ?? []))];
  const inRoom = new Map(
    rooms.flatMap((room) =>
      cutBeside(room).flatMap((slot) =>
        slot.locationId === room ? [[`${room} ${slot.start}`, slot] as const] : [],
      ),
    ),
  );
  return cutBeside().map((slot) => inRoom.get(`${slot.locationId} ${slot.start}`) ?? slot);
}

/** Times that only holds are in the way of say from when they are free again: nobody has to be told of it then. */
function withHolds(calendar: Calendar, dates: DateRange, offered: boolean) {
  const { busy, now } = calendar;
  const cuts = cutAt(calendar, now, dates, offered).map((cut) => ({ cut }));
  const ends = [...new Set(busy.flatMap(({ expires }) => expires ?? []))].sort((a, b) => a - b);
  const freed = new Map<string, number>();
  for (const at of ends)
    for (const { start, end, status } of cutAt(calendar, at, dates, offered))
      if (status === 'free' && !freed.has(`${start} ${end}`)) freed.set(`${start} ${end}`, at);
  return cuts.map(({ cut }) => {
    const expires = cut.status === 'free' ? undefined : freed.get(`${cut.start} ${cut.end}`);
    const held = cut.status !== 'busy' && expires !== undefined;
    return held ? { cut: { ...cut, status: 'busy-tentative' as const }, expires } : { cut };
  });
}

/** The Slots of one Schedule on the dates. Beyond the horizon only what is taken has one. */
function slotsIn(calendar: Calendar, { from, to }: DateRange): (Slot & { id: string })[] {
  const last = lastOffered(calendar.now, calendar.policy);
  const parts = [
    { from, to: to < last ? to : last, offered: true },
    { from: from > last ? from : addDays(last, 1), to, offered: false },
  ].filter((part) => part.from <= part.to);
  return parts.flatMap(({ offered, ...dates }) =>
    withHolds(calendar, dates, offered).map((one) =>
      slotOf(
        calendar.schedule,
        calendar.service,
        one.cut,
        'expires' in one ? one.expires : undefined,
      ),
    ),
  );
}

function metBy(actor: string, busy: ReadonlyMap<string, readonly Busy[]>): Met[] {
  const room = idIn(actor, 'Location');
  return (busy.get(actor) ?? []).map((one) => (room === undefined ? one : { ...one, room }));
}

const roomsFirst = (a: Met, b: Met): number =>
  Number(b.room !== undefined) - Number(a.room !== undefined);

/** The Slots that the days of Schedules are to have. Of one that is not a person's there is nothing to say: undefined. */
export function wantedOf(
  ground: Ground,
  { municipality, now }: Needs,
): (range: ScheduleDates) => (Slot & { id: string })[] | undefined {
  const at = now();
  const busy = busyBy(ground, municipality, at);
  const uses = Map.groupBy(ground.uses, ({ schedule }) => schedule);
  return ({ schedule: id, ...dates }) => {
    const schedule = ground.schedules.get(id);
    if (schedule && actorIn(schedule, 'PractitionerRole') === undefined) return undefined;
    const service = schedule && ground.services.get(actorIn(schedule, 'HealthcareService') ?? '');
    if (!schedule || !service || schedule.active === false) return [];
    const mine = (uses.get(id) ?? []).flatMap(({ actor }) => metBy(actor, busy));
    const policy = policyOf(service, municipality);
    const opening = openingOf(policy, ground.units, service, municipality);
    const roster = { ...knownRoster(schedule), opening };
    return slotsIn(
      {
        ...{ schedule, service, policy, now: at },
        roster: isRemote(service) ? placeless(roster) : roster,
        busy: [...new Map(mine.sort(roomsFirst).map((one) => [one.id, one])).values()],
      },
      dates,
    );
  };
}
