/** What of own data a municipality opens to citizens and relatives, and why. */
import type { CodeableConcept, Extension, Resource } from '@medplum/fhirtypes';
import { structure } from '../fhir/canonical.ts';
import type { Text } from '../fhir/outcome.ts';

/** A choice about the resources of a room, or about one kind of them: a code of their type, category or code. */
export interface InsightRule {
  readonly room: string;
  readonly kind?: string;
  readonly citizen: 'open' | 'closed';
  readonly relative: 'open' | 'closed';
  /** Shown with each resource that is opened. */
  readonly reason: Text;
  /** The law that opens it, a URI. */
  readonly policy?: string;
}

/** Rooms that a municipality may open or close. */
export const insightRooms: readonly string[] = [
  ...['CarePlan', 'CareTeam', 'Composition', 'Condition', 'Device', 'EpisodeOfCare', 'Goal'],
  ...['ServiceRequest', 'Task'],
];

const concepts = ['type', 'category', 'code'] as const;

type Coded = { readonly [K in (typeof concepts)[number]]?: CodeableConcept | CodeableConcept[] };

const codesOf = (resource: Resource): string[] =>
  concepts
    .flatMap((name) => (resource as Coded)[name] ?? [])
    .flatMap(({ coding = [] }) => coding.flatMap(({ code }) => code ?? []));

const because = ({ reason, policy }: InsightRule): Extension => ({
  url: structure('shown-because'),
  extension: [
    ...(policy === undefined ? [] : [{ url: 'policy', valueUri: policy }]),
    { url: 'da', valueString: reason.da },
    { url: 'en', valueString: reason.en },
  ],
});

type Extended = Resource & { readonly extension?: Extension[] };

export type Reader = 'citizen' | 'relative';

/** What a reader sees of a resource of the room, with the reason; undefined when it is closed. A rule for its kind goes before one for the room. */
export function openTo(
  rules: readonly InsightRule[],
  reader: Reader,
  resource: Resource,
): Resource | undefined {
  const codes = codesOf(resource);
  const rule =
    rules.find(({ kind }) => kind !== undefined && codes.includes(kind)) ??
    rules.find(({ kind }) => kind === undefined);
  if (!rule) return resource;
  if (rule[reader] === 'closed') return undefined;
  const { extension = [] } = resource as Extended;
  return { ...resource, extension: [...extension, because(rule)] } as Resource;
}
