import type { Transaction } from './database.ts';
import type { MigrationStep } from './migrate.ts';
import { viewBit } from './shape.ts';

/** A number for each citizen that grows with every write of what lies, or lay, in the citizen's compartment and is shown to the citizen. */
export const compartmentTable: MigrationStep = {
  id: '003-compartment',
  sql: `create table compartment (patient text collate "C" primary key, version bigint not null);`,
};

/** The compartment's version as a scalar in a statement; `patient` is SQL. 0 where nothing was ever written. */
export const compartmentVersion = (patient: string): string =>
  `coalesce((select version from compartment where patient = ${patient}), 0)`;

/** Rows of a room that are over at a moment, epoch milliseconds. `table` is that of a room where rows end. */
export interface Ending {
  readonly table: string;
  readonly now: string;
}

/**
 * What is seen of a compartment changes with each write, and when something in it ends: the version, and behind a point how many rows
 * are over that stand. Between two writes that number only grows.
 */
export const compartmentState = (patient: string, endings: readonly Ending[]): string => {
  const over = endings.map(
    ({ table, now }) =>
      `(select count(*) from ${table} over where over.ends <= ${now} and over.patient = ${patient})`,
  );
  const version = `${compartmentVersion(patient)}::text`;
  return over.length === 0
    ? version
    : `${version} || coalesce('.' || nullif(${over.join(' + ')}, 0), '')`;
};

const bump = `insert into compartment as c (patient, version)
  select patient, 1 from unnest($1::text[]) patient order by patient
  on conflict (patient) do update set version = c.version + 1`;

/** Of what is kept from citizens the number must not tell that it changed. */
interface Lying {
  readonly patient: string | null;
  /** `viewBit`, added up. */
  readonly view: number;
}

const touched = new WeakMap<Transaction, Set<string>>();

/**
 * Notes whose compartments the transaction changes. All are counted up in one statement just before the commit, in the order of
 * their ids: so no two transactions wait for each other, and one waits for the other's commit alone.
 */
export function touch(tx: Transaction, rows: readonly Lying[]): void {
  const known = touched.get(tx);
  const patients = known ?? new Set<string>();
  for (const { patient, view } of rows)
    if (patient !== null && (view & viewBit.citizen) !== 0) patients.add(patient);
  if (known || patients.size === 0) return;
  touched.set(tx, patients);
  tx.last(async () => {
    await tx.query(bump, [[...patients].sort()], { name: 'compartments' });
  });
}
