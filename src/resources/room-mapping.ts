import type { Resource } from '@medplum/fhirtypes';
import type { Context, Mapping } from '../mapping/mapping.ts';

/** A mapping with its types forgotten, as the registry keeps it. */
export interface RoomMapping
  extends Pick<Mapping<never, Resource>, 'record' | 'rows' | 'unmapped'> {
  readonly type: string;
  readonly toFhir: (record: never, context: Context) => Resource;
  readonly toRecord: (resource: never, base: never, context: Context) => object;
}
