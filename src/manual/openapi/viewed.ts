/** The document for people to look through. */
import type { OpenApi } from './document.ts';
import type { JsonSchema } from './schema.ts';

const isNamed = (value: object): value is { readonly $ref: string } => '$ref' in value;

/** What another schema stands for is named alone: the types of FHIR hold each other without end, and a viewer unfolds them all. */
function shallow(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shallow);
  if (isNamed(value)) return { type: 'object', title: value.$ref.split('/').at(-1) };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shallow(inner)]));
}

/** Schemas that an address names; each tells its own elements, and the types of these by their names. */
export function viewedOf(document: OpenApi): OpenApi {
  const { components, paths } = document;
  const named = new Set(
    [
      ...JSON.stringify([paths, components.responses]).matchAll(/"#\/components\/schemas\/(\w+)"/g),
    ].map(([, name = '']) => name),
  );
  const schemas = Object.entries(components.schemas).filter(([name]) => named.has(name));
  return {
    ...document,
    components: {
      ...components,
      schemas: Object.fromEntries(schemas.map(([name, one]) => [name, shallow(one) as JsonSchema])),
    },
  };
}
