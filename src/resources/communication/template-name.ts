import Handlebars from 'handlebars';

/** Everything a part of a template names, in what is written and in what is asked. */
function pathsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(pathsIn);
  if (typeof node !== 'object' || node === null) return [];
  const path = node as { type?: string; original?: unknown };
  if (path.type === 'PathExpression') return [String(path.original)];
  return Object.values(node).flatMap(pathsIn);
}

const words = new Set(['if', 'unless']);

/** The names that a Handlebars template uses, in every branch. Throws what Handlebars throws of a text that is no template. */
export const namesIn = (source: string): string[] =>
  pathsIn(Handlebars.parse(source)).filter((name) => !words.has(name));
