import type { Resource } from '@medplum/fhirtypes';
import type { Access, Actor, Grant } from '../access/grant.ts';
import type { FhirError, Language, Text } from '../fhir/outcome.ts';
import type { Ledger } from '../ledger/checkpoint-log.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { Written } from '../store/put.ts';
import type { Shape } from '../store/shape.ts';
import type { StoredRoom } from '../store/stored-room.ts';
import type { Featured, FeatureName, RoomFeature, Without } from './feature.ts';
import type { Interaction } from './interaction.ts';
import type { Municipality, StaffNames } from './municipality.ts';
import type { Answer, Input, Native, OperationParameter } from './operation.ts';
import type { RoomMapping } from './room-mapping.ts';
import type { TransformPorts } from './transform-ports.ts';
import type { VideoPorts } from './video-rooms.ts';
import type { Stored, WritePlan } from './write-plan.ts';

/** All that rooms, interactions and workers need of the outside. */
export interface Ports extends VideoPorts, TransformPorts {
  readonly db: Database;
  readonly now: () => number;
  readonly municipality: Municipality;
  readonly publicUrl: string;
  /** The room of a type, ready for the store. Throws for a type that is not in the registry. */
  readonly room: (type: string) => StoredRoom;
  /** A secret of the installation for one purpose, 32 bytes. */
  readonly secret: (purpose: string) => Buffer;
  /** Intent, Cura, commit. Throws the refusal, or 503 when the outcome is not known. */
  readonly write: (plan: WritePlan, actor: Actor) => Promise<Stored>;
  /** As `write` for several: none is begun unless all can be, else it throws the refusal; then each comes to what it comes to. */
  readonly writeTogether: (
    plans: readonly WritePlan[],
    actor: Actor,
  ) => Promise<readonly (Stored | FhirError)[]>;
  /**
   * Accepts several writes at once, all or none, and answers before Cura has them; they reach it once, however long it is away. 412 when
   * one was decided on a version that stands no more.
   */
  readonly writeLater: (plans: readonly WritePlan[], actor: Actor) => Promise<readonly Stored[]>;
  /** What the same act (`joinKey`) came to a short while ago, when nothing was done to its resource since. */
  readonly earlier: (joinKey: string) => Promise<Stored | undefined>;
  /**
   * Leaves the Provenance of what was written to a room of our own, in that transaction; without an actor it was a machine of the
   * municipality's. Absent where Provenance is a room like any other.
   */
  readonly record?: (
    tx: Transaction,
    room: Recorded,
    changes: readonly Change[],
    act: { readonly kind: string; readonly actor?: Actor },
  ) => Promise<void>;
  readonly log: Log;
  /** Notifications may go to this machine itself, and without TLS there: for a sandbox. */
  readonly loopbackHooks?: boolean;
  /** The tree over what was done and seen; absent where none is kept. */
  readonly ledger?: Ledger;
}

/** Never given a person's data. */
export interface Log {
  readonly info: (facts: Readonly<Record<string, unknown>>, text: string) => void;
  readonly error: (facts: Readonly<Record<string, unknown>>, text: string) => void;
}

export interface Call {
  readonly ports: Ports;
  readonly grant: Grant;
  readonly language: Language;
}

export interface Operation {
  /** Without the `$`. */
  readonly code: string;
  readonly title: Text;
  readonly onType: boolean;
  readonly onInstance: boolean;
  /** Changes something, so that GET is refused. */
  readonly affectsState: boolean;
  readonly parameter: readonly OperationParameter[];
  /** It is there only where this is switched on; where absent it goes with its room. */
  readonly feature?: FeatureName;
  /** Canonical URLs of operations of others whose parameters and answers it has too. */
  readonly answersAs?: readonly string[];
  /** A failure is answered as a Bundle with the OperationOutcome in it, as IHE ITI-117 asks. */
  readonly bundlesFailure?: true;
  readonly run: (call: Call & { readonly id?: string; readonly input: Input }) => Promise<Answer>;
}

/** What a resource became in the transaction that wrote it. */
export interface Change {
  readonly written: Written;
  /** The resource was taken away; `resource` is what it was. */
  readonly removed?: true;
  readonly resource: Resource & { id: string };
}

/** A room: everything that is to be known of one resource type. */
export interface Room extends Shape, Featured {
  /** Canonical URL. */
  readonly profile: string;
  readonly origin: 'cura' | 'derived' | 'here';
  readonly interactions: readonly Interaction[];
  readonly access: Access;
  /** The same where it is a choice of the municipality's. */
  readonly accessIn?: (choices: Pick<Municipality, 'dialogue' | 'features'>) => Access;
  /** Nobody sees any of it: what the room is there for is switched off. */
  readonly closed?: true;
  /** What a read gives to who does not ask for FHIR by its name; `content` is the resource as that caller sees it. */
  readonly native?: (content: string, data: Buffer | undefined) => Native;
  /** The bytes of a resource that are kept apart from it; a read puts them in, and what is sent to Cura has them. */
  readonly data?: (db: Pick<Transaction, 'query'>, id: string) => Promise<Buffer | undefined>;
  /**
   * We are the system of record: create, update, patch and delete end in our store, and no hook below is needed.
   * `updateCreate`: a PUT may make one with the id that the client gives.
   */
  readonly own?: { readonly updateCreate?: true };
  readonly mappings: readonly RoomMapping[];
  readonly operations: readonly Operation[];
  /** Id of the HealthcareService that the resource is about: its law is the law of the write. */
  readonly service?: (resource: never) => string | undefined;
  /** Why others than staff are shown less than there is, where the room itself leaves something out. */
  readonly viewReason?: Text;
  /** What is shown to others than staff where the municipality does not show all of staff's names. Pure. */
  readonly named?: (resource: never, show: Exclude<StaffNames, 'full'>) => Resource;
  /** The law that a resource names itself: that of its writes. */
  readonly law?: (resource: never) => string | undefined;
  /** Refuses an id that means something which is stored nowhere; undefined for all others. */
  readonly unstored?: (id: string) => FhirError | undefined;
  /** One line for the docs: what the resource stands for here. */
  readonly about: Text;
  readonly create?: (call: Call & { readonly resource: Resource }) => Promise<Answer>;
  /** DELETE of what the caller sees; gives the version that ends its history, none when it was gone meanwhile. */
  readonly remove?: (call: Call & { readonly stored: Stored }) => Promise<number | undefined>;
  /** PUT, and PATCH once applied. `current` is what the caller saw, `resource` what is asked for. */
  readonly update?: (
    call: Call & {
      readonly stored: Stored;
      readonly current: Resource;
      readonly resource: Resource;
    },
  ) => Promise<Answer>;
  /** What stands when Cura has refused for good what was accepted (`writeLater`). */
  readonly undelivered?: (resource: never) => Resource;
  /** Adds to resources of Cura, before they are stored, what only we know. Keeps order and ids. */
  readonly complete?: (
    tx: Transaction,
    ports: Pick<Ports, 'room' | 'now' | 'municipality' | 'videoPage'>,
    resources: readonly (Resource & { id: string })[],
  ) => Promise<readonly (Resource & { id: string })[]>;
  /** Runs in the transaction of every write of this room; `bulk` on the first load, when derived rows are made afterwards. */
  readonly after?: (
    tx: Transaction,
    ports: Pick<Ports, 'room' | 'now' | 'secret' | 'municipality' | 'record'>,
    changes: readonly Change[],
    options: { readonly bulk: boolean },
  ) => Promise<void>;
}

/** What the Provenance of a write asks of its room. */
export type Recorded = Pick<Room, 'type' | 'patient' | 'service' | 'law'>;

/** What is said of a room in terms of its own resource. */
interface Own<T extends Resource> {
  readonly type: T['resourceType'];
  readonly patient?: (resource: T) => string | undefined;
  readonly person?: (resource: T) => string | undefined;
  readonly service?: (resource: T) => string | undefined;
  readonly law?: (resource: T) => string | undefined;
  readonly undelivered?: (resource: T) => T;
  readonly feature?: RoomFeature<T>;
  readonly without?: Without<T>;
  readonly views?: {
    readonly citizen?: (resource: T) => T | undefined;
    readonly proxy?: (resource: T) => T | undefined;
  };
  readonly past?: (then: T, now: T) => T;
  readonly named?: (resource: T, show: Exclude<StaffNames, 'full'>) => T;
  // biome-ignore lint/suspicious/noExplicitAny: a room may hold mappings of any record.
  readonly mappings?: readonly Mapping<any, T>[];
  readonly operations?: readonly Operation[];
}

type Given<T extends Resource> = Omit<Room, keyof Own<T> | 'slug'> & Own<T>;

const kebab = (type: string): string => type.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase();

/** The registry entry of a resource type. The slug follows from the type. */
export const defineResource = <T extends Resource>(room: Given<T>): Room => ({
  ...room,
  slug: kebab(room.type),
  mappings: room.mappings ?? [],
  operations: room.operations ?? [],
});

/** Id in a reference to the given type; undefined when it names another. */
export const idIn = (reference: string | undefined, type: string): string | undefined => {
  const prefix = `${type}/`;
  return reference?.startsWith(prefix) ? reference.slice(prefix.length).split('/')[0] : undefined;
};
