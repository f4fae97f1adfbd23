/** Which mandates hold, of what the store and the login know of one person. Pure: the clock is an argument. */
import { codeSystem } from '../fhir/canonical.ts';
import {
  bare,
  type ConsentRow,
  isOfAge,
  isStopped,
  kindOf,
  permitsOf,
  type Relation,
  relativeIn,
  rightsIn,
  sourceOf,
  stops,
} from './consent-row.ts';
import type { Mandate } from './grant.ts';

/** How old Cura's word on a mandate may be. */
const maxLagMs = 15 * 60_000;

/** What somebody else than Cura says that the caller may do for one citizen. Epoch milliseconds; `until` is not within. */
export interface Claim {
  readonly source: 'ticket' | 'lookup';
  /** Keyed hash of the giver's number. */
  readonly giver: Buffer;
  readonly kind: 'power-of-attorney' | 'custody';
  readonly rights: Mandate['rights'];
  readonly from: number;
  readonly until: number;
}

/** Kinds that reach as far as the deed says: without a word of personal matters they give nothing here. */
const limitedByDeed: readonly string[] = ['future-power-of-attorney', 'guardianship'];
const personalMatters = `${codeSystem('mandate-matter')}|personal`;

/** A mandate that names matters must name the personal ones, which include health. */
const coversHealth = (row: ConsentRow): boolean => {
  const matters = row.matter ?? [];
  return matters.length === 0
    ? !limitedByDeed.includes(kindOf(row))
    : matters.includes(personalMatters);
};

/** The Consent that was stored of a claim. */
const keptOf = (relation: Relation, { source, kind }: Claim): ConsentRow | undefined => {
  const rows = permitsOf(relation).filter(
    (row) => sourceOf(row) === source && kindOf(row) === kind,
  );
  return rows.find(({ relatedPerson }) => relatedPerson === relativeIn(relation)) ?? rows[0];
};

/** Whether a claim gives something here: its time is now, its giver lives, is of the age for it, and has not stopped it. */
const counts = (relation: Relation, claim: Claim, now: number): boolean =>
  now < claim.until &&
  claim.rights.length > 0 &&
  !relation.dead &&
  !isStopped(relation) &&
  isOfAge(claim.kind, relation, now);

/** The second at which it ends is within its period as it is stored. */
const isSameEnd = (stored: number, until: number): boolean =>
  stored === until || Math.abs(stored - until) <= 1_000;

interface Held {
  readonly row: ConsentRow;
  readonly source: Mandate['source'];
  readonly rights: Mandate['rights'];
}

function fromCura(relation: Relation, now: number): Held[] {
  const { checkedAt } = relation;
  if (checkedAt === null || now - checkedAt > maxLagMs) return [];
  return permitsOf(relation)
    .filter((row) => sourceOf(row) === 'cura' && row.timely === true)
    .filter((row) => coversHealth(row) && isOfAge(kindOf(row), relation, now))
    .map((row) => ({ row, source: 'cura', rights: rightsIn(bare(row.action)) }));
}

/**
 * Whether a claim is stored as it stands. A ticket says nothing against a newer one; a register is asked now, and all that it says
 * otherwise is news. Cura's RelatedPerson takes the place of one that a login made.
 */
function isKept(relation: Relation, claim: Claim): boolean {
  const row = keptOf(relation, claim);
  if (!row || row.relatedPerson !== relativeIn(relation)) return false;
  const until = row.until ?? 0;
  if (claim.source === 'ticket') return until >= claim.until;
  const [stored, said] = [rightsIn(bare(row.action)), rightsIn(claim.rights)];
  return isSameEnd(until, claim.until) && stored.length === said.length;
}

/** Whether a claim must be stored before it can be used: it gives what Cura does not, and is not stored as it stands. */
export function isUnkept(relation: Relation, claim: Claim, now: number): boolean {
  if (!counts(relation, claim, now) || isKept(relation, claim)) return false;
  const { length } = rightsIn(claim.rights);
  return !fromCura(relation, now).some((held) => held.rights.length >= length);
}

/** What is claimed is narrowed by what is stored, which is of the newest login: an older token gives no more than that. */
const claimed = (relation: Relation, claims: readonly Claim[], now: number): Held[] =>
  claims
    .filter((claim) => counts(relation, claim, now))
    .flatMap((claim) => {
      const row = keptOf(relation, claim);
      const both = rightsIn(bare(row?.action ?? [])).filter((right) =>
        rightsIn(claim.rights).includes(right),
      );
      return row ? [{ row, source: claim.source, rights: both }] : [];
    });

const sources: readonly Mandate['source'][] = ['cura', 'lookup', 'ticket'];

/** Of equal rights the mandate that lasts longest by its source, then the one that was always first. */
const stronger = (a: Held, b: Held): number =>
  b.rights.length - a.rights.length ||
  sources.indexOf(a.source) - sources.indexOf(b.source) ||
  (a.row.consent < b.row.consent ? -1 : 1);

/**
 * The one mandate that the caller acts by for a citizen. To act includes to see, so that the strongest of several gives all that they
 * give together, and it alone is named in what is done. What the giver keeps back in any of them, or by a stop of some classes, is
 * kept back from the relative: it is said of the person, not of the deed.
 */
export function mandateIn(
  relation: Relation,
  claims: readonly Claim[],
  now: number,
): Mandate | undefined {
  if (relation.dead || isStopped(relation)) return undefined;
  const held = [...fromCura(relation, now), ...claimed(relation, claims, now)].filter(
    (one) => one.rights.length > 0,
  );
  const [best] = held.sort(stronger);
  if (!best) return undefined;
  const { row } = best;
  const kept = [
    ...held.map((one) => one.row.kept),
    ...stops(relation).map(({ classes }) => classes),
  ];
  return {
    patient: relation.patient,
    relatedPerson: row.relatedPerson,
    consent: row.consent,
    consentVersion: row.version,
    kind: kindOf(row),
    rights: best.rights,
    source: best.source,
    denied: [...new Set(kept.flatMap(bare))].sort(),
  };
}
