import { instantToWall } from '../fhir/instant.ts';
import type { Interval } from './interval.ts';
import { proposalId } from './proposal-id.ts';

/** A free slot with what `$find` may be asked for; ids are FHIR ids. */
export interface FreeSlot extends Interval {
  readonly slotId: string;
  readonly serviceId: string;
  readonly practitionerId?: string;
  readonly locationId?: string;
  readonly organizationId?: string;
}

/** An absent filter asks for nothing; a list asks for any of its members. */
export interface FindQuery {
  /** Starts that are asked for. */
  readonly window: Interval;
  /** Starts that can be booked now, per service: `bookableWindow`. A service without one is not offered to the caller. */
  readonly bookable: ReadonlyMap<string, Interval>;
  readonly serviceIds?: readonly string[];
  readonly practitionerIds?: readonly string[];
  readonly locationIds?: readonly string[];
  readonly organizationIds?: readonly string[];
  /** 1 (Monday) to 7 (Sunday), local. */
  readonly weekdays?: readonly number[];
}

export type FindReason =
  | 'service'
  | 'practitioner'
  | 'location'
  | 'organization'
  | 'weekday'
  | 'not-bookable-now'
  | 'window';

/** A free slot with the id of its proposal, which is made when it is read: only a page of many is shown. */
export interface Proposal<S extends FreeSlot = FreeSlot> {
  readonly id: string;
  readonly slot: S;
}

export interface Found<S extends FreeSlot = FreeSlot> {
  /** By start, then slot id. */
  readonly proposals: readonly Proposal<S>[];
  /** Why free slots were left out: each counts for the first reason against it. */
  readonly leftOut: Readonly<Partial<Record<FindReason, number>>>;
  /** Local dates outside the window that have what was asked for, nearest to it first, at most three. */
  readonly nearestDates: readonly string[];
}

interface Filter {
  readonly reason: FindReason;
  readonly keeps: (slot: FreeSlot, query: FindQuery) => boolean;
}

const asked = <T>(wanted: readonly T[] | undefined, value: T | undefined): boolean =>
  wanted === undefined || (value !== undefined && wanted.includes(value));

const startsIn = (slot: FreeSlot, { start, end }: Interval): boolean =>
  start <= slot.start && slot.start < end;

/** The window comes last, so that what only it leaves out gives the nearest dates. */
const filters: readonly Filter[] = [
  { reason: 'service', keeps: (s, q) => asked(q.serviceIds, s.serviceId) },
  { reason: 'practitioner', keeps: (s, q) => asked(q.practitionerIds, s.practitionerId) },
  { reason: 'location', keeps: (s, q) => asked(q.locationIds, s.locationId) },
  { reason: 'organization', keeps: (s, q) => asked(q.organizationIds, s.organizationId) },
  {
    reason: 'weekday',
    keeps: (s, q) => q.weekdays === undefined || asked(q.weekdays, instantToWall(s.start).weekday),
  },
  {
    reason: 'not-bookable-now',
    keeps: (s, q) => startsIn(s, q.bookable.get(s.serviceId) ?? { start: 0, end: 0 }),
  },
  { reason: 'window', keeps: (s, q) => startsIn(s, q.window) },
];

/** What `$find` proposes, all of it: paging is the caller's. The same slots in any order give the same answer. */
export function find<S extends FreeSlot>(free: readonly S[], query: FindQuery): Found<S> {
  const reasons = free.map((slot) => filters.find(({ keeps }) => !keeps(slot, query))?.reason);
  const only = (reason: FindReason | undefined): S[] =>
    free.filter((_, at) => reasons[at] === reason);
  return {
    proposals: only(undefined).sort(inOrder).map(propose),
    leftOut: count(reasons),
    nearestDates: nearestDates(only('window'), query.window),
  };
}

const propose = <S extends FreeSlot>(slot: S): Proposal<S> => ({
  slot,
  get id() {
    return proposalId(slot);
  },
});

const inOrder = (a: FreeSlot, b: FreeSlot): number =>
  a.start - b.start || Number(a.slotId > b.slotId) - Number(a.slotId < b.slotId);

function count(reasons: readonly (FindReason | undefined)[]): Partial<Record<FindReason, number>> {
  const counts: Partial<Record<FindReason, number>> = {};
  for (const reason of reasons) if (reason) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

function nearestDates(slots: readonly FreeSlot[], window: Interval): string[] {
  const distanceMs = ({ start }: FreeSlot): number =>
    start < window.start ? window.start - start : start - window.end;
  const nearest = [...slots].sort((a, b) => distanceMs(a) - distanceMs(b) || a.start - b.start);
  return [...new Set(nearest.map(({ start }) => instantToWall(start).date))].slice(0, 3);
}
