import type { Operation, Room } from '../resources/define.ts';
import type { FeatureName } from '../resources/feature.ts';
import type { Interaction } from '../resources/interaction.ts';
import type { Asking, Desk, Method, Told } from './exchange.ts';

/** Parts of an address that differ from call to call. */
export interface Place {
  readonly id?: string;
  readonly version?: string;
  /** The member type of a compartment search; `*` is all. */
  readonly member?: string;
}

/** One thing that can be asked: its address and what answers. The room is absent at the level of the system. */
export interface Route {
  /** Code of the interaction, or the operation's with `$`: as it is named in docs and access records. */
  readonly name: string;
  readonly method: Method;
  /** Behind the base, such as `/Patient/:id/_history`. */
  readonly path: string;
  readonly room?: Room;
  /** The feature that it is there for, where nobody has that here: it is refused. */
  readonly off?: FeatureName;
  /** Letters of `cruds` that the token's scopes must give for the type. */
  readonly permission: string;
  /** Media type that the answer has beside FHIR's. */
  readonly produces?: string;
  readonly run: (desk: Desk, asking: Asking, place: Place) => Promise<Told>;
}

/** A route before it is known who may go it, with the feature that it is there for. */
export type OpenRoute = Omit<Route, 'permission' | 'off'> & {
  readonly feature?: FeatureName | undefined;
};

/** What rooms do by interaction; `path` is behind the type. */
export interface Handler {
  readonly name: string;
  /** The interaction that a room must have for this. */
  readonly needs: Interaction;
  /** Only rooms of which this holds; all when absent. */
  readonly offers?: (room: Room) => boolean;
  readonly method: Method;
  readonly path: string;
  readonly run: (desk: Desk, room: Room, asking: Asking, place: Place) => Promise<Told>;
}

export interface Matched {
  readonly route: Route;
  readonly place: Place;
}

/** Finds what answers an address. 404 where nothing does, 405 with what it takes for a method that it does not. */
export type Match = (method: string, path: readonly string[]) => Matched;

/** What the system does as a whole; `match` finds what an entry of a Bundle asks for. */
export type SystemHandler = Omit<Handler, 'needs' | 'offers' | 'run'> & {
  readonly run: (desk: Desk, asking: Asking, place: Place, match: Match) => Promise<Told>;
};

/** An operation that is a function of the registry: on the system, on these types (all when absent), on their instances. */
export interface GeneralOperation extends Omit<Operation, 'run'> {
  /** Canonical URL of R4's OperationDefinition; without one the operation is ours. */
  readonly definition?: string;
  readonly types?: readonly string[];
  /** Only rooms of which this holds; all when absent. */
  readonly offers?: (room: Room) => boolean;
  readonly onSystem: boolean;
  /** What it takes must not stand in an address, so that GET is refused. */
  readonly bodyOnly?: true;
  /** Media type that the answer has beside FHIR's. */
  readonly produces?: string;
  readonly run: (
    desk: Desk,
    asked: {
      readonly room?: Room;
      readonly id?: string;
      readonly asking: Asking;
      /** The operation itself, to read the input by. */
      readonly operation: GeneralOperation;
    },
  ) => Promise<Told>;
}
