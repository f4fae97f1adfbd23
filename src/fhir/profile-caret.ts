/** Caret rules: `^content = #complete`, `^title.extension[0].url = "…"`. https://hl7.org/fhir/uv/shorthand/reference.html#caret-paths */

type Json = Record<string, unknown>;

const rule = /^\^(\S+) = (?:#(\S+)|(true|false)|(\d+)|"((?:[^"\\]|\\.)*)")$/s;
const step = /^(\w+)(?:\[(\d+)\])?$/;

/** Elements that may stand more than once, of those that our caret rules name. */
const lists = new Set(['extension', 'designation', 'property', 'contact', 'jurisdiction']);

/** The children of what is a plain value stand beside it: `title` and `_title`. */
const isPlain = (holder: Json, name: string): boolean =>
  typeof holder[name] !== 'object' && !lists.has(name);

function into(holder: Json, part: string): Json | undefined {
  const [, name = '', at = '0'] = step.exec(part) ?? [];
  if (name === '') return undefined;
  const key = isPlain(holder, name) ? `_${name}` : name;
  if (!lists.has(name)) {
    holder[key] ??= {};
    return holder[key] as Json;
  }
  holder[key] ??= [];
  const list = holder[key] as Json[];
  list[Number(at)] ??= {};
  return list[Number(at)];
}

/** Sets what a caret rule says; false when it cannot be understood. */
export function setCaret(resource: object, text: string): boolean {
  const [, path = '', code, truth, number, quoted] = rule.exec(text) ?? [];
  const names = path.split('.');
  const last = names.pop() ?? '';
  let holder: Json | undefined = resource as Json;
  for (const part of names) holder = holder && into(holder, part);
  if (!holder || !/^\w+$/.test(last)) return false;
  const value = number === undefined ? truth === 'true' : Number(number);
  holder[last] = code ?? quoted?.replace(/\\(.)/g, '$1') ?? value;
  return true;
}
