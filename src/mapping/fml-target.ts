/** What a rule of a StructureMap writes. */
import type {
  StructureMapGroupRuleTarget,
  StructureMapGroupRuleTargetParameter,
} from '@medplum/fhirtypes';
import { elementOf } from './fml-element.ts';

export type Target = StructureMapGroupRuleTarget;
export type Parameter = StructureMapGroupRuleTargetParameter;

export const id = (valueId: string): Parameter => ({ valueId });
export const word = (valueString: string): Parameter => ({ valueString });

/** An element of what a variable holds, by its name in JSON. */
export interface Place {
  readonly context: string;
  readonly name: string;
}

export const target = ({ context, name }: Place): Target => {
  const { element } = elementOf(name);
  return { context, contextType: 'variable', ...(element !== undefined && { element }) };
};

/** What is written into next. Of several types it may have, the one is said. */
export function opened(place: Place, variable: string): Target {
  const { type } = elementOf(place.name);
  if (type === undefined) return { ...target(place), variable };
  return { ...target(place), variable, transform: 'create', parameter: [word(type)] };
}

export const copyOf = (context: string, name: string, parameter: Parameter): Target => ({
  ...{ ...target({ context, name }), transform: 'copy', parameter: [parameter] },
});
