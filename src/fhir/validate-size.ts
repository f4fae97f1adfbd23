import { type Json, type Place, report } from './validate-state.ts';

/** Elements of one resource; more would hold up all other callers while its rules are asked. */
const maxElements = 20_000;

/** How many of `left` elements remain beside those of the value, its own values among them; below 0 as soon as there are too many. */
function leftBeside(value: unknown, left: number): number {
  if (typeof value !== 'object' || value === null) return left;
  let rest = left;
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    rest = leftBeside(inner, Array.isArray(inner) ? rest : rest - 1);
    if (rest < 0) break;
  }
  return rest;
}

/** Reports a resource with more elements than are taken; of a Bundle each entry is asked for itself. */
export function isTooLarge({ walk, path }: Place, resource: Json): boolean {
  if (resource.resourceType === 'Bundle' || leftBeside(resource, maxElements) >= 0) return false;
  report(walk, 'too-many-elements', path, `${maxElements}`);
  return true;
}
