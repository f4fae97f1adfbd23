import { fault, type JsonFault, nameFault, textFault, tooMuch, unexpected } from './json-fault.ts';

export { forbidden } from './json-fault.ts';

/** Numbers as they are written, by member or index; those of inner objects and arrays inside them. */
export type Forms = Map<string, string | Forms>;

/** What one look at a text tells: the first thing wrong with it, else the numbers written unlike `String` writes them. */
export type Scanned = { readonly fault: JsonFault } | { readonly forms: Forms | undefined };

/** An open object (with the names seen) or array, the member or item that is being read, and what may follow. */
interface Open {
  readonly names: Set<string> | undefined;
  key: string | number;
  next: 'first' | 'item' | 'colon' | 'value' | 'comma';
  forms: Forms | undefined;
}

interface Scan {
  readonly text: string;
  /** How deep it may be. */
  readonly depth: number;
  readonly stack: Open[];
  /** Those of the root, once it is closed. */
  forms: Forms | undefined;
  /** How many numbers are written unlike `String` writes them. */
  kept: number;
  /** How many values stand behind another. */
  siblings: number;
}

/** How many objects and arrays of a body may stand in one another. */
export const maxDepth = 64;
/** How many objects and arrays of a value do. */
export const levelsOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Object.values(value).reduce<number>((most, one) => Math.max(most, levelsOf(one)), 0)
    : 0;

const space = /[ \t\n\r]*/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
function skip(pattern: RegExp, text: string, at: number): number {
  if (pattern === space && text.charCodeAt(at) > 32) return at;
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Index after the closing quote; searching for quotes is safe for strings of any length, a pattern is not. */
function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

function unescaped(raw: string): string | undefined {
  try {
    return raw.includes('\\') ? JSON.parse(raw) : raw.slice(1, -1);
  } catch {
    return undefined;
  }
}

const expectsName = (open: Open | undefined): boolean =>
  open?.names !== undefined && (open.next === 'first' || open.next === 'item');
const expectsValue = (open: Open | undefined): boolean =>
  !open || open.next === 'value' || (!open.names && open.next !== 'comma');

/** Keeps what was found in the member or item that is being read. */
function keep(open: Open, form: string | Forms): void {
  open.forms ??= new Map();
  open.forms.set(String(open.key), form);
}

function readString({ text, stack }: Scan, at: number): number | JsonFault {
  const open = stack.at(-1);
  const end = stringEnd(text, at);
  if (end === -1) return fault(text.length, 'en tekst slutter ikke', 'a string does not end');
  const raw = text.slice(at, end);
  const value = unescaped(raw);
  if (value === undefined) return fault(at, 'teksten er forkert', 'the string is wrong');
  const wrong = value.length === raw.length - 2 ? undefined : textFault(value, at);
  if (wrong) return wrong;
  if (open?.names && expectsName(open)) {
    open.next = 'colon';
    open.key = value;
    return nameFault(open.names, value, at) ?? end;
  }
  if (!expectsValue(open)) return unexpected(at);
  if (open) open.next = 'comma';
  return end;
}

function readScalar(scan: Scan, at: number): number | JsonFault {
  const { text, stack } = scan;
  const open = stack.at(-1);
  const end = skip(scalar, text, at);
  if (end === at || !open || !expectsValue(open)) return unexpected(at);
  open.next = 'comma';
  if ((text[at] ?? '') > '9') return end;
  const written = text.slice(at, end);
  const number = Number(written);
  if (!Number.isFinite(number)) return fault(at, 'tallet er for stort', 'the number is too large');
  if (String(number) === written) return end;
  scan.kept += 1;
  keep(open, written);
  return end;
}

function readOpening({ text, stack, depth }: Scan, at: number): number | JsonFault {
  const open = stack.at(-1);
  if (!expectsValue(open)) return unexpected(at);
  if (stack.length === depth) {
    return fault(at, `over ${depth} niveauer`, `over ${depth} levels deep`);
  }
  if (open) open.next = 'comma';
  const names = text[at] === '{' ? new Set<string>() : undefined;
  stack.push({ names, key: 0, next: 'first', forms: undefined });
  return at + 1;
}

function readClosing(scan: Scan, at: number): number | JsonFault {
  const open = scan.stack.at(-1);
  const closes = open && (open.names ? '}' : ']') === scan.text[at];
  if (!closes || !(open.next === 'first' || open.next === 'comma')) return unexpected(at);
  scan.stack.pop();
  const outer = scan.stack.at(-1);
  if (!outer) scan.forms = open.forms;
  else if (open.forms) keep(outer, open.forms);
  return at + 1;
}

function readSign(scan: Scan, at: number): number | JsonFault {
  const { text, stack } = scan;
  const open = stack.at(-1);
  const [from, to] =
    text[at] === ',' ? (['comma', 'item'] as const) : (['colon', 'value'] as const);
  if (open?.next !== from) return unexpected(at);
  open.next = to;
  if (from === 'comma') scan.siblings += 1;
  if (typeof open.key === 'number') open.key += 1;
  return at + 1;
}

function readToken(scan: Scan, at: number): number | JsonFault {
  const sign = scan.text[at] ?? '';
  if (sign === '"') return readString(scan, at);
  if (sign === ',' || sign === ':') return readSign(scan, at);
  if (sign === '{' || sign === '[') return readOpening(scan, at);
  if (sign === '}' || sign === ']') return readClosing(scan, at);
  return readScalar(scan, at);
}

const roots = {
  object: { sign: '{', da: 'det skal være et objekt', en: 'it must be an object' },
  array: { sign: '[', da: 'det skal være en liste', en: 'it must be an array' },
} as const;

/** What the whole text has to be. */
export type JsonRoot = keyof typeof roots;

/** Of what a stranger sends: to build more of it would hold up all others for longer than they should notice. */
const mostSiblings = 60_000;
const mostNames = 1_000;
const mostKept = 20_000;

/** Our own texts, which may be as deep as they are, may be as large as they are too. */
const isLarge = ({ stack, kept, siblings, depth }: Scan): boolean =>
  Number.isFinite(depth) &&
  (siblings > mostSiblings || kept > mostKept || (stack.at(-1)?.names?.size ?? 0) > mostNames);

/** Finds the first thing wrong with a JSON text before anything builds it; needs no stack of the machine's. */
export function scanJson(text: string, root: JsonRoot, depth = maxDepth): Scanned {
  const scan: Scan = { text, depth, stack: [], forms: undefined, kept: 0, siblings: 0 };
  let at = skip(space, text, 0);
  const { sign, da, en } = roots[root];
  if (text[at] !== sign) return { fault: fault(at, da, en) };
  do {
    const next = readToken(scan, at);
    if (typeof next !== 'number') return { fault: next };
    if (isLarge(scan)) return { fault: tooMuch(at) };
    at = skip(space, text, next);
  } while (scan.stack.length > 0 && at < text.length);
  const endsEarly = scan.stack.length > 0;
  if (endsEarly) return { fault: fault(at, 'det slutter for tidligt', 'it ends too early') };
  return at < text.length ? { fault: unexpected(at) } : { forms: scan.forms };
}
