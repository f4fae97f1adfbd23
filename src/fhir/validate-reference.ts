import { type ParsedReference, parseReference, typeOfReference } from './reference.ts';
import type { Member } from './shape.ts';
import { add, type Container, type Json, type Place, report, type Walk } from './validate-state.ts';
import { finding } from './validate-text.ts';

/** Types that may stand where `member` does: as R4 names them, or any of R4's. */
function mayName(walk: Walk, member: Member, type: string): boolean {
  if (!walk.definitions.resourceTypes.has(type)) return false;
  return member.targets.length === 0 || member.targets.includes(type);
}

function literalType(walk: Walk, parsed: ParsedReference): string | undefined {
  if (parsed.kind === 'relative') return parsed.type;
  const known = walk.definitions.resourceTypes.has(parsed.type ?? '');
  return parsed.kind === 'absolute' && known ? parsed.type : undefined;
}

/** `Patient?identifier=x`, which a transaction resolves. */
const conditionalType = (text: string): string | undefined =>
  /^([A-Z][A-Za-z]+)\?./.exec(text)?.[1];

/** The type that a literal names; false when it cannot be read. Those to contained resources are settled at the end of the pass. */
function typeNamed(at: Place, member: Member, text: string): string | undefined | false {
  const { walk, frame, path } = at;
  const parsed = parseReference(text);
  if (!parsed) return (frame.isConditional && conditionalType(text)) || false;
  if (parsed.kind === 'contained')
    frame.container.referred.push({ id: parsed.id ?? '', member, path, within: frame.within });
  return literalType(walk, parsed);
}

/** The resource types that a reference names: by its literal, and by its `type`. */
function typesNamed(at: Place, member: Member, value: Json): string[] {
  const { reference, type: said } = value;
  const named = typeof said === 'string' ? [said] : [];
  if (typeof reference !== 'string' || reference === '') return named;
  const type = typeNamed(at, member, reference);
  if (type === false) report(at.walk, 'reference-syntax', `${at.path}.reference`, reference);
  return type === undefined || type === false ? named : [...named, type];
}

/** Checks the syntax of a reference and the types it names. */
export function checkReference(at: Place, member: Member, value: Json): void {
  const wrong = typesNamed(at, member, value).find((type) => !mayName(at.walk, member, type));
  if (wrong !== undefined) report(at.walk, 'reference-type', at.path, wrong);
}

/** Holds a reference that is good R4 against the targets of a profile. */
export function checkTargets(at: Place, member: Member, value: Json, profile: string): void {
  const { walk, frame, path } = at;
  const { reference } = value;
  if (typeof reference === 'string' && reference.startsWith('#')) {
    const id = reference.slice(1);
    frame.container.referred.push({ id, member, path, within: frame.within, profile });
    return;
  }
  const type = typeOfReference(value);
  if (type !== undefined && !member.targets.includes(type))
    report(walk, 'reference-type', path, type, profile);
}

/** Every `#id` has its contained resource, of a right type. */
function checkReferred(walk: Walk, { contained, referred }: Container): void {
  const types = new Map(contained.map(({ id, type }) => [id, type]));
  for (const { id, member, path, profile } of referred) {
    if (id === '' || member.type !== 'Reference') continue;
    const type = types.get(id);
    if (type === undefined && !profile) report(walk, 'contained-missing', path, `#${id}`);
    else if (type !== undefined && !mayName(walk, member, type))
      report(walk, 'reference-type', path, type, profile);
  }
}

/** When the pass leaves a resource: references into it are good, and every contained resource is referred to or refers to its container. */
export function checkContained(walk: Walk, container: Container): void {
  const { contained, referred } = container;
  if (referred.length > 0) checkReferred(walk, container);
  if (contained.length === 0) return;
  const named = new Set(referred.map(({ id }) => id));
  const naming = new Set(referred.filter(({ id }) => id === '').map(({ within }) => within));
  for (const { id, path } of contained)
    if (!named.has(id) && !naming.has(path)) report(walk, 'dom-3', path, `#${id}`);
}

const rules = {
  'dom-2': 'a contained resource holds no further ones',
  'dom-4': 'a contained resource has no versionId and no lastUpdated',
  'dom-5': 'a contained resource has no security label',
} as const;

/** What a contained resource may not have. */
export function checkContainedMeta({ walk, path }: Place, value: Json): void {
  const meta = (value.meta ?? {}) as Json;
  const broken = [
    value.contained !== undefined && 'dom-2',
    (meta.versionId !== undefined || meta.lastUpdated !== undefined) && 'dom-4',
    meta.security !== undefined && 'dom-5',
  ] as const;
  for (const key of broken)
    if (key) add(walk, finding('invariant', path, { detail: `${key}: ${rules[key]}`, key }));
}
