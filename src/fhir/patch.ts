/** JSON Patch (RFC 6902) on resources. The libraries either mutate, or accept prototype keys. */
import { isDeepStrictEqual } from 'node:util';
import { type FhirError, quote, type Text, unprocessable } from './outcome.ts';

interface Step {
  readonly root: Container;
  readonly index: number;
  readonly path: string;
  readonly from: string;
  readonly value: unknown;
}
type Container = Record<string, unknown> | unknown[];

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);
/** What the server alone decides. */
const untouchable = ['/id', '/resourceType', '/meta/versionId', '/meta/lastUpdated'];
const maxOperations = 1_000;
/** A copy into itself doubles what is there: twenty of them would fill the memory. */
const maxCopiedCharacters = 1_000_000;

function refuse(index: number, da: string, en: string): FhirError {
  const text: Text = {
    da: `Handling nr. ${index} i ændringen kan ikke udføres: ${da}.`,
    en: `Operation ${index} of the patch cannot be done: ${en}.`,
  };
  return unprocessable('patch', text, { diagnostics: `/${index}` });
}

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null;

function steps(pointer: string, index: number): string[] {
  if (pointer !== '' && (!pointer.startsWith('/') || /~(?![01])/.test(pointer))) {
    throw refuse(index, 'stien er forkert', 'the path is wrong');
  }
  const parts = pointer.split('/').slice(1);
  const names = parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (names.some((name) => forbidden.has(name))) {
    throw refuse(index, 'stien er ikke tilladt', 'the path is not allowed');
  }
  return names;
}

function nothing(index: number, pointer: string): FhirError {
  return refuse(index, `${quote(pointer)} findes ikke`, `there is no ${quote(pointer)}`);
}

/** Place of an array item; `-` is the end, where something may be added. */
function place(items: unknown[], name: string, isAdding: boolean): number {
  if (name === '-') return isAdding ? items.length : -1;
  const at = /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : -1;
  return at < items.length + (isAdding ? 1 : 0) ? at : -1;
}

function has(container: Container, name: string): boolean {
  return Array.isArray(container)
    ? place(container, name, false) >= 0
    : Object.hasOwn(container, name);
}

function child(container: Container, name: string): unknown {
  return Array.isArray(container) ? container[Number(name)] : container[name];
}

function lookUp(root: unknown, pointer: string, index: number): unknown {
  let value = root;
  for (const name of steps(pointer, index)) {
    if (!isContainer(value) || !has(value, name)) throw nothing(index, pointer);
    value = child(value, name);
  }
  return value;
}

function parentOf(root: unknown, pointer: string, index: number): [Container, string] {
  const name = steps(pointer, index).at(-1);
  const parent =
    name === undefined
      ? undefined
      : lookUp(root, pointer.slice(0, pointer.lastIndexOf('/')), index);
  if (name === undefined || !isContainer(parent)) throw nothing(index, pointer);
  return [parent, name];
}

function add(root: unknown, pointer: string, value: unknown, index: number): void {
  const [parent, name] = parentOf(root, pointer, index);
  if (!Array.isArray(parent)) {
    parent[name] = value;
    return;
  }
  const at = place(parent, name, true);
  if (at < 0) throw nothing(index, pointer);
  parent.splice(at, 0, value);
}

function remove(root: unknown, pointer: string, index: number): unknown {
  const [parent, name] = parentOf(root, pointer, index);
  if (!has(parent, name)) throw nothing(index, pointer);
  const value = child(parent, name);
  if (Array.isArray(parent)) parent.splice(Number(name), 1);
  else delete parent[name];
  return value;
}

function replace({ root, path, value, index }: Step): void {
  remove(root, path, index);
  add(root, path, value, index);
}

function move({ root, from, path, index }: Step): void {
  if (path.startsWith(`${from}/`)) throw nothing(index, path);
  add(root, path, remove(root, from, index), index);
}

function test({ root, path, value, index }: Step): void {
  if (isDeepStrictEqual(lookUp(root, path, index), value)) return;
  throw refuse(index, 'værdien er en anden', 'the value is another');
}

const runs: Readonly<Record<string, (step: Step) => void>> = {
  add: ({ root, path, value, index }) => add(root, path, structuredClone(value), index),
  remove: ({ root, path, index }) => {
    remove(root, path, index);
  },
  replace: (step) => replace({ ...step, value: structuredClone(step.value) }),
  move,
  copy: ({ root, from, path, index }) =>
    add(root, path, structuredClone(lookUp(root, from, index)), index),
  test,
};
const withValue = ['add', 'replace', 'test'];
const withFrom = ['move', 'copy'];

function touches(path: string): boolean {
  return untouchable.some((kept) => path === kept || path.startsWith(`${kept}/`) || path === '');
}

type Checked = Omit<Step, 'root'> & { readonly op: string };

function parsed(index: number, given: unknown): Checked {
  const { op, path, from = '', value } = isContainer(given) && !Array.isArray(given) ? given : {};
  const isKnown = typeof op === 'string' && Object.hasOwn(runs, op);
  if (!isKnown || typeof path !== 'string' || typeof from !== 'string') {
    throw refuse(index, 'op, path eller from er forkert', 'op, path or from is wrong');
  }
  return { op, index, path, from, value };
}

function checked(index: number, given: unknown): Checked {
  const step = parsed(index, given);
  const { op, path, from, value } = step;
  if (withValue.includes(op) && value === undefined) {
    throw refuse(index, 'der mangler value', 'value is missing');
  }
  const changed = { test: [], move: [path, from] }[op] ?? [path];
  if (changed.some(touches) || (withFrom.includes(op) && from === '')) {
    throw refuse(index, 'feltet må ikke ændres', 'the element may not be changed');
  }
  return step;
}

/** Runs every operation on a copy. Throws a FhirError (422) that names the first that cannot be done. */
export function applyPatch<T extends object>(resource: T, operations: unknown): T {
  if (!Array.isArray(operations) || operations.length > maxOperations) {
    throw refuse(0, 'det er ikke en liste af handlinger', 'it is not a list of operations');
  }
  const root = structuredClone(resource) as T & Container;
  let copiedCharacters = 0;
  for (const [index, given] of operations.entries()) {
    const { op, ...step } = checked(index, given);
    if (op === 'copy') copiedCharacters += JSON.stringify(lookUp(root, step.from, index)).length;
    if (copiedCharacters > maxCopiedCharacters) throw refuse(index, 'for meget', 'too much');
    runs[op]?.({ root, ...step });
  }
  return root;
}
