import type { Resource } from '@medplum/fhirtypes';
import type { SearchParam } from '../fhir/search-param.ts';
import { sharedParams } from '../fhir/search-shared.ts';
import type { Transaction } from './database.ts';
import { shortened, sqlName, tableName } from './sql-name.ts';

/** Whose eyes a stored representation is for. */
export type View = 'staff' | 'citizen' | 'proxy';

/** A stored row serves every view whose bit it has. */
export const viewBit = { staff: 1, citizen: 2, proxy: 4 } as const satisfies Record<View, number>;

/** What the store must know of a room: from it come the tables, the index rows and every statement. */
export interface Shape {
  readonly type: string;
  readonly slug: string;
  readonly search: Readonly<Record<string, SearchParam>>;
  /** The date parameter that orders searches and index rows; without it, the time of the last update. */
  readonly order?: string;
  /** FHIR id of the citizen in whose compartment a resource lies. */
  readonly patient?: (resource: never) => string | undefined;
  /** When what the resource says is over by the clock alone, epoch milliseconds: from then on nobody finds it or reads it. */
  readonly ends?: (resource: never) => number | undefined;
  /** The number by which a caller is recognised as this person; only its keyed hash is stored. */
  readonly person?: (resource: never) => string | undefined;
  /** What citizen and proxy see where it differs from staff. Pure. */
  readonly views?: { readonly citizen?: Project; readonly proxy?: Project };
  /** What others than staff see of an earlier version, once the newest is as it is. Pure. */
  readonly past?: (then: never, now: never) => Resource;
  /** What the views depend on beside the resource. When it is another, what is stored of them is made again, of earlier versions too. */
  readonly edition?: string;
  /** Keeps a table of the room's own in step: told of every row that was written or taken away, in that transaction. */
  readonly beside?: (
    tx: Transaction,
    rows: readonly { readonly content: string }[],
  ) => Promise<void>;
  /** Without it the room has tables of its own. */
  readonly from?: Standing;
}

/** A room that is shown, not stored: its rows are made of what stands elsewhere, and nothing is written to it. */
export interface Standing {
  /** Makes the views `<table>` and `<table>_history`, with the columns of the tables, where there are none. */
  readonly sql: string;
  /** Columns of the view that an index leads to, each by the parameter whose one value it is. */
  readonly keys: Readonly<Record<string, string>>;
  /** References that are looked for among the rows of a citizen. */
  readonly owners: Readonly<Record<string, Owning>>;
  /** How long the date is that orders the rows, all of them alike: an interval in SQL. */
  readonly width: string;
}

/** How rows are found by a reference, in SQL. */
export interface Owning {
  /** The function that gives whose a reference is: `setof text`. */
  readonly owners: string;
  /** Whether a row refers to one of `refs`, an array. */
  readonly holds: (row: string, refs: string) => string;
}

/** A view of a resource; undefined when that reader may not know of it at all. */
export type Project = (resource: never) => Resource | undefined;

/** Behind the name of a table stand those of its indexes, such as `_history_updated`. */
const longestSuffix = 24;

/** Name of the room's table; its history and index rows are `<table>_history`, `<table>_link` and `<table>_number`. */
export const tableOf = (shape: Shape): string => tableName(shape.slug, longestSuffix);

/** Column of a search parameter; dates have two, `<column>_from` and `<column>_to`. */
export const columnOf = (param: string): string => shortened(`p_${sqlName(param)}`, '_from'.length);

/** Parameters with values of their own, those of every type among them: those `within` another use that one's. */
export const ownParams = (shape: Shape): [string, SearchParam][] =>
  Object.entries({ ...shape.search, ...sharedParams }).filter(
    ([, param]) => param.within === undefined,
  );

/** The definition of a room's parameter, or of one that every type has. */
export const paramOf = (shape: Shape, name: string): SearchParam | undefined => {
  if (Object.hasOwn(shape.search, name)) return shape.search[name];
  return Object.hasOwn(sharedParams, name) ? sharedParams[name] : undefined;
};

/** The parameter whose index rows hold the values of this one. */
export const ownerOf = (shape: Shape, name: string): string => paramOf(shape, name)?.within ?? name;

/** Parameters that name the citizen of the compartment are answered by the column that orders the table. */
export const isCompartment = (shape: Shape, name: string): boolean =>
  shape.patient !== undefined && (name === 'patient' || shape.search[name]?.within === 'patient');

/** Whether a parameter is searched over the whole population: as declared, and all references, which are followed backwards. */
export const isRange = (shape: Shape, name: string): boolean => {
  const owner = paramOf(shape, ownerOf(shape, name));
  return owner?.index === 'range' || (owner?.type === 'reference' && !isCompartment(shape, name));
};

/** How the values of each type are kept: `texts` and `dates` in columns, `parts` in one column for all of them. */
export const storageOf = {
  ...{ token: 'texts', reference: 'texts', string: 'texts', uri: 'texts', date: 'dates' },
  ...{ number: 'parts', quantity: 'parts', composite: 'parts', special: 'parts' },
} as const satisfies Record<SearchParam['type'], 'texts' | 'dates' | 'parts'>;

/** Whether a room has a table of numbers, for what is searched by size over the whole population. */
export const hasNumbers = (shape: Shape): boolean =>
  ownParams(shape).some(
    ([, { type, index }]) =>
      index === 'range' && (type === 'number' || type === 'quantity' || type === 'special'),
  );
