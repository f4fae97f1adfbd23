import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';

/** A resource that somebody else wrote. `text` is its JSON with every number as it was written. */
export interface Example {
  readonly type: string;
  readonly id: string;
  readonly text: string;
  readonly resource: Resource;
}

type Tree = { readonly [name: string]: unknown };

const written = JSON as unknown as {
  rawJSON: (source: string) => unknown;
  parse: (
    text: string,
    reviver: (key: string, value: unknown, context: { source: string }) => unknown,
  ) => Tree;
};

/** Parses JSON so that `JSON.stringify` gives each number back as it was written. */
const parseWritten = (text: string): Tree =>
  written.parse(text, (_, value, { source }) =>
    typeof value === 'number' ? written.rawJSON(source) : value,
  );

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** An example of a tree that has an id; the tree may hold raw numbers. */
function exampleOf(tree: unknown): Example[] {
  if (!isTree(tree) || typeof tree.id !== 'string') return [];
  const text = JSON.stringify(tree);
  return [{ type: `${tree.resourceType}`, id: tree.id, text, resource: JSON.parse(text) }];
}

/** The resources in a Bundle that stand for themselves too. */
const entriesOf = ({ resourceType, entry }: Tree): unknown[] =>
  resourceType === 'Bundle' && Array.isArray(entry)
    ? entry.map((one: { resource?: unknown }) => one.resource)
    : [];

/** The resource that some JSON holds and, of a Bundle, those that it holds in turn. */
export function examplesIn(text: string): Example[] {
  const tree = parseWritten(text);
  return [tree, ...entriesOf(tree)].flatMap(exampleOf);
}

const folder = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));

/** The definitions of R4 itself, in thousands: left out, and so are the Bundles of them. */
const definitional = /^(?:SearchParameter|ValueSet|CodeSystem|StructureDefinition|ConceptMap)-/;
const largeBytes = 900_000;
/** There are 1,300 NamingSystems, all alike: more than one page of any search. */
const mostOfAType = 300;

/** R4's published examples of these types, those inside Bundles too; of several with one id the first. */
export function publishedExamples(types: ReadonlySet<string>): Example[] {
  const names = readdirSync(folder).filter((name) => /^[A-Z]\w*-.*\.json$/.test(name));
  const found = new Map<string, Example>();
  for (const name of names) {
    if (definitional.test(name)) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    if (text.length > largeBytes) continue;
    for (const example of examplesIn(text)) {
      const key = `${example.type}/${example.id}`;
      if (types.has(example.type) && !found.has(key)) found.set(key, example);
    }
  }
  const all = [...found.values()];
  return [...types].flatMap((type) => all.filter((one) => one.type === type).slice(0, mostOfAType));
}

/** Types of the resources that examples contain. */
export const containedTypes = (examples: readonly Example[]): string[] => [
  ...new Set(
    examples.flatMap(({ resource }) =>
      ((resource as { contained?: Resource[] }).contained ?? []).map((one) => one.resourceType),
    ),
  ),
];

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isTree(value) || 'rawJSON' in value) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
};

/** JSON with what the server gives taken out and names in order: equal when two resources are. */
export function comparable(text: string, { withId }: { readonly withId: boolean }): string {
  const { meta, id, ...rest } = parseWritten(text);
  const { versionId: _, lastUpdated: __, ...kept } = isTree(meta) ? meta : {};
  const hasMeta = Object.keys(kept).length > 0;
  return JSON.stringify(sorted({ ...rest, ...(withId && { id }), ...(hasMeta && { meta: kept }) }));
}
