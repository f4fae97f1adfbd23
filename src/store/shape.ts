import type { Resource } from '@medplum/fhirtypes';
import type { SearchParam } from '../fhir/search-param.ts';

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
  /** The number by which a caller is recognised as this person; only its keyed hash is stored. */
  readonly person?: (resource: never) => string | undefined;
  /** What citizen and proxy see where it differs from staff. Pure. */
  readonly views?: { readonly citizen?: Project; readonly proxy?: Project };
}

/** A view of a resource; undefined when that reader may not know of it at all. */
export type Project = (resource: never) => Resource | undefined;

/** Name of the room's table; its history and index rows are `<table>_history` and `<table>_link`. */
export const tableOf = (shape: Shape): string => shape.slug.replaceAll('-', '_');

/** Column of a search parameter; dates have two, `<column>_from` and `<column>_to`. */
export const columnOf = (param: string): string =>
  `p_${param.replaceAll('-', '_').replace(/^_/, 'x_')}`;

/** Parameters with columns of their own: those `within` another use that one's. */
export const ownParams = (shape: Shape): [string, SearchParam][] =>
  Object.entries(shape.search).filter(([, param]) => param.within === undefined);
