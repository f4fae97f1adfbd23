import type { Meta, Resource } from '@medplum/fhirtypes';
import { carryForms } from '../fhir/decimal.ts';

const { isRawJSON } = JSON as typeof JSON & { readonly isRawJSON: (value: unknown) => boolean };

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawJSON(value);

const sorted = (_: string, value: unknown): unknown =>
  isPlain(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** A copy with other members; its numbers stay as they were written. */
export function withMembers<T extends object, M extends object>(resource: T, members: M): T & M {
  const copy = { ...resource, ...members };
  carryForms(resource, copy);
  return copy;
}

/** Without what the server sets; the order of members says nothing, the way that a number is written does. */
function text(resource: Resource & { meta?: Meta }): string {
  const { versionId: _, lastUpdated: __, ...labels } = resource.meta ?? {};
  const meta = Object.keys(labels).length === 0 ? undefined : labels;
  return JSON.stringify(withMembers(resource, { meta }), sorted);
}

/** Whether two resources say the same, so that the one is no new version of the other. */
export const saysTheSame = (a: Resource, b: Resource): boolean => text(a) === text(b);
