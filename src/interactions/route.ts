import type { Interaction, Operation, Room } from '../resources/define.ts';
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
  readonly run: (desk: Desk, asking: Asking, place: Place) => Promise<Told>;
}

/** What rooms do by interaction; `path` is behind the type. */
export interface Handler {
  readonly name: string;
  /** The interaction that a room must have for this. */
  readonly needs: Interaction;
  readonly method: Method;
  readonly path: string;
  readonly run: (desk: Desk, room: Room, asking: Asking, place: Place) => Promise<Told>;
}

/** What the system does as a whole. */
export type SystemHandler = Omit<Handler, 'needs' | 'run'> & {
  readonly run: (desk: Desk, asking: Asking, place: Place) => Promise<Told>;
};

/** An operation that is a function of the registry: on the system, on these types (all when absent), on their instances. */
export interface GeneralOperation extends Omit<Operation, 'run'> {
  readonly types?: readonly string[];
  readonly onSystem: boolean;
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
