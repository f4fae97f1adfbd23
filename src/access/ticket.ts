import type { Ticket } from './grant.ts';
import type { PrivilegeGroup } from './privilege-list.ts';
import { tokenInvalid } from './token-refusal.ts';

export type Right = Ticket['rights'][number];

/** What a municipality says that privileges and job roles stand for: URI -> meaning. */
export interface Meanings {
  readonly privileges: Readonly<Record<string, Right>>;
  readonly jobRoles: Readonly<Record<string, 'staff' | 'auditor'>>;
  /** The municipality's own CVR number. */
  readonly cvr: string;
}

/** How the scope of a group names the giver's number, and what the group then is. */
const givers: readonly (readonly [prefix: string, kind: Ticket['kind']])[] = [
  ['urn:dk:gov:saml:cprNumberIdentifier:', 'power-of-attorney'],
  ['urn:dk:healthcare:saml:actThroughProcurationBy:cprNumberIdentifier:', 'power-of-attorney'],
  ['urn:dk:healthcare:saml:actThroughCustodyOver:cprNumberIdentifier:', 'custody'],
];

export const cprGrammar = /^\d{10}$/;
const order = ['see', 'act'] as const;

const meaningOf = <Meaning>(table: Readonly<Record<string, Meaning>>, uri: string) =>
  Object.hasOwn(table, uri) ? table[uri] : undefined;

function ticketOf(
  { scope, privileges }: PrivilegeGroup,
  table: Meanings['privileges'],
  hash: (cpr: string) => Buffer,
): Ticket | undefined {
  const [prefix, kind] = givers.find(([start]) => scope.startsWith(start)) ?? [];
  if (prefix === undefined || kind === undefined) return undefined;
  const cpr = scope.slice(prefix.length);
  if (!cprGrammar.test(cpr)) throw tokenInvalid();
  const given = privileges.map((uri) => meaningOf(table, uri));
  const rights = order.filter((right) => given.includes(right));
  return rights.length === 0 ? undefined : { hash: hash(cpr), rights, kind };
}

/** Tickets of one giver and kind are one, with the rights of all. */
function merged(tickets: readonly Ticket[]): readonly Ticket[] {
  const found = new Map<string, Ticket>();
  for (const one of tickets) {
    const key = `${one.kind} ${one.hash.toString('base64')}`;
    const rights = [...(found.get(key)?.rights ?? []), ...one.rights];
    found.set(key, { ...one, rights: order.filter((right) => rights.includes(right)) });
  }
  return [...found.values()];
}

/**
 * For whom a person may act by the login. Privileges that the municipality does not know give nothing, and groups of other
 * scopes are of other systems. Throws 401 when a scope of ours names no number.
 */
export const ticketsOf = (
  groups: readonly PrivilegeGroup[],
  { privileges }: Meanings,
  hash: (cpr: string) => Buffer,
): readonly Ticket[] => merged(groups.flatMap((group) => ticketOf(group, privileges, hash) ?? []));

/** What an employee is by the job roles of the municipality's own groups, and in which units (SOR codes). */
export interface Employment {
  readonly kinds: readonly ('staff' | 'auditor')[];
  readonly units: readonly string[];
}

const employer = 'urn:dk:gov:saml:cvrNumberIdentifier:';

/** Units of one role are not those of another: those of the staff's role alone count. */
export function employmentOf(
  groups: readonly PrivilegeGroup[],
  { jobRoles, cvr }: Meanings,
  unitConstraint: string,
): Employment {
  const found = groups
    .filter(({ scope }) => scope === `${employer}${cvr}`)
    .map((group) => ({ group, kinds: group.privileges.map((uri) => meaningOf(jobRoles, uri)) }));
  const kinds = (['staff', 'auditor'] as const).filter((kind) =>
    found.some((one) => one.kinds.includes(kind)),
  );
  const units = found
    .filter((one) => one.kinds.includes('staff'))
    .flatMap(({ group }) => (group.constraints.get(unitConstraint) ?? '').split(','))
    .map((unit) => unit.trim());
  return { kinds, units: [...new Set(units)].filter((unit) => unit !== '') };
}
