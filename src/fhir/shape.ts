import { type ElementType, type InternalSchemaElement, tryGetDataType } from '@medplum/core';
import type { CodeSet } from './value-set.ts';

/** One JSON member of a type. A choice such as `deceased[x]` has a member for each of its types. */
export interface Member {
  readonly name: string;
  /** Name in FHIRPath: that of the choice, for a choice. */
  readonly path: string;
  readonly type: string;
  readonly isArray: boolean;
  /** Resource types that a reference may name; empty when any may stand there. */
  readonly targets: readonly string[];
  /** Required binding, when its codes are known. */
  readonly codes?: CodeSet;
}

/** A type by its JSON members, in the order of the specification. */
export interface Shape {
  readonly type: string;
  readonly isResource: boolean;
  readonly members: ReadonlyMap<string, Member>;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const base = 'http://hl7.org/fhir/StructureDefinition/';

function targetsOf(type: ElementType): string[] {
  const targets = (type.targetProfile ?? []).map((url) => url.replace(base, ''));
  return targets.includes('Resource') ? [] : targets;
}

function* membersOf(
  key: string,
  element: InternalSchemaElement,
  codesOf: (url: string) => CodeSet | undefined,
): Generator<Member> {
  const path = key.replace('[x]', '');
  const { binding } = element;
  const codes = binding?.strength === 'required' ? codesOf(binding.valueSet ?? '') : undefined;
  for (const type of element.type) {
    yield {
      name: path === key ? key : path + capital(type.code),
      path,
      type: type.code,
      isArray: element.isArray ?? false,
      targets: targetsOf(type),
      ...(codes && { codes }),
    };
  }
}

/** The shape of a type that @medplum/core has loaded, else undefined. */
export function shapeOf(
  type: string,
  codesOf: (url: string) => CodeSet | undefined,
): Shape | undefined {
  const schema = tryGetDataType(type);
  if (!schema) return undefined;
  const members = new Map<string, Member>();
  for (const [key, element] of Object.entries(schema.elements)) {
    for (const member of membersOf(key, element, codesOf)) members.set(member.name, member);
  }
  const isResource = members.has('implicitRules');
  const id = members.get('id');
  // R4 calls a resource's id a string and means the datatype id.
  if (isResource && id) members.set('id', { ...id, type: 'id' });
  return { type, isResource, members };
}
