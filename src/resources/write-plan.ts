import type { Resource } from '@medplum/fhirtypes';
import type { Transaction } from '../store/database.ts';

/** A resource as staff see it, with its version. */
export interface Stored<T extends Resource = Resource> {
  readonly resource: T & { id: string };
  readonly version: number;
}

/** What a room asks to be written through to Cura. `resource` is what is to stand; Cura's answer decides what does. */
export interface WritePlan {
  /** Names the act in intent, Provenance and texts: `book`, `move`, `cancel`, `update`. */
  readonly kind: string;
  readonly record: string;
  /** Cura has no such record: it is stored here alone, and a resync leaves it. */
  readonly here?: true;
  readonly resource: Resource & { id: string };
  readonly method: 'create' | 'replace';
  /** The version of the resource that a change was decided on: 412 when another stands by now. */
  readonly basedOn?: number;
  /** The citizen concerned; null where it is about none. */
  readonly patient: string | null;
  /** Law under which the service is given, a URI. */
  readonly policy: string;
  /** Time of people and places that nobody else may have; empty when none is taken. Epoch milliseconds. */
  readonly reserve?: readonly {
    readonly actor: string;
    readonly start: number;
    readonly end: number;
  }[];
  /** Places in sessions of classes; none is given beyond the capacity. */
  readonly seats?: readonly { readonly session: string }[];
  /** What must still hold in the transaction that opens the write, whoever else is writing; throws the refusal. */
  readonly guard?: (tx: Transaction) => Promise<void>;
  /** Equal keys of one actor are one act: the second joins the first. */
  readonly joinKey?: string;
}
