/** What of own data a municipality opens to citizens and relatives, and why: what no rule opens is closed. */
import type { CodeableConcept, Device, Extension, Resource } from '@medplum/fhirtypes';
import { system as systems } from '../../mappings/codes/system.ts';
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

/** The rooms whose own data are of one kind: a rule for it is one for the room. */
const soleKind: Readonly<Record<string, string>> = { Task: 'case' };

const isWhole = ({ room, kind }: InsightRule): boolean =>
  kind === undefined || kind === soleKind[room];

/** Rooms that hold what no rule speaks of. */
const unspoken = (rules: readonly InsightRule[]): string[] =>
  insightRooms.filter(
    (type) =>
      !keptSingly.includes(type) && !rules.some((rule) => rule.room === type && isWhole(rule)),
  );

/** Rooms with something closed to a reader, beside those whose documents are kept back singly. */
export const closedTo = (rules: readonly InsightRule[], reader: Reader): string[] => [
  ...new Set([...rules.filter(isClosedTo(reader)).map(({ room }) => room), ...unspoken(rules)]),
];

/**
 * Types that a room's resources do not refer to before a reader: a view cannot look at what is referred to, and a reference that is
 * there at times only would tell what is kept back.
 */
export function unnamedIn(
  room: { readonly type: string; readonly patient?: unknown },
  rules: readonly InsightRule[] | undefined,
  reader: Reader,
): readonly string[] {
  if (rules === undefined) return insightRooms.includes(room.type) ? keptSingly : [];
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

/** Some rooms hold more than own data: what was asked of a unit, things that nobody was lent. No rule is about that. */
const isOwnData: Readonly<Record<string, (resource: Resource) => boolean>> = {
  Task: (resource) => codesOf(resource).includes('case'),
  Device: (resource) =>
    (resource as Device).type?.coding?.some(({ system }) => system === systems.iso9999) ?? false,
};

type Extended = Resource & { readonly extension?: Extension[] };

export type Reader = 'citizen' | 'relative';

/** Of the rules for its kind one that closes it goes before the others, and those for the room behind them. */
function ruleFor(
  rules: readonly InsightRule[],
  reader: Reader,
  resource: Resource,
): InsightRule | undefined {
  const codes = codesOf(resource);
  const ofKind = rules.filter(({ kind }) => kind !== undefined && codes.includes(kind));
  return (
    ofKind.find((rule) => rule[reader] === 'closed') ??
    ofKind[0] ??
    rules.find(({ kind }) => kind === undefined)
  );
}

/** What a reader sees of a resource of an insight room, with the reason; undefined when it is closed, or when no rule opens it. */
export function openTo(
  rules: readonly InsightRule[],
  reader: Reader,
  resource: Resource,
): Resource | undefined {
  if (isOwnData[resource.resourceType]?.(resource) === false) return resource;
  const rule = ruleFor(rules, reader, resource);
  if (rule?.[reader] !== 'open') return undefined;
  const { extension = [] } = resource as Extended;
  return { ...resource, extension: [...extension, because(rule)] } as Resource;
}

/** What a reader sees of the resources of a room; all of them where no choice is made, or none is to be made of that room. */
export function openingOf(
  { type }: { readonly type: string },
  all: readonly InsightRule[] | undefined,
  reader: Reader,
): (resource: Resource) => Resource | undefined {
  if (all === undefined || !insightRooms.includes(type)) return (resource) => resource;
  const rules = all.filter(({ room }) => room === type);
  return (resource) => openTo(rules, reader, resource);
}
