/** Filters of a value set: which concepts of a system they take. https://hl7.org/fhir/R4/valueset.html#filters */
import type { CodeSystemConceptProperty, ValueSetComposeIncludeFilter } from '@medplum/fhirtypes';
import { noFilter } from './terminology-fault.ts';
import { type Concept, generalOf, kindsOf, type System } from './terminology-system.ts';

type Takes = (concept: Concept) => boolean;

/** The values of a property as text; some names are of the concept itself. */
function valuesOf(concept: Concept, name: string, system: System): string[] {
  const own: Readonly<Record<string, () => readonly string[]>> = {
    code: () => [concept.code],
    concept: () => [concept.code],
    display: () => [concept.display ?? ''],
    definition: () => [concept.definition ?? ''],
    inactive: () => [String(concept.isInactive)],
    notSelectable: () => [String(concept.isAbstract)],
    parent: () => [...(system.parents.get(concept.code) ?? [])],
    child: () => [...(system.children.get(concept.code) ?? [])],
  };
  const said = concept.property.filter(({ code }) => code === name).map(textOf);
  return [...new Set([...said, ...(Object.hasOwn(own, name) ? (own[name]?.() ?? []) : [])])];
}

function textOf(property: CodeSystemConceptProperty): string {
  const { valueCoding, valueBoolean, valueInteger, valueDecimal } = property;
  const { valueCode, valueString, valueDateTime } = property;
  const value = valueCode ?? valueString ?? valueDateTime ?? valueCoding?.code;
  return String(value ?? valueBoolean ?? valueInteger ?? valueDecimal ?? '');
}

type Make = (system: System, property: string, value: string) => Takes;

const inSet =
  (codesOf: (system: System, value: string) => ReadonlySet<string>, isTaken = true): Make =>
  (system, _property, value) => {
    const codes = codesOf(system, value);
    return ({ code }) => codes.has(code) === isTaken;
  };

const isOneOf =
  (listOf: (value: string) => readonly string[], isTaken = true): Make =>
  (system, property, value) => {
    const list = new Set(listOf(value));
    return (concept) =>
      valuesOf(concept, property, system).some((one) => list.has(one)) === isTaken;
  };

const listed = (value: string): string[] => value.split(',').map((one) => one.trim());
const withSelf =
  (codesOf: (system: System, code: string) => Set<string>) => (system: System, code: string) =>
    codesOf(system, code).add(code);

/** `regex` is not here: a pattern of a stranger may run for ever. */
const operators: Readonly<Record<string, Make>> = {
  'is-a': inSet(withSelf(kindsOf)),
  'descendent-of': inSet(kindsOf),
  'is-not-a': inSet(withSelf(kindsOf), false),
  generalizes: inSet(withSelf(generalOf)),
  '=': isOneOf((value) => [value]),
  in: isOneOf(listed),
  'not-in': isOneOf(listed, false),
  exists: (system, property, value) => (concept) =>
    valuesOf(concept, property, system).some((one) => one !== '') === (value === 'true'),
};

const hierarchical = ['is-a', 'descendent-of', 'is-not-a', 'generalizes'];

/** Whether a concept passes all filters. Throws a FhirError (422) for one that cannot be used, or that names no code of the system. */
export function filtersOf(system: System, filters: readonly ValueSetComposeIncludeFilter[]): Takes {
  const all = filters.map(({ op = '', property = '', value = '' }) => {
    const make = Object.hasOwn(operators, op) ? operators[op] : undefined;
    const isUnknown = hierarchical.includes(op) && !system.concepts.has(value);
    if (!make || isUnknown) throw noFilter(`${property} ${op} ${value}`);
    return make(system, property, value);
  });
  return (concept) => all.every((takes) => takes(concept));
}
