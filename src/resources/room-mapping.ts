import type { Resource } from '@medplum/fhirtypes';
import type { Context, Mapping, Unmappable } from '../mapping/mapping.ts';
import type { Trace } from '../mapping/trace.ts';

/** A mapping with its types forgotten, as the registry keeps it. */
export interface RoomMapping
  extends Pick<Mapping<never, Resource>, 'record' | 'rows' | 'unmapped' | 'ours' | 'completed'> {
  readonly type: string;
  readonly toFhir: (record: never, context: Context) => Resource;
  readonly toRecord: (resource: never, base: never, context: Context) => object;
  readonly trace: (record: never, context: Context) => readonly Trace[];
  readonly misfits: (resource: never, base: never, context: Context) => readonly Unmappable[];
}
