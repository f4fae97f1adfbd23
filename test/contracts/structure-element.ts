import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type { Profile } from '../../src/fhir/profile.ts';
import {
  blankElement,
  type Discriminator,
  type Pattern,
  type ProfileElement,
} from '../../src/fhir/profile-element.ts';

/** Finds a definition of a package by its URL. */
type Find = (url: string) => StructureDefinition | undefined;

interface Concept {
  readonly system?: string;
  readonly code?: string;
  readonly coding?: readonly Concept[];
}

const isConcept = (value: unknown): value is Concept => typeof value === 'object' && value !== null;

const coded = ({ system, code = '' }: Concept): Pattern => ({ kind: 'code', system, code });

const bare = /^(?:fixed|pattern)(?:Code|Id)$/;

function patternsOf(element: ElementDefinition): Pattern[] {
  const [key, value] = Object.entries(element).find(([name]) =>
    /^(?:fixed|pattern)/.test(name),
  ) ?? [''];
  if (key === '') return [];
  if (isConcept(value)) return (value.coding ?? [value]).map(coded);
  return [bare.test(key) ? coded({ code: `${value}` }) : { kind: 'plain', value: value as string }];
}

const lastPart = (url: string): string => url.slice(url.lastIndexOf('/') + 1).replace(/\|.*$/, '');

function sayTypes(into: ProfileElement, { type }: ElementDefinition, find: Find): void {
  if (!type || type.some(({ code }) => code === 'Extension')) return;
  into.types = [...new Set(type.map(({ code = '' }) => code))];
  const targets = type.flatMap(({ targetProfile }) => targetProfile ?? []);
  into.targets = type.every(({ code }) => code === 'Reference')
    ? targets.map((url) => find(url)?.type ?? lastPart(url))
    : [];
  for (const profile of type.flatMap((one) => one.profile ?? [])) {
    const datatype = find(profile);
    if (datatype) applyDefinition(into, datatype, find);
  }
}

const extensionUrl = ({ type }: ElementDefinition): string | undefined =>
  type?.find(({ code }) => code === 'Extension')?.profile?.[0];

function say(into: ProfileElement, element: ElementDefinition, find: Find): void {
  const { min, max, slicing, binding, constraint = [] } = element;
  if (min !== undefined) into.min = min;
  if (max !== undefined && max !== '*') into.max = Number(max);
  sayTypes(into, element, find);
  into.patterns.push(...patternsOf(element));
  if (binding?.valueSet && (binding.strength === 'required' || binding.strength === 'extensible'))
    into.bindings.push({ valueSet: binding.valueSet, strength: binding.strength });
  for (const { key = '', human = '', expression = '', severity } of constraint)
    into.rules.push({ key, human, expression, severity: severity ?? 'error' });
  for (const { type, path = '' } of slicing?.discriminator ?? [])
    into.discriminators.push({ type: type as Discriminator['type'], path });
  if (slicing?.rules === 'closed') into.isClosed = true;
}

function childOf(of: ProfileElement, name: string): ProfileElement {
  const child = of.children.get(name) ?? blankElement(of.profile);
  of.children.set(name, child);
  return child;
}

/** `value[x]:valueQuantity` is named by its type, as values in a resource are. */
const segment = /^([A-Za-z]\w*)(?:\[x\])?(?::(.+))?$/;

function placeOf(root: ProfileElement, element: ElementDefinition): ProfileElement {
  let place = root;
  for (const part of (element.id ?? '').split('.').slice(1)) {
    const [, name = '', slice] = segment.exec(part) ?? [];
    const isTyped = slice?.startsWith(name) && part.includes('[x]');
    const child = childOf(place, isTyped && slice ? slice : name);
    place = slice === undefined || isTyped ? child : sliceOf(child, slice, element);
  }
  return place;
}

function sliceOf(list: ProfileElement, slice: string, element: ElementDefinition): ProfileElement {
  const isExtension = (element.path ?? '').split('.').includes('extension');
  const url = isExtension ? (extensionUrl(element) ?? slice) : undefined;
  const known =
    list.slices.get(slice) ?? blankElement(list.profile, { slice, ...(url && { url }) });
  list.slices.set(slice, known);
  return known;
}

function applyDefinition(root: ProfileElement, definition: StructureDefinition, find: Find): void {
  const parent = find(definition.baseDefinition ?? '');
  if (parent) applyDefinition(root, parent, find);
  for (const element of definition.differential?.element ?? [])
    say(placeOf(root, element), element, find);
}

/** A compiled definition in the form in which the house reads its own; what R4 says itself is not in it. */
export function profileOf(definition: StructureDefinition, find: Find): Profile {
  const { url = '', type = '', context = [] } = definition;
  const root = blankElement(url);
  applyDefinition(root, definition, find);
  return { url, type, root, contexts: context.map(({ expression = '' }) => expression) };
}
