import type { Criterion } from '../fhir/search-criterion.ts';
import type { Bind, Predicate } from './predicate.ts';
import type { StoredRoom } from './stored-room.ts';

/** The criterion of a kind; one that stands for two kinds is that of each. */
export type Of<K extends Criterion['kind']> = Criterion extends infer One
  ? One extends { readonly kind: infer Kind }
    ? K extends Kind
      ? One
      : never
    : never
  : never;

/** How a statement reaches other rooms: by type, and only as far as the caller may see them. */
export interface Reach {
  readonly room: (type: string) => StoredRoom | undefined;
  readonly scope: (type: string) => Predicate | undefined;
}

/** Ids among which all matches of a criterion are, and few others, from an index: `select id from …`. */
export interface Candidate {
  readonly ids: (bind: Bind) => string;
  /** The one value of the link index that it walks; its rows come in the order of the room. */
  readonly link?: { readonly param: string; readonly value: string };
  /** It walks the order of the room. */
  readonly ordered?: true;
  /** The criterion's own condition walks the key. */
  readonly keyed?: true;
}

/** What was found out about a search before its statement is put together. */
export interface Choices {
  /** Chains and `_has` that lead to few resources: these are looked up first, and then what refers to them. */
  readonly few: Set<Criterion>;
  /** By which index the criterion of a chain or `_has` is looked up in the room that it leads to. */
  readonly candidates: Map<Criterion, Candidate>;
}

/** Where a criterion is made a condition. */
export interface Context {
  readonly room: StoredRoom;
  readonly reach: Reach;
  /** Epoch milliseconds, for `ap`. */
  readonly now: number;
  readonly choices: Choices;
  /** How many references lie between the rows searched and those of this room. */
  readonly depth: number;
}

export const noChoices = (): Choices => ({ few: new Set(), candidates: new Map() });

/** The context of a type that a reference leads to, with the scope of the caller there; undefined where the caller sees nothing. */
export function enter(
  context: Context,
  type: string,
): { readonly context: Context; readonly scope: Predicate; readonly row: string } | undefined {
  const room = context.reach.room(type);
  const scope = context.reach.scope(type);
  if (!room || !scope) return undefined;
  const depth = context.depth + 1;
  return { context: { ...context, room, depth }, scope, row: `hop${depth}` };
}
