import { primitives } from '../primitive.ts';
import type { Member, Shape } from '../shape.ts';

/** A JSON object that is being read or written. */
export type Json = Record<string, unknown>;

export const fhirNamespace = 'http://hl7.org/fhir';
export const xhtmlNamespace = 'http://www.w3.org/1999/xhtml';

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How a member stands in XML: a value in an attribute, XHTML, a whole resource, or elements. */
export type Kind = 'primitive' | 'narrative' | 'resource' | 'complex';

export function kindOf({ type }: Member): Kind {
  if (type === 'xhtml') return 'narrative';
  if (type === 'Resource') return 'resource';
  return Object.hasOwn(primitives, type) ? 'primitive' : 'complex';
}

/** Members that XML writes as attributes: the id of everything but a resource, and an extension's url. */
export const attributesOf = ({ type, isResource }: Shape): readonly string[] =>
  isResource ? inResource : type === 'Extension' ? inExtension : inElement;

const inResource: readonly string[] = [];
const inElement: readonly string[] = ['id'];
const inExtension: readonly string[] = ['id', 'url'];
