/** The records of Cura as logical models: what a StructureMap reads or writes on the side that is not FHIR. https://hl7.org/fhir/R4/structuredefinition.html#logical */
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { date, instant, link } from '../cura/schema/schema.ts';
import { recordSchemas } from '../cura/schemas.ts';
import { inBoth } from '../fhir/translation.ts';
import { recordModel } from '../mapping/structure-map.ts';
import type { Edition } from './edition.ts';

interface Json {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly items?: Json;
  readonly enum?: readonly unknown[];
  readonly maxItems?: number;
  readonly maxLength?: number;
}

const types: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'integer',
  number: 'decimal',
  object: 'BackboneElement',
};

/** What is a string in JSON, and more to FHIR: a rule that copies it into `value[x]` then makes the right one. */
const finer = new Map<unknown, string>([
  [date.json, 'date'],
  [instant.json, 'dateTime'],
  [link.json, 'url'],
]);

const typeOf = (json: Json): string =>
  json.enum && json.type === 'string'
    ? 'code'
    : (finer.get(json) ?? types[`${json.type}`] ?? 'string');

interface At {
  readonly path: string;
  readonly isNeeded: boolean;
}

const shortOf = ({ enum: codes }: Json, path: string): string =>
  codes ? codes.join(' | ') : path.slice(path.lastIndexOf('.') + 1);

/** R4 forbids maxLength in what is no constraint, so that it stands in words. */
const definitionOf = (json: Json, short: string): string =>
  json.type === 'string' && json.maxLength !== undefined
    ? `${short}. At most ${json.maxLength} characters.`
    : short;

function elementOf(json: Json, { path, isNeeded }: At, list?: Json): ElementDefinition {
  const [min, max] = [isNeeded && !list ? 1 : 0, list ? '*' : '1'];
  const short = shortOf(json, path);
  const definition = definitionOf(json, short);
  return {
    ...{ id: path, path, short, definition, min, max, base: { path, min, max } },
    type: [{ code: typeOf(json) }],
  };
}

function elementsOf(json: Json, at: At): ElementDefinition[] {
  const one = json.items ?? json;
  return [elementOf(one, at, json.items && json), ...within(one, at.path)];
}

const within = ({ properties = {}, required = [] }: Json, path: string): ElementDefinition[] =>
  Object.entries(properties).flatMap(([name, inner]) =>
    elementsOf(inner, { path: `${path}.${name}`, isNeeded: required.includes(name) }),
  );

/** `cura-aftale` is `CuraAftale`. */
const nameOf = (id: string): string =>
  id.replace(/(?:^|-)([a-z])/g, (_, first: string) => first.toUpperCase());

function modelOf(record: string, json: Json, { version, date }: Edition) {
  const url = recordModel(record);
  const id = url.slice(url.lastIndexOf('/') + 1);
  const said = {
    da: `Hvad en post af arten ${record} antages at være i Cura. Flere felter er tilladt og bevares.`,
    en: `What a record of the kind ${record} is taken to be in Cura: an assumption, published as such. Further fields are allowed, and survive.`,
  };
  const definition = said.en;
  const top: ElementDefinition = {
    ...{ id, path: id, short: record, definition, min: 0, max: '*' },
    base: { path: 'Element', min: 0, max: '*' },
  };
  const elements = [top, ...within(json, id)];
  return {
    resourceType: 'StructureDefinition' as const,
    ...{ id, url, version, date, name: nameOf(id) },
    ...inBoth('title', { da: `Cura: ${record}`, en: `Cura: ${record}` }),
    ...inBoth('description', said),
    ...{ status: 'draft' as const, fhirVersion: '4.0.1' as const },
    ...{ kind: 'logical' as const, abstract: false, type: url },
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Element',
    derivation: 'specialization' as const,
    snapshot: { element: elements },
    differential: { element: elements.map(({ base: _, ...rest }) => rest) },
  };
}

/** A logical model of each record that Cura has, from the schema that it is checked by. */
export const recordModels = (edition: Edition): (StructureDefinition & { id: string })[] =>
  Object.entries(recordSchemas).map(([record, { json }]) => modelOf(record, json as Json, edition));
