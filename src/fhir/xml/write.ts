/** FHIR as XML. https://hl7.org/fhir/R4/xml.html */
import { setImmediate } from 'node:timers/promises';
import { formOf } from '../decimal.ts';
import type { Definitions } from '../definitions.ts';
import type { Member, Shape } from '../shape.ts';
import { attributesOf, fhirNamespace, isJson, type Json, type Kind } from './element.ts';
import { escapeXml } from './escape.ts';
import { writeNarrative } from './narrative.ts';
import { slotsOf, unwritable } from './plan.ts';

/** How much is written between two rests: a few milliseconds' worth. */
const turnCharacters = 131_072;

/** On one line unless `pretty`: then an element a line. */
interface XmlLayout {
  readonly pretty?: boolean;
}

/** Where an element goes; `depth` is how far it is indented. */
interface Place {
  readonly definitions: Definitions;
  readonly isPretty: boolean;
  readonly depth: number;
}

/** One item of a member: its value as it is and as text, its id and extensions. */
interface Item {
  readonly value: unknown;
  readonly text: string | undefined;
  readonly shadow: unknown;
}

const isAbsent = (value: unknown): value is null | undefined =>
  value === null || value === undefined;

function item(holder: object, key: string, { type }: Member, shadow: unknown): Item {
  const value = (holder as Json)[key];
  const form = type === 'decimal' ? formOf(holder, key) : undefined;
  return { value, text: isAbsent(value) ? undefined : (form ?? String(value)), shadow };
}

function itemsOf(holder: Json, member: Member): Item[] {
  const { name, isArray } = member;
  const shadows = holder[`_${name}`];
  if (!isArray) return [item(holder, name, member, shadows)];
  const values = holder[name] ?? [];
  if (!Array.isArray(values)) throw unwritable('Resource', name);
  const ids: readonly unknown[] = Array.isArray(shadows) ? shadows : [];
  const count = Math.max(values.length, ids.length);
  return Array.from({ length: count }, (_, at) => item(values, String(at), member, ids[at]));
}

const attribute = (name: string, value: unknown): string =>
  isAbsent(value) ? '' : ` ${name}="${escapeXml(String(value))}"`;

const lead = ({ isPretty, depth }: Place): string => (isPretty ? `\n${'  '.repeat(depth)}` : '');

const inside = ({ definitions, isPretty, depth }: Place): Place => ({
  definitions,
  isPretty,
  depth: depth + 1,
});

function element(at: Place, name: string, attributes: string, inner: string): string {
  const start = `${lead(at)}<${name}${attributes}`;
  return inner === '' ? `${start}/>` : `${start}>${inner}${lead(at)}</${name}>`;
}

type Writer = (at: Place, member: Member, item: Item) => string;

const writers: Readonly<Record<Kind | 'attribute', Writer>> = {
  attribute: () => '',
  primitive: (at, { name }, { text, shadow }) => {
    const { id, extension } = isJson(shadow) ? shadow : {};
    const inner = extension === undefined ? '' : shadowMembers(at, { extension });
    return element(at, name, attribute('id', id) + attribute('value', text), inner);
  },
  narrative: (at, _member, { text = '' }) => lead(at) + writeNarrative(text),
  resource: (at, { name }, { value }) => element(at, name, '', writeResource(inside(at), value)),
  complex: (at, { name, type }, { value }) => {
    const shape = at.definitions.shape(type);
    if (!shape || !isJson(value)) throw unwritable(type, name);
    return writeObject(at, name, value, shape);
  },
};

function shadowMembers(at: Place, shadow: Json): string {
  const shape = at.definitions.shape('Element');
  return shape ? writeMembers(inside(at), shadow, shape) : '';
}

function writeObject(at: Place, name: string, value: Json, shape: Shape): string {
  const attributes = attributesOf(shape).map((key) => attribute(key, value[key]));
  return element(at, name, attributes.join(''), writeMembers(inside(at), value, shape));
}

function writeMembers(at: Place, value: Json, shape: Shape): string {
  let text = '';
  for (const { member, kind } of slotsOf(value, shape)) {
    for (const one of itemsOf(value, member)) text += writers[kind](at, member, one);
  }
  return text;
}

function shapeOf({ definitions }: Place, resource: unknown): [Json, Shape] {
  const type = isJson(resource) ? resource.resourceType : undefined;
  const shape = typeof type === 'string' ? definitions.shape(type) : undefined;
  if (!isJson(resource) || !shape) throw unwritable('Resource', String(type));
  return [resource, shape];
}

function writeResource(at: Place, given: unknown): string {
  const [resource, shape] = shapeOf(at, given);
  return element(at, shape.type, '', writeMembers(inside(at), resource, shape));
}

/** The document, an item of the outermost resource at a time. */
function* pieces(at: Place, given: unknown): Generator<string> {
  const [resource, shape] = shapeOf(at, given);
  yield `<?xml version="1.0" encoding="UTF-8"?>`;
  yield `${lead(at)}<${shape.type} xmlns="${fhirNamespace}">`;
  for (const { member, kind } of slotsOf(resource, shape)) {
    for (const one of itemsOf(resource, member)) yield writers[kind](inside(at), member, one);
  }
  yield `${lead(at)}</${shape.type}>`;
}

/**
 * The resource as a whole XML document, elements in R4's order whatever the order of the JSON, decimals as they were written.
 * What has no place in XML, as an extension of an id, is refused with a FhirError (406). Every type in it must be loaded.
 */
export function writeXml(
  resource: unknown,
  definitions: Definitions,
  { pretty: isPretty = false }: XmlLayout = {},
): string {
  let text = '';
  for (const piece of pieces({ definitions, isPretty, depth: 0 }, resource)) text += piece;
  return text;
}

/** The same, letting others run every few milliseconds: a Bundle may be megabytes. */
export async function writeXmlInTurns(
  resource: unknown,
  definitions: Definitions,
  { pretty: isPretty = false }: XmlLayout = {},
): Promise<string> {
  let text = '';
  let restedAt = 0;
  for (const piece of pieces({ definitions, isPretty, depth: 0 }, resource)) {
    text += piece;
    if (text.length - restedAt < turnCharacters) continue;
    restedAt = text.length;
    await setImmediate();
  }
  return text;
}
