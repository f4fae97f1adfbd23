/** Parts of resources. https://hl7.org/fhir/R4/search.html#summary */
import type { Meta } from '@medplum/fhirtypes';
import { carryForms } from '../fhir/decimal.ts';
import type { Definitions } from '../fhir/definitions.ts';
import { parseStored } from '../fhir/json.ts';
import type { SearchQuery } from '../fhir/search-query.ts';
import type { Member, Shape } from '../fhir/shape.ts';

/** What `_elements` and `_summary` ask for. */
export type Part = Pick<SearchQuery, 'elements' | 'summary'>;

/** Whether a member of the resource stays; `name` is without the underscore of what stands beside a primitive. */
type Keeps = (name: string, member: Member | undefined) => boolean;
type Holder = Readonly<Record<string, unknown>>;

const always: readonly string[] = ['resourceType', 'id', 'meta'];

const subsetted = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
};

const isNeeded = ({ needed, members }: Shape, name: string): boolean =>
  needed.includes(members.get(name)?.path ?? name);

const tagged = (meta: Meta = {}): Meta => {
  const others = (meta.tag ?? []).filter(({ code }) => code !== subsetted.code);
  return { ...meta, tag: [...others, subsetted] };
};

const plainName = (key: string): string => (key.startsWith('_') ? key.slice(1) : key);

/** What is left of an object; its numbers stay as they are written. */
function picked(holder: Holder, keeps: (name: string) => boolean): Record<string, unknown> {
  const kept = Object.fromEntries(Object.entries(holder).filter(([key]) => keeps(plainName(key))));
  carryForms(holder, kept);
  return kept;
}

function pick(resource: Holder, shape: Shape, keeps: Keeps): Record<string, unknown> {
  return picked(
    resource,
    (name) =>
      always.includes(name) || isNeeded(shape, name) || keeps(name, shape.members.get(name)),
  );
}

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

/** The inner elements that are part of the summary, and those that must be there. Datatypes stay whole. */
function summarised(holder: Holder, shape: Shape, definitions: Definitions): object {
  const kept = pick(holder, shape, (_, member) => Boolean(member?.isSummary ?? member?.isModifier));
  for (const [key, value] of Object.entries(kept)) {
    const type = shape.members.get(key)?.type ?? '';
    const inner = type.startsWith(shape.type) ? definitions.shape(type) : undefined;
    if (!inner) continue;
    const each = (one: unknown): unknown =>
      isHolder(one) ? summarised(one, inner, definitions) : one;
    kept[key] = Array.isArray(value) ? value.map(each) : each(value);
  }
  return kept;
}

/** Names that concern a type: bare, or behind the type's own name; undefined when none does. */
function namesOf(elements: readonly string[], type: string): Set<string> | undefined {
  const names = elements.flatMap((one) => {
    const [first = '', second] = one.split('.');
    return second === undefined ? [first] : first === type ? [second] : [];
  });
  return names.length > 0 ? new Set(names) : undefined;
}

function partOf(resource: Holder, shape: Shape, part: Part, definitions: Definitions): object {
  const { elements, summary } = part;
  const isModifier = (member: Member | undefined): boolean => member?.isModifier === true;
  if (elements) {
    const names = namesOf(elements, shape.type);
    if (!names) return resource;
    return pick(
      resource,
      shape,
      (name, member) => names.has(name) || names.has(member?.path ?? '') || isModifier(member),
    );
  }
  if (summary === 'data') return pick(resource, shape, (name) => name !== 'text');
  if (summary === 'text') return pick(resource, shape, (name) => name === 'text');
  return summarised(resource, shape, definitions);
}

/** Whether the answer is something else than the stored bytes. */
const isPart = ({ elements, summary }: Part): boolean =>
  elements !== undefined || (summary !== undefined && summary !== 'false' && summary !== 'count');

/** The stored bytes, or the part of them that is asked for, marked as such: only then are they parsed. */
export function show(content: string, part: Part, definitions: Definitions): string {
  if (!isPart(part)) return content;
  const resource = parseStored<Record<string, unknown>>(content);
  const shape = definitions.shape(String(resource.resourceType));
  if (!shape) return content;
  const kept = partOf(resource, shape, part, definitions) as Record<string, unknown>;
  if (kept === resource) return content;
  return JSON.stringify(Object.assign(kept, { meta: tagged(kept.meta as Meta | undefined) }));
}

/** Elements of a type that `_elements` may name: a choice by its own name, and by those that it has in JSON. */
export function elementsOf(type: string, definitions: Definitions): string[] {
  const members = definitions.shape(type)?.members ?? new Map<string, Member>();
  return [...new Set([...members].flatMap(([name, { path }]) => [path, name]))];
}
