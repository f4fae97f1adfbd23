import { fail } from '../fhir/outcome.ts';
import { standsAt } from '../store/ends.ts';
import { both, type Predicate } from '../store/predicate.ts';
import type { Shape } from '../store/shape.ts';
import type { Access, Actor, Caller, Grant, Mandate } from './grant.ts';
import { permitted } from './permission.ts';
import { related, seen } from './related.ts';
import { noMandate } from './resolve.ts';

/** The citizen a request is about: `named` in it, or whichever `any` of the caller's a row turns out to be of. */
export type About = { readonly named: string } | 'any' | 'self';

const never: Predicate = () => 'false';

const own =
  (patient: string): Predicate =>
  (row, bind) =>
    `(${row}.patient = ${bind(patient)} and ${seen('citizen', row)})`;

const asRelative =
  (mandate: Mandate, access: Access): Predicate =>
  (row, bind) => {
    const narrowed =
      access.kind === 'compartment' ? access.relative?.(mandate)(row, bind) : undefined;
    return `(${row}.patient = ${bind(mandate.patient)} and ${seen('proxy', row)}${narrowed ? ` and ${narrowed}` : ''})`;
  };

const either =
  (predicates: readonly Predicate[]): Predicate =>
  (row, bind) =>
    predicates.length === 0
      ? 'false'
      : `(${predicates.map((predicate) => predicate(row, bind)).join(' or ')})`;

/** The mandates that reach resources of a type: what the giver keeps back from a relative is not there for that relative. */
export const mandatesFor = ({ mandates }: Grant, type: string): readonly Mandate[] =>
  mandates.filter(({ denied }) => !denied.includes(type));

/** Whom a person sees, in the one capacity that the request is made in. */
const citizensOf = ({ type, access }: Guarded, grant: Grant, about: About): Predicate => {
  const mine = grant.self === undefined ? [] : [own(grant.self)];
  const mandates = mandatesFor(grant, type);
  if (about === 'self') return either(mine);
  if (about === 'any')
    return either([...mine, ...mandates.map((mandate) => asRelative(mandate, access))]);
  if (about.named === grant.self) return either(mine);
  const mandate = mandates.find(({ patient }) => patient === about.named);
  return mandate ? asRelative(mandate, access) : never;
};

/** What a person sees of them. */
function personRows(room: Guarded, grant: Grant, about: About): Predicate {
  const rows = citizensOf(room, grant, about);
  const { persons } = room.access;
  return persons ? both(rows, persons) : rows;
}

/** Rows of one's own: of a person in the capacity asked in, of staff and machines wherever they lie. */
function ownRows(room: Guarded, mine: Predicate, grant: Grant, about: About): Predicate {
  const { kind } = grant.caller;
  if (kind === 'person') return both(personRows(room, grant, about), mine);
  return kind === 'staff' || kind === 'system' ? both((row) => seen('staff', row), mine) : never;
}

const compartment = (
  room: Guarded & { readonly access: InCompartment },
  grant: Grant,
  about: About,
): Predicate => {
  const { access } = room;
  if (access.follows) return following(room.type, access, grant, about);
  if (access.owned) return ownRows(room, access.owned(grant), grant, about);
  const shared: Predicate[] = access.shared ? [(row) => `${row}.patient is null`] : [];
  switch (grant.caller.kind) {
    case 'person':
      return either([personRows(room, grant, about), ...shared]);
    case 'staff':
      return access.staff === 'none' ? never : either([related(grant.units), ...shared]);
    case 'system':
      return (row) => seen('staff', row);
    // Nothing of a citizen's, and nothing of machines that act for citizens.
    case 'association':
    case 'public':
      return never;
    case 'auditor':
      if (access.auditor === 'shared') return either(shared);
      return access.auditor ? (row) => seen('staff', row) : never;
    default:
      return grant.caller satisfies never;
  }
};

/** Seen by who sees the row that leads, too. */
function following(
  type: string,
  { follows, ...access }: InCompartment,
  grant: Grant,
  about: About,
): Predicate {
  if (!follows) return never;
  const rows = compartment({ type, access }, grant, about);
  const leading = compartment({ type: follows.type, access: follows.access }, grant, about);
  const named = (row: string): string =>
    `select substr(x, ${follows.type.length + 2}) from unnest(${row}.${follows.column}) x`;
  return (row, bind) =>
    `(${rows(row, bind)} and exists (select from ${follows.table} lead where lead.patient = ${row}.patient
      and lead.id = any(${named(row)}) and ${leading('lead', bind)}))`;
}

const open = (access: Extract<Access, { kind: 'open' }>, grant: Grant): Predicate => {
  const { kind } = grant.caller;
  if (kind === 'staff' || kind === 'system') return (row) => seen('staff', row);
  if ((kind === 'public' || kind === 'association') && !access.public) return never;
  if (access.shown) return access.shown(grant);
  const { persons } = access;
  return (row, bind) => `${seen('citizen', row)}${persons ? ` and ${persons(row, bind)}` : ''}`;
};

type InCompartment = Extract<Access, { kind: 'compartment' }>;

/** What must be known of a room to say whose it is. */
export interface Guarded extends Pick<Shape, 'ends'> {
  readonly type: string;
  readonly access: Access;
  /** Nobody sees any of it: what the room is there for is switched off. */
  readonly closed?: true;
}

/** The rows that the caller could see if no time ran out. */
function scopeAtAnyTime(room: Guarded, grant: Grant, about: About): Predicate {
  const { type, access, closed } = room;
  const allowed = permitted(grant, type);
  if (closed || allowed === 'none') return never;
  const rows =
    access.kind === 'open' ? open(access, grant) : compartment({ type, access }, grant, about);
  return allowed === 'all' ? rows : both(rows, allowed);
}

/** The rows of a room that the caller may see: as who the caller is, as far as the token's scopes go, and as long as they hold. */
export function scopeOf(room: Guarded, grant: Grant, about: About): Predicate {
  const rows = scopeAtAnyTime(room, grant, about);
  const standing = standsAt(room, grant.at);
  return standing && rows !== never ? both(rows, standing) : rows;
}

/** The rows that are over, and that the caller could see until then. Undefined for rooms where none ever is. */
export function endedScope(room: Guarded, grant: Grant, about: About): Predicate | undefined {
  const standing = standsAt(room, grant.at);
  const rows = scopeAtAnyTime(room, grant, about);
  return standing && ((row, bind) => `(${rows(row, bind)} and not ${standing(row, bind)})`);
}

/** Refuses a person who names a citizen they have nothing to do with: alike whether that citizen exists or not. */
export function assertMaySee(grant: Grant, patient: string): void {
  if (grant.caller.kind !== 'person' || patient === grant.self) return;
  if (!grant.mandates.some((mandate) => mandate.patient === patient)) throw fail(403, noMandate);
}

/** Of whoever is protected the login tells no name. */
const named = ({ name }: Caller): { name?: string } => (name === '' ? {} : { name });

/** Who acts when this caller writes a resource of a type about this citizen; undefined when the caller may not know of it. */
export function actorFor(grant: Grant, patient: string, type: string): Actor | undefined {
  const { caller } = grant;
  if (caller.kind === 'staff')
    return grant.practitioner === undefined
      ? undefined
      : {
          capacity: 'staff',
          who: `Practitioner/${grant.practitioner}`,
          ...named(caller),
          patient,
          client: caller.client,
        };
  if (caller.kind !== 'person') return undefined;
  if (patient === grant.self)
    return {
      capacity: 'self',
      who: `Patient/${patient}`,
      ...named(caller),
      patient,
      client: caller.client,
    };
  const mandate = mandatesFor(grant, type).find((one) => one.patient === patient);
  return (
    mandate && {
      capacity: 'relative',
      who: `RelatedPerson/${mandate.relatedPerson}`,
      ...named(caller),
      patient,
      mandate,
      client: caller.client,
    }
  );
}
