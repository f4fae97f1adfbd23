/** R4's compartments. https://hl7.org/fhir/R4/compartmentdefinition.html */
import { openPublished } from './published.ts';
import type { Criterion } from './search-criterion.ts';

/** The resource types that R4 gives compartments. */
export const compartments = [
  'Patient',
  'Encounter',
  'Practitioner',
  'RelatedPerson',
  'Device',
] as const;
export type Compartment = (typeof compartments)[number];

/** Whether a type has compartments. */
export const isCompartment = (type: string): type is Compartment =>
  compartments.some((one) => one === type);

type Members = ReadonlyMap<string, readonly string[]>;

/** The file is named by the code, in another case. */
const idOf = (compartment: Compartment): string =>
  compartment.charAt(0).toLowerCase() + compartment.slice(1);

function readMembers(compartment: Compartment): Members {
  const definition = openPublished().read('CompartmentDefinition', idOf(compartment));
  const listed = (definition?.resource ?? []).map(
    // `{def}` is the resource that the compartment is of.
    ({ code, param = [] }) => [code ?? '', param.filter((name) => name !== '{def}')] as const,
  );
  return new Map(listed.filter(([type, params]) => params.length > 0 || type === compartment));
}

const known = new Map<Compartment, Members>();

/**
 * The types in a compartment, each with the reference parameters of which any one puts it there. The type itself is a member, at
 * times without a parameter.
 */
export function membersOf(compartment: Compartment): Members {
  const members = known.get(compartment) ?? readMembers(compartment);
  known.set(compartment, members);
  return members;
}

/**
 * What a resource of the type must meet, any one of them, to lie in the compartment of `id`; undefined when no resource of the
 * type does.
 */
export function compartmentCriteria(
  compartment: Compartment,
  type: string,
  id: string,
): readonly Criterion[] | undefined {
  const params = membersOf(compartment).get(type);
  if (!params) return undefined;
  const values = [{ reference: `${compartment}/${id}` }];
  const pointing = params.map((name) => ({ kind: 'reference', name, values }) as const);
  const itself = { kind: 'token', name: '_id', not: false, values: [{ code: id }] } as const;
  return type === compartment ? [itself, ...pointing] : pointing;
}
