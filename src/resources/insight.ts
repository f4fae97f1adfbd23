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

/** Documents that staff keep from readers one by one. */
const keptSingly: readonly string[] = ['Composition', 'Condition'];

/** Rooms of acts and looks: what they name is decided target by target. */
const tellers: readonly string[] = ['Provenance', 'AuditEvent'];

const isClosedTo =
  (reader: Reader) =>
  ({ room, ...rule }: InsightRule): boolean =>
    rule[reader] === 'closed' && !keptSingly.includes(room);

/** Rooms with something closed to a reader, beside those whose documents are kept back singly. */
export const closedTo = (rules: readonly InsightRule[], reader: Reader): string[] => [
  ...new Set(rules.filter(isClosedTo(reader)).map(({ room }) => room)),
];

/**
 * Types that a room's resources do not refer to before a reader: a view cannot look at what is referred to, and a reference that is
 * there at times only would tell what is kept back.
 */
export function unnamedIn(
  room: { readonly type: string; readonly patient?: unknown },
  rules: readonly InsightRule[],
  reader: Reader,
): readonly string[] {
  if (room.patient === undefined || tellers.includes(room.type)) return [];
  const closed = closedTo(rules, reader);
  return insightRooms.includes(room.type) ? [...keptSingly, ...closed] : closed;
}

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
