/** What the store knows of a person and one citizen, and what its Consents say. */
import { codeSystem } from '../fhir/canonical.ts';
import { instantToWall } from '../fhir/instant.ts';
import type { Mandate } from './grant.ts';

const adultYears = 15;

/** A Consent as the grant's statement gives it; tokens as they are indexed. */
export interface ConsentRow {
  readonly consent: string;
  readonly version: number;
  readonly type: readonly string[] | null;
  readonly category: readonly string[] | null;
  readonly action: readonly string[] | null;
  readonly matter: readonly string[] | null;
  /** Classes of the outermost provision, and of denials within it. */
  readonly classes: readonly string[] | null;
  readonly kept: readonly string[] | null;
  /** Null: Cura's. */
  readonly source: readonly string[] | null;
  /** Whether its period holds now; null when it has none. */
  readonly timely: boolean | null;
  readonly until: number | null;
  /** The relative whom it names. */
  readonly relatedPerson: string;
}

/** All that is known of the caller and one citizen. */
export interface Relation {
  readonly patient: string;
  readonly giver: string;
  /** Start of the day of birth, epoch milliseconds; null when it is not known, as of an eCPR. */
  readonly born: number | null;
  readonly dead: boolean;
  /** The caller's RelatedPersons there: Cura's, and one that a login made. */
  readonly known: readonly string[];
  readonly made: string | undefined;
  readonly consents: readonly ConsentRow[];
  /** When Cura was last heard, epoch milliseconds. */
  readonly checkedAt: number | null;
}

/** Whether somebody is 15, from 00:00 in Copenhagen on the birthday; undefined when the day is not known. Who is born on 29 February is so from 1 March. */
export const isAdult = (born: number | null, now: number): boolean | undefined => {
  if (born === null) return undefined;
  const [year = '', rest = ''] = instantToWall(born).date.split(/-(.*)/);
  return `${Number(year) + adultYears}-${rest}` <= instantToWall(now).date;
};

const kindSystem = `${codeSystem('mandate-kind')}|`;

/** The code of our mandate-kind system among the categories. */
export const kindOf = ({ category }: ConsentRow): string =>
  (category ?? []).find((token) => token.startsWith(kindSystem))?.slice(kindSystem.length) ?? '';

/**
 * Custody ends on the 15th birthday, and does not begin where the age is unknown. Nobody gives a power of attorney before that day; of
 * whom no day of birth is known the source's word is taken. The other kinds end with their period alone.
 */
export const isOfAge = (kind: string, { born }: Relation, now: number): boolean => {
  if (kind === 'custody') return isAdult(born, now) === false;
  return kind !== 'power-of-attorney' || isAdult(born, now) !== false;
};

const rights = ['see', 'act'] as const;

/** Who may act may see. */
export const rightsIn = (codes: readonly string[]): Mandate['rights'] =>
  codes.includes('act') ? rights : rights.filter((code) => codes.includes(code));

const has = (tokens: readonly string[] | null, code: string): boolean =>
  tokens?.includes(code) ?? false;

/** The bare codes among tokens, which are indexed as `system|code` too. */
export const bare = (tokens: readonly string[] | null): string[] =>
  (tokens ?? []).filter((token) => !token.includes('|'));

export const stops = ({ consents }: Relation): ConsentRow[] =>
  consents.filter(({ type, timely }) => has(type, 'deny') && timely !== false);

/** A stop that names no class stops the relative altogether, in whichever of the relative's RelatedPersons it was laid. */
export const isStopped = (relation: Relation): boolean =>
  stops(relation).some(({ classes }) => bare(classes).length === 0);

export const permitsOf = ({ consents }: Relation): ConsentRow[] =>
  consents.filter(({ type }) => has(type, 'permit'));

export const sourceOf = ({ source }: ConsentRow): string => bare(source)[0] ?? 'cura';

/** Whom the caller is there: as Cura has it, where Cura does. */
export const relativeIn = ({ known, made }: Relation): string | undefined =>
  known.toSorted()[0] ?? made;
