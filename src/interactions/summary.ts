import type { Meta } from '@medplum/fhirtypes';
import type { SearchEntry } from '../fhir/bundle.ts';
import type { SearchQuery } from '../fhir/search-query.ts';

export type Shown = SearchEntry;

const always: readonly string[] = ['resourceType', 'id', 'meta'];

const subsetted = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
};

const pick = (resource: Record<string, unknown>, keeps: (key: string) => boolean): string => {
  const kept = Object.fromEntries(
    Object.entries(resource).filter(([key]) => always.includes(key) || keeps(key)),
  );
  const meta = (resource.meta ?? {}) as Meta;
  return JSON.stringify({ ...kept, meta: { ...meta, tag: [...(meta.tag ?? []), subsetted] } });
};

/** The stored bytes, or the part of them that `_elements` or `_summary` asks for: only then are they parsed. */
export function show(content: string, { elements, summary }: SearchQuery): string {
  if (elements) return pick(JSON.parse(content), (key) => elements.includes(key));
  if (summary === 'data') return pick(JSON.parse(content), (key) => key !== 'text');
  if (summary === 'text') return pick(JSON.parse(content), (key) => key === 'text');
  return content;
}
