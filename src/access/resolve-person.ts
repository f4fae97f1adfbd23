import { type ConsentRow, isAdult, type Relation } from './consent-row.ts';
import type { Asks, Caller, Grant, Ticket } from './grant.ts';
import { type Claim, isUnkept, mandateIn } from './mandate.ts';

/** Somebody who logged in as a person. */
export type Person = Extract<Caller, { kind: 'person' }>;

/** The caller as a citizen, as Cura's relative, as one whom a login showed, or somebody who gives the caller a ticket. */
type Arm = 'self' | 'known' | 'made' | 'giver';

interface Row extends Omit<ConsentRow, 'consent' | 'relatedPerson'> {
  readonly arm: Arm;
  readonly patient: string;
  readonly giver: Buffer | null;
  readonly born: number | null;
  readonly dead: boolean | null;
  readonly relatedPerson: string | null;
  readonly consent: string | null;
  readonly checkedAt: number | null;
}

const citizen = `p.id as patient, p.person as giver, p.p_birthdate_from as born, p.p_deceased && '{true}' as dead`;

const nothing = `null::text as "relatedPerson", null::text as consent, null::int as version, null::text[] as type,
  null::text[] as category, null::text[] as action, null::text[] as matter, null::text[] as classes, null::text[] as kept,
  null::text[] as source, null::boolean as timely, null::timestamptz as until, null::timestamptz as "checkedAt"`;

/** The caller's RelatedPersons: Cura's by their number, and those that a login made, which have none. */
const relatives = `
  select 'known' as arm, patient, id from related_person where person = $1
  union all select 'made', patient, related_person from login_relative where person = $1`;

/** Most people are citizens alone, and this much is enough to know it. */
const selfSql = `select 'self' as arm, ${citizen} from patient p where p.person = $1
union all select arm, null, null, null, null from (${relatives}) r`;

/**
 * All that is known of a person at $2, in one statement, so that it is of one moment: every Consent that names one of the relatives,
 * stops among them. What they come to is decided outside. Each part costs when it is begun, also where it finds nothing.
 */
const personSql = `select 'self' as arm, ${citizen}, ${nothing} from patient p where p.person = $1
union all
select rp.arm, ${citizen}, rp.id, c.id, c.version, c.p_provision_type, c.p_category, c.p_action, c.p_matter,
  c.p_provision_class, c.p_kept_back, c.p_mandate_source,
  c.p_period_from <= to_timestamp($2 / 1000.0) and c.p_period_to > to_timestamp($2 / 1000.0), c.p_period_to,
  (select checked_at from sync_state where name = 'feed')
from (${relatives}) rp
join patient p on p.id = rp.patient and p.view & 1 <> 0
left join consent c on c.patient = rp.patient and c.view & 1 <> 0 and c.p_status && '{active}'
  and c.p_actor && array['RelatedPerson/' || rp.id]`;

const claimSql = `${personSql}
union all select 'giver', ${citizen}, ${nothing} from patient p where p.person = any($3::bytea[])`;

/** A ticket holds as long as the token does, and no longer than this. */
const ticketMs = 15 * 60_000;

const claimOf = ({ issuedAt, expiresAt }: Person, { hash, kind, rights }: Ticket): Claim => ({
  ...{ source: 'ticket', giver: hash, kind, rights, from: issuedAt },
  until: Math.min(expiresAt, issuedAt + ticketMs),
});

/** What the login itself says at this moment; of oneself it says nothing. */
export const ticketClaims = (caller: Person, now: number): Claim[] =>
  caller.tickets
    .filter(({ hash }) => !hash.equals(caller.hash))
    .map((ticket) => claimOf(caller, ticket))
    .filter(({ until }) => now < until);

/** A claim that is not stored as it now stands, and whom it would be of. */
export interface Unkept {
  readonly claim: Claim;
  readonly relation: Relation;
}

/** What a person may do, and what has to be stored before it may be done. */
export interface Resolved {
  readonly grant: Grant;
  readonly unkept: readonly Unkept[];
  readonly relations: readonly Relation[];
}

const hexOf = (hash: Buffer | null): string => hash?.toString('hex') ?? '';

const consentsOf = (rows: readonly Row[]): ConsentRow[] =>
  rows.flatMap(({ consent, relatedPerson, ...rest }) =>
    consent === null || relatedPerson === null ? [] : [{ ...rest, consent, relatedPerson }],
  );

function relationOf(rows: readonly [Row, ...Row[]]): Relation {
  const [{ patient, giver, born, dead }] = rows;
  const named = (arm: Arm) => [
    ...new Set(rows.flatMap((row) => (row.arm === arm ? (row.relatedPerson ?? []) : []))),
  ];
  return {
    ...{ patient, giver: hexOf(giver), born, dead: dead ?? false },
    ...{ known: named('known'), made: named('made')[0], consents: consentsOf(rows) },
    checkedAt: rows.find(({ checkedAt }) => checkedAt !== null)?.checkedAt ?? null,
  };
}

/** Everything about one citizen together, however many RelatedPersons the caller has there. */
const relationsOf = (rows: readonly Row[]): Relation[] =>
  [...Map.groupBy(rows, ({ patient }) => patient).values()].map((all) =>
    relationOf(all as [Row, ...Row[]]),
  );

/** Of a person who died, or is under 15, nothing is left or there yet, neither as a citizen nor as a relative. */
const isBarred = (self: readonly Row[], now: number): boolean =>
  self.length > 0 && !self.some((row) => !row.dead && isAdult(row.born, now) !== false);

const isRelative = ({ arm }: Row): boolean => arm !== 'self';

/** Of a relative the second statement alone decides, and tells of the citizen again: never is an answer put together of two moments. */
async function rowsOf(
  db: Asks,
  { hash }: Person,
  now: number,
  claims: readonly Claim[],
): Promise<readonly Row[]> {
  const givers = claims.map(({ giver }) => giver);
  if (givers.length > 0)
    return (await db.query<Row>(claimSql, [hash, now, givers], { name: 'grant-claims' })).rows;
  const { rows } = await db.query<Row>(selfSql, [hash], { name: 'grant-self' });
  if (!rows.some(isRelative)) return rows;
  return (await db.query<Row>(personSql, [hash, now], { name: 'grant-person' })).rows;
}

const nobody = (caller: Person, at: number): Resolved => ({
  grant: { caller, at, mandates: [], units: [] },
  unkept: [],
  relations: [],
});

/** What a person may do at this moment, by what is stored and by what is claimed. */
export async function resolvePerson(
  db: Asks,
  caller: Person,
  now: number,
  claims: readonly Claim[] = ticketClaims(caller, now),
): Promise<Resolved> {
  const rows = await rowsOf(db, caller, now, claims);
  const self = rows.filter(({ arm }) => arm === 'self');
  if (isBarred(self, now)) return nobody(caller, now);
  // A token made for one citizen is good for that citizen alone, whoever else the caller may act for.
  const isMeant = ({ patient }: { patient: string }) => patient === (caller.patient ?? patient);
  const relations = relationsOf(rows.filter(isRelative).filter(isMeant));
  const of = ({ giver }: Relation) => claims.filter((claim) => hexOf(claim.giver) === giver);
  const own = self.find((row) => !row.dead && isMeant(row));
  const mandates = relations.flatMap((relation) => mandateIn(relation, of(relation), now) ?? []);
  const unkept = relations.flatMap((relation) =>
    of(relation).flatMap((claim) => (isUnkept(relation, claim, now) ? [{ claim, relation }] : [])),
  );
  const grant = { caller, at: now, ...(own && { self: own.patient }), mandates, units: [] };
  return { grant, unkept, relations };
}
