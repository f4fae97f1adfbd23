/** JSON Patch (RFC 6902) on resources. The libraries either mutate, or accept prototype keys. */
import { isDeepStrictEqual } from 'node:util';
import { cloneKeeping, formOf, keepForm } from './decimal.ts';
import { forbidden, levelsOf, maxDepth } from './json-scan.ts';
import { type FhirError, quote, type Text, unprocessable } from './outcome.ts';

interface Step {
  readonly root: Container;
  readonly index: number;
  readonly path: string;
  readonly from: string;
  readonly cell: Cell;
}
/** A value on its way from one place to another, with its written form if it is a decimal. */
interface Cell {
  readonly value: unknown;
}
type Container = Record<string, unknown> | unknown[];

/** What the server alone decides. */
const untouchable = ['/id', '/resourceType', '/meta/versionId', '/meta/lastUpdated'];
/** A longer patch is refused. */
export const maxOperations = 1_000;
/** A copy into itself doubles what is there: twenty of them would fill the memory. */
const maxCopiedCharacters = 100_000;

/** A refusal that names the operation by its place in the patch. */
export function refuse(index: number, da: string, en: string): FhirError {
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

const nothing = (index: number, pointer: string): FhirError =>
  refuse(index, `${quote(pointer)} findes ikke`, `there is no ${quote(pointer)}`);

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

function cellOf(holder: Container, key: string): Cell {
  const cell = { value: child(holder, key) };
  keepForm(cell, 'value', formOf(holder, key));
  return cell;
}

function add({ root, path, cell, index }: Omit<Step, 'from'>): void {
  const [parent, name] = parentOf(root, path, index);
  if (steps(path, index).length + levelsOf(cell.value) > maxDepth)
    throw refuse(index, `over ${maxDepth} niveauer`, `over ${maxDepth} levels deep`);
  if (!Array.isArray(parent)) {
    parent[name] = cell.value;
    keepForm(parent, name, formOf(cell, 'value'));
    return;
  }
  const at = place(parent, name, true);
  if (at < 0) throw nothing(index, path);
  parent.splice(at, 0, cell.value);
}

function found(root: unknown, pointer: string, index: number): [Container, string] {
  const [parent, name] = parentOf(root, pointer, index);
  if (!has(parent, name)) throw nothing(index, pointer);
  return [parent, name];
}

function remove(root: unknown, pointer: string, index: number): Cell {
  const [parent, name] = found(root, pointer, index);
  const cell = cellOf(parent, name);
  if (Array.isArray(parent)) parent.splice(Number(name), 1);
  else delete parent[name];
  return cell;
}

function move({ root, from, path, index }: Step): void {
  if (path.startsWith(`${from}/`)) throw nothing(index, path);
  add({ root, path, index, cell: remove(root, from, index) });
}

function test({ root, path, cell, index }: Step): void {
  if (isDeepStrictEqual(lookUp(root, path, index), cell.value)) return;
  throw refuse(index, 'værdien er en anden', 'the value is another');
}

const runs: Readonly<Record<string, (step: Step) => unknown>> = {
  add,
  remove: ({ root, path, index }) => remove(root, path, index),
  replace: (step) => {
    remove(step.root, step.path, step.index);
    add(step);
  },
  move,
  copy: ({ root, from, path, index }) =>
    add({ root, path, index, cell: cloneKeeping(cellOf(...found(root, from, index))) }),
  test,
};
const withValue = ['add', 'replace', 'test'];
const withFrom = ['move', 'copy'];

function touches(path: string): boolean {
  return untouchable.some((kept) => path === kept || path.startsWith(`${kept}/`) || path === '');
}

type Checked = Omit<Step, 'root'> & { readonly op: string };

function parsed(index: number, given: unknown): Checked {
  const operation = isContainer(given) && !Array.isArray(given) ? given : {};
  const { op, path, from = '' } = operation;
  const isKnown = typeof op === 'string' && Object.hasOwn(runs, op);
  if (!isKnown || typeof path !== 'string' || typeof from !== 'string') {
    throw refuse(index, 'op, path eller from er forkert', 'op, path or from is wrong');
  }
  // The operations are the caller's: what is put into the resource must not be shared with them.
  return { op, index, path, from, cell: cloneKeeping(cellOf(operation, 'value')) };
}

function checked(index: number, given: unknown): Checked {
  const step = parsed(index, given);
  const { op, path, from, cell } = step;
  if (withValue.includes(op) && cell.value === undefined) {
    throw refuse(index, 'der mangler value', 'value is missing');
  }
  const changed = { test: [], move: [path, from] }[op] ?? [path];
  if (changed.some(touches) || (withFrom.includes(op) && from === '')) {
    throw refuse(index, 'feltet må ikke ændres', 'the element may not be changed');
  }
  return step;
}

function listed(operations: unknown): readonly unknown[] {
  if (!Array.isArray(operations))
    throw refuse(0, 'det er ikke en liste af handlinger', 'it is not a list of operations');
  if (operations.length <= maxOperations) return operations;
  throw refuse(0, `over ${maxOperations} handlinger`, `over ${maxOperations} operations`);
}

/** Runs every operation on a copy. Throws a FhirError (422) that names the first that cannot be done. */
export function applyPatch<T extends object>(resource: T, operations: unknown): T {
  const list = listed(operations);
  const root = cloneKeeping(resource) as T & Container;
  let copiedCharacters = 0;
  const most = maxCopiedCharacters;
  for (const [index, given] of list.entries()) {
    const { op, ...step } = checked(index, given);
    if (op === 'copy') copiedCharacters += JSON.stringify(lookUp(root, step.from, index)).length;
    if (copiedCharacters > most)
      throw refuse(index, `kopier over ${most} tegn`, `copies over ${most} characters`);
    runs[op]?.({ root, ...step });
  }
  return root;
}
