import { quote, type Text } from './outcome.ts';

/** What is wrong with a JSON text, and at which character (from 0). */
export interface JsonFault extends Text {
  readonly at: number;
}

/** An open object (with the names seen) or array, and what may follow. */
interface Open {
  readonly names?: Set<string>;
  next: 'first' | 'item' | 'colon' | 'value' | 'comma';
}

const maxDepth = 64;
const space = /[ \t\n\r]*/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

const fault = (at: number, da: string, en: string): JsonFault => ({ at, da, en });
const unexpected = (at: number): JsonFault =>
  fault(at, 'tegnet er uventet', 'the character is unexpected');

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

function nameFault(names: Set<string>, name: string, at: number): JsonFault | undefined {
  const twice = names.has(name);
  names.add(name);
  if (!twice && !forbidden.has(name)) return undefined;
  const shown = `"${quote(name)}"`;
  if (twice) return fault(at, `${shown} står to gange`, `${shown} stands twice`);
  return fault(at, `${shown} er ikke tilladt`, `${shown} is not allowed`);
}

function textFault(text: string, at: number): JsonFault | undefined {
  if (text.isWellFormed() && !text.includes('\u0000')) return undefined;
  return fault(at, 'teksten har et ugyldigt tegn', 'the text holds an invalid character');
}

const expectsName = (open: Open | undefined): boolean =>
  open?.names !== undefined && (open.next === 'first' || open.next === 'item');
const expectsValue = (open: Open | undefined): boolean =>
  !open || open.next === 'value' || (!open.names && open.next !== 'comma');

function readString(text: string, at: number, open: Open | undefined): number | JsonFault {
  const end = stringEnd(text, at);
  if (end === -1) return fault(text.length, 'en tekst slutter ikke', 'a string does not end');
  const raw = text.slice(at, end);
  const value = unescaped(raw);
  if (value === undefined) return fault(at, 'teksten er forkert', 'the string is wrong');
  const wrong = value.length === raw.length - 2 ? undefined : textFault(value, at);
  if (wrong) return wrong;
  if (open?.names && expectsName(open)) {
    open.next = 'colon';
    return nameFault(open.names, value, at) ?? end;
  }
  if (!expectsValue(open)) return unexpected(at);
  if (open) open.next = 'comma';
  return end;
}

function readScalar(text: string, at: number, open: Open | undefined): number | JsonFault {
  const end = skip(scalar, text, at);
  if (end === at || !open || !expectsValue(open)) return unexpected(at);
  const number = text[at] === '-' || (text[at] ?? '') <= '9' ? Number(text.slice(at, end)) : 0;
  if (!Number.isFinite(number)) return fault(at, 'tallet er for stort', 'the number is too large');
  open.next = 'comma';
  return end;
}

function readOpening(text: string, at: number, stack: Open[]): number | JsonFault {
  const open = stack.at(-1);
  if (!expectsValue(open)) return unexpected(at);
  const tooDeep = `${maxDepth}`;
  if (stack.length === maxDepth) {
    return fault(at, `over ${tooDeep} niveauer`, `over ${tooDeep} levels deep`);
  }
  if (open) open.next = 'comma';
  stack.push(text[at] === '{' ? { names: new Set(), next: 'first' } : { next: 'first' });
  return at + 1;
}

function readClosing(text: string, at: number, stack: Open[]): number | JsonFault {
  const open = stack.at(-1);
  const closes = open && (open.names ? '}' : ']') === text[at];
  if (!closes || !(open.next === 'first' || open.next === 'comma')) return unexpected(at);
  stack.pop();
  return at + 1;
}

function readSign(text: string, at: number, open: Open | undefined): number | JsonFault {
  const [from, to] =
    text[at] === ',' ? (['comma', 'item'] as const) : (['colon', 'value'] as const);
  if (open?.next !== from) return unexpected(at);
  open.next = to;
  return at + 1;
}

function readToken(text: string, at: number, stack: Open[]): number | JsonFault {
  const sign = text[at] ?? '';
  if (sign === '"') return readString(text, at, stack.at(-1));
  if (sign === ',' || sign === ':') return readSign(text, at, stack.at(-1));
  if (sign === '{' || sign === '[') return readOpening(text, at, stack);
  if (sign === '}' || sign === ']') return readClosing(text, at, stack);
  return readScalar(text, at, stack.at(-1));
}

const roots = {
  object: { sign: '{', da: 'det skal være et objekt', en: 'it must be an object' },
  array: { sign: '[', da: 'det skal være en liste', en: 'it must be an array' },
} as const;

/** What the whole text has to be. */
export type JsonRoot = keyof typeof roots;

/** Finds the first thing wrong with a JSON text before anything builds it; needs no stack of the machine's. */
export function scanJson(text: string, root: JsonRoot): JsonFault | undefined {
  const stack: Open[] = [];
  let at = skip(space, text, 0);
  const { sign, da, en } = roots[root];
  if (text[at] !== sign) return fault(at, da, en);
  do {
    const next = readToken(text, at, stack);
    if (typeof next !== 'number') return next;
    at = skip(space, text, next);
  } while (stack.length > 0 && at < text.length);
  if (stack.length > 0) return fault(at, 'det slutter for tidligt', 'it ends too early');
  return at < text.length ? unexpected(at) : undefined;
}
