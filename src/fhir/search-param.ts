import type { Text } from './outcome.ts';

/** How a room's search parameter is found, indexed and compared. `expression` is FHIRPath. */
export interface SearchParam {
  readonly type:
    | 'string'
    | 'token'
    | 'reference'
    | 'date'
    | 'number'
    | 'quantity'
    | 'uri'
    | 'composite'
    | 'special';
  readonly expression: string;
  /** Resource types that a reference may name; the first is assumed for a bare id. */
  readonly target?: readonly string[];
  /**
   * `range`: searched over the whole population, so each value gets a row in the room's link table.
   * Without it the value is a column that filters what another parameter has already narrowed.
   */
  readonly index?: 'range';
  /** Another parameter of the room whose index rows already hold this one's values. */
  readonly within?: string;
  /** Of a composite: its parts in order, each read from the elements that `expression` finds. */
  readonly components?: readonly SearchComponent[];
  /** Ours when R4 has no such parameter for the type; says what it finds. */
  readonly description?: Text;
}

/** One part of a composite parameter. `name` is the parameter that it is defined by, such as `code`. */
export type SearchComponent = Pick<SearchParam, 'type' | 'expression' | 'target'> & {
  readonly name: string;
};

/** The search parameters of a type by name. */
export type Declared = Readonly<Record<string, SearchParam>>;
/** The types served, with their parameters. */
export type Rooms = ReadonlyMap<string, Declared>;

/** The served types that a parameter may lead to; none when it is no reference. */
export function targetsOf({ type, target }: SearchParam, rooms: Rooms): string[] {
  if (type !== 'reference') return [];
  return target ? target.filter((one) => rooms.has(one)) : [...rooms.keys()];
}
