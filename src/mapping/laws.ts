import { isDeepStrictEqual } from 'node:util';
import type { Resource } from '@medplum/fhirtypes';
import type { Context } from './codec.ts';
import type { Mapping } from './mapping.ts';

/** `other` is any record with the id of `record`: its resource is an edit of that of `record`. */
export interface Sample<R> {
  readonly record: R;
  readonly other: R;
  readonly context: Context;
}

export const laws = {
  'a record comes back as it was': <R, F extends Resource>(
    { toFhir, toRecord }: Mapping<R, F>,
    { record, context }: Sample<R>,
  ) => isDeepStrictEqual(toRecord(toFhir(record, context), record, context), record),

  'an edited resource is kept': <R, F extends Resource>(
    { toFhir, toRecord }: Mapping<R, F>,
    { record, other, context }: Sample<R>,
  ) => {
    const edited = toFhir(other, context);
    return isDeepStrictEqual(toFhir(toRecord(edited, record, context), context), edited);
  },

  'fields that nobody knows survive a write at every depth': <R, F extends Resource>(
    { toFhir, toRecord }: Mapping<R, F>,
    { record, context }: Sample<R>,
  ) => {
    const fuller = sprinkled(record) as R;
    return isDeepStrictEqual(toRecord(toFhir(fuller, context), fuller, context), fuller);
  },

  'fields that nobody knows do not show': <R, F extends Resource>(
    { toFhir }: Mapping<R, F>,
    { record, context }: Sample<R>,
  ) => isDeepStrictEqual(toFhir(sprinkled(record) as R, context), toFhir(record, context)),
};

/** The same value with a field more in every object in it. */
function sprinkled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sprinkled);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sprinkled(inner)]);
  return { ...Object.fromEntries(entries), ukendtFelt: { note: 'kun i Cura', tal: [1, 2] } };
}
