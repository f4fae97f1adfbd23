/** The paths of FHIRPath Patch, read to steps: members, indexes and selections; nothing that computes. */
import { quote, type Text } from './outcome.ts';

/** One step from elements to elements. */
export type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'where'; readonly conditions: readonly Condition[] };

/** `use = 'official'`: the steps give one value, and it is this one. */
export interface Condition {
  readonly steps: readonly Step[];
  readonly literal: string | number | boolean;
}

/** `Patient.name[0].given`; `type` is empty where the path begins with a member. */
export interface Path {
  readonly type: string;
  readonly steps: readonly Step[];
}

const maxCharacters = 2_000;
const maxSteps = 64;

const name = '(?:[A-Za-z_]\\w*|`[A-Za-z_]\\w*`)';
const item = `${name}(?:\\[\\d{1,6}\\])?`;
const string = "'(?:[^'\\\\]|\\\\.)*'";
const literal = `${string}|-?\\d{1,15}(?:\\.\\d{1,15})?|true|false`;

const rootPattern = /^[A-Z]\w*(?=[.[]|$)/;
const condition = new RegExp(
  `^\\s*(\\$this|(?:\\$this\\.)?${item}(?:\\.${item})*)\\s*=\\s*(${literal})\\s*(and\\b|\\))`,
);

const member = (found: string): Step => ({ kind: 'member', name: found.replaceAll('`', '') });

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };

/** The text of `'…'` with its escapes undone. */
function textOf(quoted: string): string {
  const inner = quoted.slice(1, -1);
  return inner.includes('\\') ? unescaped(inner) : inner;
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:u([\dA-Fa-f]{4})|(.))/gs, (_, code: string | undefined, one: string) =>
    code === undefined ? (escapes[one] ?? one) : String.fromCharCode(Number.parseInt(code, 16)),
  );

const literalOf = (written: string): Condition['literal'] =>
  written.startsWith("'") ? textOf(written) : (JSON.parse(written) as number | boolean);

function stepsTo(path: string): Step[] {
  if (path === '$this') return [];
  const plain = path.startsWith('$this.') ? path.slice('$this.'.length) : path;
  return plain.split('.').flatMap((part) => {
    const at = part.indexOf('[');
    if (at < 0) return [member(part)];
    return [member(part.slice(0, at)), { kind: 'index', index: Number(part.slice(at + 1, -1)) }];
  });
}

type Read = readonly [steps: Step[], rest: string];

/** `where(…)` after its bracket. */
function readWhere(text: string): Read | undefined {
  const conditions: Condition[] = [];
  let rest = text;
  for (;;) {
    const [all, path, value, next] = condition.exec(rest) ?? [];
    if (all === undefined || path === undefined || value === undefined) return undefined;
    conditions.push({ steps: stepsTo(path), literal: literalOf(value) });
    rest = rest.slice(all.length);
    if (conditions.length > maxSteps) return undefined;
    if (next === ')') return [[{ kind: 'where', conditions }], rest];
  }
}

const extension = (url: string): Step[] => [
  member('extension'),
  { kind: 'where', conditions: [{ steps: [member('url')], literal: url }] },
];

/** What may stand after a dot; each takes its text off the front. */
const functions: readonly (readonly [RegExp, (found: string) => Step[]])[] = [
  [/^first\(\s*\)/, () => [{ kind: 'index', index: 0 }]],
  [/^last\(\s*\)/, () => [{ kind: 'last' }]],
  [/^(?:ofType|as)\(\s*(?:FHIR\.)?([A-Za-z]\w*)\s*\)/, (type) => [{ kind: 'type', type }]],
  [new RegExp(`^extension\\(\\s*(${string})\\s*\\)`), (url) => extension(textOf(url))],
  [new RegExp(`^(${name})(?!\\w|\\s*\\()`), (found) => [member(found)]],
];

function readAfterDot(text: string): Read | undefined {
  const where = /^where\(/.exec(text);
  if (where) return readWhere(text.slice(where[0].length));
  for (const [pattern, make] of functions) {
    const found = pattern.exec(text);
    if (found) return [make(found[1] ?? ''), text.slice(found[0].length)];
  }
  return undefined;
}

function readNext(text: string): Read | undefined {
  const [all, index] = /^\[\s*(\d{1,6})\s*\]/.exec(text) ?? [];
  if (all !== undefined) return [[{ kind: 'index', index: Number(index) }], text.slice(all.length)];
  return text.startsWith('.') ? readAfterDot(text.slice(1)) : undefined;
}

/** How many steps there are, those of conditions with them. */
export const sized = (steps: readonly Step[]): number =>
  steps.reduce(
    (sum, step) =>
      sum + 1 + (step.kind === 'where' ? step.conditions.flatMap((one) => one.steps).length : 0),
    0,
  );

/** Reads a path, or says in both languages why it cannot be used. */
export function readPath(text: string): Path | Text {
  const cannot: Text = {
    da: `stien ${quote(text)} kan ikke læses; den kan have felter, [n], first(), last(), where(felt = 'værdi'), ofType() og extension('url')`,
    en: `the path ${quote(text)} cannot be read; it may have elements, [n], first(), last(), where(element = 'value'), ofType() and extension('url')`,
  };
  const tooLong: Text = { da: 'stien er for lang', en: 'the path is too long' };
  if (text.length > maxCharacters) return tooLong;
  const trimmed = text.trim();
  const type = rootPattern.exec(trimmed)?.[0] ?? '';
  const steps: Step[] = [];
  let rest = type === '' ? `.${trimmed}` : trimmed.slice(type.length);
  while (rest !== '') {
    if (steps.length > maxSteps) return tooLong;
    const read = readNext(rest);
    if (!read) return cannot;
    steps.push(...read[0]);
    rest = read[1];
  }
  return sized(steps) > maxSteps ? tooLong : { type, steps };
}
