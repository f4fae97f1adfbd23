/** Versions as they are stored: those that stand, those that stood, and deletions. */
import type { InstantRange } from '../fhir/instant.ts';
import type { Transaction } from '../store/database.ts';
import { type Bind, binder } from '../store/predicate.ts';
import type { Arm } from './history-arm.ts';

/** One version; `content` is null for a deletion, `at` its time as PostgreSQL writes it. */
export interface Version {
  readonly id: string;
  readonly version: number;
  readonly lastUpdated: number;
  readonly at: string;
  readonly patient: string | null;
  readonly content: string | null;
}

/** Which versions are asked for. Instants are epoch milliseconds. */
export interface Window {
  readonly id?: string;
  readonly version?: number;
  /** Written at this moment or later. */
  readonly since?: number;
  /** Current at some moment of this time. */
  readonly during?: InstantRange;
}

/** Where a walk begins: behind a version, or behind all of a moment, or with it. */
export type Start =
  | { readonly at: string; readonly id: string; readonly version: number }
  | { readonly at: string; readonly inclusive: boolean };

export interface Walk {
  readonly start?: Start;
  /** `previous` goes from older versions to newer ones. */
  readonly direction: 'next' | 'previous';
  readonly limit: number;
}

const instant = (ms: number, bind: Bind): string => `to_timestamp(${bind(ms)}::float8 / 1000.0)`;

const columns = (row: string): string =>
  `${row}.id, ${row}.version, ${row}.last_updated, ${row}.patient, ${row}.content`;

const isRestricted = (row: string): string =>
  `coalesce(${row}.content::jsonb #> '{meta,security}' @> '[{"code":"R"}]', false)`;

const ofPatient = ({ patient }: Arm, row: string, bind: Bind): string[] => {
  if (patient === undefined) return [];
  return [patient === null ? `${row}.patient is null` : `${row}.patient = ${bind(patient)}`];
};

const within = ({ id, version, since, during }: Window, row: string, bind: Bind): string[] => [
  ...(id === undefined ? [] : [`${row}.id = ${bind(id)}`]),
  ...(version === undefined ? [] : [`${row}.version = ${bind(version)}::int`]),
  ...(since === undefined ? [] : [`${row}.last_updated >= ${instant(since, bind)}`]),
  ...(during === undefined ? [] : [`${row}.last_updated < ${instant(during.to, bind)}`]),
];

/** Not `exists`: for that the planner may read whole tables first. */
const none = (from: string): string => `(select true from ${from} limit 1) is null`;

/** Something newer stood before the time began. */
const outdated = (table: string, { during }: Window, bind: Bind): string[] => {
  if (!during) return [];
  const newer = `n.id = h.id and n.version > h.version and n.last_updated <= ${instant(during.from, bind)}`;
  return [none(`${table} n where ${newer}`), none(`${table}_history n where ${newer}`)];
};

function behind({ start, direction }: Walk, row: string, bind: Bind): string[] {
  if (!start) return [];
  const sign = direction === 'next' ? '<' : '>';
  const at = `${bind(start.at)}::text::timestamptz`;
  if ('inclusive' in start)
    return [`${row}.last_updated ${sign}${start.inclusive ? '=' : ''} ${at}`];
  return [
    `(${row}.last_updated, ${row}.id, ${row}.version) ${sign} (${at}, ${bind(start.id)}, ${bind(start.version)}::int)`,
  ];
}

/** Of a deleted resource, its end and what was seen before it: the last version must be a deletion in the caller's view. */
function isGone(table: string, { deleted, bit, closed }: Arm): string {
  if (deleted === 'none') return 'false';
  const tests = [
    ...(deleted === 'unowned' ? ['h.patient is null'] : []),
    none(`${table} x where x.id = h.id`),
    `(select g.content is null and g.patient is not distinct from h.patient from ${table}_history g
       where g.id = h.id and g.view & ${bit} <> 0 order by g.version desc limit 1)`,
  ];
  if (closed === 'restricted') {
    const was = `${table}_history q where q.id = h.id and q.view & ${bit} <> 0 and q.content is not null`;
    tests.push(`(h.content is null or ${none(`${was} and ${isRestricted('q')}`)})`);
  }
  return tests.join(' and ');
}

interface Parts {
  readonly table: string;
  readonly arm: Arm;
  readonly window: Window;
  readonly walk: Walk;
  readonly bind: Bind;
}

const orderOf = ({ direction }: Walk, row: string): string =>
  ['last_updated', 'id', 'version']
    .map((name) => `${row}${name}${direction === 'next' ? ' desc' : ''}`)
    .join(', ');

const select = (from: string, row: string, tests: readonly string[], parts: Parts): string =>
  `(select ${columns(row)} from ${from} where ${tests.join(' and ')}
    order by ${orderOf(parts.walk, `${row}.`)} limit ${parts.bind(parts.walk.limit)}::int)`;

const standing = (parts: Parts): string => {
  const { table, arm, window, walk, bind } = parts;
  return select(
    `${table} r`,
    'r',
    [
      ...[arm.scope('r', bind), `r.view & ${arm.bit} <> 0`],
      ...[...ofPatient(arm, 'r', bind), ...within(window, 'r', bind), ...behind(walk, 'r', bind)],
    ],
    parts,
  );
};

/** One walk over what stood: each row is shown by what stands of it now, or by its deletion. */
const past = (parts: Parts): string => {
  const { table, arm, window, walk, bind } = parts;
  const open = arm.closed === 'restricted' ? ` and not ${isRestricted('r')}` : '';
  const seen = `select h.patient is not distinct from r.patient${open} from ${table} r
    where r.id = h.id and r.view & ${arm.bit} <> 0 and ${arm.scope('r', bind)} limit 1`;
  return select(
    `${table}_history h`,
    'h',
    [
      ...[`h.view & ${arm.bit} <> 0`, ...ofPatient(arm, 'h', bind)],
      `coalesce((${seen}), ${isGone(table, arm)})`,
      ...[
        ...within(window, 'h', bind),
        ...outdated(table, window, bind),
        ...behind(walk, 'h', bind),
      ],
    ],
    parts,
  );
};

/** A statement for the versions of one room, in the order of the walk. */
export function versionsSql(
  table: string,
  arms: readonly Arm[],
  window: Window,
  walk: Walk,
): { text: string; values: unknown[] } {
  const { bind, values } = binder();
  const parts = arms.flatMap((arm) => {
    const given = { table, arm, window, walk, bind };
    return arm.closed === 'always' ? [standing(given)] : [standing(given), past(given)];
  });
  const text = `select id, version, last_updated as "lastUpdated", last_updated::text as at, patient, content
from (${parts.join('\nunion all\n')}) x order by ${orderOf(walk, 'x.')} limit ${bind(walk.limit)}::int`;
  return { text, values };
}

/** How many versions of one resource there are. */
export async function countVersions(
  db: Pick<Transaction, 'query'>,
  table: string,
  arm: Arm,
  window: Window,
): Promise<number> {
  const { text, values } = versionsSql(table, [arm], window, { direction: 'next', limit: 1e9 });
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from (${text}) v`,
    values,
  );
  return rows[0]?.n ?? 0;
}
