/** R4's types by their JSON members, from the snapshots of its StructureDefinitions. */
import type {
  ElementDefinition,
  ElementDefinitionType,
  StructureDefinition,
} from '@medplum/fhirtypes';
import { primitives } from './primitive.ts';
import { mended, seenByPass } from './validate-mended.ts';
import type { CodeSet } from './value-set.ts';

/** One JSON member of a type. A choice such as `deceased[x]` has a member for each of its types. */
export interface Member {
  readonly name: string;
  /** Name in FHIRPath: that of the choice, for a choice. */
  readonly path: string;
  readonly type: string;
  readonly isArray: boolean;
  /** Most values there may be; Infinity when there is no limit. */
  readonly max: number;
  /** Resource types that a reference may name; empty when any may stand there. */
  readonly targets: readonly string[];
  /** Required binding, when its codes are known. */
  readonly codes?: CodeSet;
  /** URL of the value set of an extensible binding. */
  readonly extensible?: string;
  /** Invariants of this element, beside those of its type. */
  readonly rules: readonly Rule[];
  /** Whether nothing but the form of the value is to be checked. */
  readonly isPlain: boolean;
  /** Part of the summary of its type. */
  readonly isSummary?: true;
  /** May change what the rest means, and so is never left out. */
  readonly isModifier?: true;
}

/** An invariant. https://hl7.org/fhir/R4/conformance-rules.html#constraints */
export interface Rule {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  readonly human: string;
  /** FHIRPath. */
  readonly expression: string;
}

/** A type by its JSON members, in the order of the specification. */
export interface Shape {
  readonly type: string;
  readonly isResource: boolean;
  readonly members: ReadonlyMap<string, Member>;
  /** JSON names of each element by its name in FHIRPath: several for a choice. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Elements that must be there, by their name in FHIRPath. */
  readonly needed: readonly string[];
  readonly hasChoices: boolean;
  /** Invariants of the type. */
  readonly rules: readonly Rule[];
}

/** What a shape takes from elsewhere. */
export interface ShapeSources {
  readonly codes: (valueSet: string) => CodeSet | undefined;
  /** Invariants of a profiled datatype such as `SimpleQuantity`, by URL. */
  readonly datatypeRules: (profile: string) => readonly Rule[];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const base = 'http://hl7.org/fhir/StructureDefinition/';

/** `Appointment.participant` is the type `AppointmentParticipant`. */
const innerType = (path: string): string => path.split('.').map(capital).join('');

function targetsOf(type: ElementDefinitionType): string[] {
  const targets = (type.targetProfile ?? []).map((url) => url.replace(base, ''));
  return targets.includes('Resource') ? [] : targets;
}

/** R4 gives the type of an id or a URL as an extension of FHIRPath's String. */
function codeOf(type: ElementDefinitionType): string {
  const named = type.extension?.find(({ url }) => url === `${base}structuredefinition-fhir-type`);
  return named?.valueUrl ?? type.code ?? '';
}

/** The invariants of an element, mended, without those that the pass sees by itself. */
export const rulesOf = (element: ElementDefinition): Rule[] =>
  (element.constraint ?? [])
    .filter(({ key = '' }) => !seenByPass.has(key))
    .map(({ key = '', severity = 'error', human = '', expression = 'true' }) => ({
      ...{ key, severity, human, expression: mended[key] ?? expression },
    }));

interface Typed {
  readonly code: string;
  readonly targets: readonly string[];
  readonly profiles: readonly string[];
}

function typesOf(element: ElementDefinition, isInner: boolean): Typed[] {
  const { contentReference, path = '', type = [] } = element;
  const plain = { targets: [], profiles: [] };
  if (contentReference) return [{ code: innerType(contentReference.slice(1)), ...plain }];
  if (isInner) return [{ code: innerType(path), ...plain }];
  return type.map((one) => ({
    code: codeOf(one),
    targets: targetsOf(one),
    profiles: one.profile ?? [],
  }));
}

function bindingOf({ binding }: ElementDefinition, from: ShapeSources): Partial<Member> {
  const url = binding?.valueSet;
  if (url === undefined) return {};
  if (binding?.strength === 'extensible') return { extensible: url };
  const codes = binding?.strength === 'required' ? from.codes(url) : undefined;
  return codes ? { codes } : {};
}

/** Of these a value is good or not by itself; an address may lead to a contained resource, and a narrative may be unsafe. */
const plainTypes: ReadonlySet<string> = new Set(
  Object.keys(primitives).filter((type) => !/^(?:uri|url|canonical|xhtml)$/.test(type)),
);

function membersOf(element: ElementDefinition, isInner: boolean, from: ShapeSources): Member[] {
  const key = lastName(element);
  const path = key.replace('[x]', '');
  const isArray = (element.base?.max ?? element.max) !== '1';
  const max = element.max === '*' ? Number.POSITIVE_INFINITY : Number(element.max);
  // An inner type has the constraints of its own element as its rules.
  const own = isInner ? [] : rulesOf(element).filter(({ key }) => key !== 'ext-1');
  const said = {
    ...bindingOf(element, from),
    ...(element.isSummary && { isSummary: true as const }),
    ...(element.isModifier && { isModifier: true as const }),
  };
  return typesOf(element, isInner).map(({ code, targets, profiles }) => {
    const rules = [...own, ...profiles.flatMap(from.datatypeRules)];
    const isBound = said.codes !== undefined || said.extensible !== undefined;
    const isPlain = plainTypes.has(code) && rules.length === 0 && !isBound;
    const name = path === key ? key : path + capital(code);
    return { name, path, type: code, isArray, max, targets, ...said, rules, isPlain };
  });
}

const lastName = ({ path = '' }: ElementDefinition): string =>
  path.slice(path.lastIndexOf('.') + 1);
const parentOf = ({ path = '' }: ElementDefinition): string => path.slice(0, path.lastIndexOf('.'));

function shapeAt(
  top: ElementDefinition,
  children: readonly ElementDefinition[],
  isInner: (path: string) => boolean,
  from: ShapeSources,
): Shape {
  const members = new Map<string, Member>();
  const names = new Map<string, readonly string[]>();
  const needed: string[] = [];
  for (const child of children) {
    const all = membersOf(child, isInner(child.path ?? ''), from);
    const path = lastName(child).replace('[x]', '');
    for (const member of all) members.set(member.name, member);
    names.set(
      path,
      all.map(({ name }) => name),
    );
    if (child.min !== 0) needed.push(path);
  }
  const isResource = members.has('implicitRules');
  const id = members.get('id');
  // R4 calls a resource's id a string and means the datatype id.
  if (isResource && id) members.set('id', { ...id, type: 'id' });
  const hasChoices = members.size > names.size;
  const type = innerType(top.path ?? '');
  return { type, isResource, members, names, needed, hasChoices, rules: rulesOf(top) };
}

/** The shapes of a definition: that of its type, then of each type within it, such as `AppointmentParticipant`. */
export function shapesOf(definition: StructureDefinition, from: ShapeSources): Shape[] {
  const elements = definition.snapshot?.element ?? [];
  const children = Map.groupBy(elements, parentOf);
  const isInner = (path: string): boolean => children.has(path);
  return elements
    .filter(({ path = '' }) => children.has(path) || path === definition.type)
    .map((top) => shapeAt(top, children.get(top.path ?? '') ?? [], isInner, from));
}
