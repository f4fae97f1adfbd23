/** Whose versions a caller may see, and which of them. */
import type { Access, Grant } from '../access/grant.ts';
import { permitted } from '../access/permission.ts';
import { type About, mandatesFor, scopeOf } from '../access/scope.ts';
import type { Room } from '../resources/define.ts';
import type { Predicate } from '../store/predicate.ts';
import { type View, viewBit } from '../store/shape.ts';

/** A part of a room's versions that is walked by itself. */
export interface Arm {
  /** What stands and may be seen now: earlier versions are seen by who sees what became of them. */
  readonly scope: Predicate;
  readonly bit: number;
  /** Of this citizen, of nobody (null), or of anybody. */
  readonly patient?: string | null;
  /** Earlier versions may have shown more: of all, or of what now has a label of protection. */
  readonly closed: 'never' | 'restricted' | 'always';
  /** Whose deleted resources the caller may know of. */
  readonly deleted: 'none' | 'unowned' | 'all';
}

/** The view in which a caller sees the rows of a citizen, or of none. */
const viewOf = ({ kind }: Access, grant: Grant, patient: string | null): View => {
  const caller = grant.caller.kind;
  if (caller === 'staff' || caller === 'system') return 'staff';
  // Who is no member of staff sees what is open to all as a citizen does.
  if (caller === 'auditor') return kind === 'open' ? 'citizen' : 'staff';
  return patient === null || patient === grant.self ? 'citizen' : 'proxy';
};

/** Where only some rows are open to a caller, nobody like that is told what was deleted. */
const isNarrowed = ({ access }: Room, view: View): boolean =>
  (access.kind === 'open'
    ? (access.persons ?? access.shown)
    : ((view === 'staff' ? undefined : access.persons) ??
      access.owned ??
      access.follows ??
      (view === 'proxy' ? access.relative : undefined))) !== undefined;

/** What is gone has no row that a scope could be held against: who is not told by kind is told nothing. */
const deletedBy: Readonly<Record<Grant['caller']['kind'], Arm['deleted']>> = {
  ...{ person: 'all', system: 'all', staff: 'unowned' },
  ...{ auditor: 'none', association: 'none', public: 'none' },
};

const closedTo = ({ type, access }: Room, grant: Grant, isProxy: boolean): Arm['closed'] => {
  const { kind } = grant.caller;
  // The search parameters of a scope are held against what stands, and earlier versions may have been others.
  if (permitted(grant, type) !== 'all') return 'always';
  if (kind === 'staff' || kind === 'system') return 'never';
  if (access.kind === 'open') return access.persons ? 'always' : 'never';
  return isProxy ? 'restricted' : 'never';
};

function arm(room: Room, grant: Grant, about: About, patient?: string | null): Arm {
  const view = viewOf(room.access, grant, patient ?? null);
  return {
    scope: scopeOf(room, grant, about),
    bit: viewBit[view],
    ...(patient !== undefined && { patient }),
    closed: closedTo(room, grant, view === 'proxy'),
    deleted: isNarrowed(room, view) ? 'none' : deletedBy[grant.caller.kind],
  };
}

const citizensOf = (grant: Grant, type: string, about: About): string[] => {
  const { self } = grant;
  const mandates = mandatesFor(grant, type);
  const own = self === undefined ? [] : [self];
  if (about === 'self') return own;
  const all = [...own, ...mandates.map(({ patient }) => patient)];
  return about === 'any' ? [...new Set(all)] : all.includes(about.named) ? [about.named] : [];
};

/** The parts of a room's versions that the caller may see: of a person one for each citizen, as each is seen in its own view. */
export function armsOf(room: Room, grant: Grant, about: About): Arm[] {
  const { access, type, closed } = room;
  if (closed || permitted(grant, type) === 'none') return [];
  if (access.kind === 'open' || grant.caller.kind !== 'person') return [arm(room, grant, about)];
  const own = citizensOf(grant, type, about).map((named) => arm(room, grant, { named }, named));
  return access.shared ? [...own, arm(room, grant, 'self', null)] : own;
}

/** The one part in which the resources of a citizen, or of none, are seen. */
export const armOf = (room: Room, grant: Grant, patient: string | null): Arm | undefined =>
  armsOf(room, grant, patient === null ? 'self' : { named: patient }).find(
    (one) => one.patient === undefined || one.patient === patient,
  );
