import type { Context } from './codec.ts';
import type { Loose } from './field.ts';
import type { Traceable, TracedCodec } from './trace.ts';
import { refusal, Unmappable, within } from './unmappable.ts';

/** What was thrown, if it is a value that does not fit. */
export function thrownBy(run: () => unknown): Unmappable | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof Unmappable) return error;
    throw error;
  }
}

const placed = (all: readonly Unmappable[], prefix: string, field?: string): Unmappable[] =>
  all.map((one) => within(one, prefix, field) as Unmappable);

/** Each place once, in the order in which they were found. */
export function once(all: readonly Unmappable[]): Unmappable[] {
  const seen = new Map<string, Unmappable>();
  for (const one of all) if (!seen.has(one.expression)) seen.set(one.expression, one);
  return [...seen.values()];
}

/** Members that no row has a place for. */
export const strangers = (value: Loose, rows: readonly Traceable[]): Unmappable[] => {
  const known = new Set(rows.flatMap(({ elements }) => elements));
  return Object.keys(value)
    .filter((name) => !known.has(name))
    .map((name) => new Unmappable(refusal.notKept, name));
};

/** What does not fit in a nested object, row by row; a list is looked at item by item. */
function insideOf(inner: readonly Traceable[], given: unknown, context: Context): Unmappable[] {
  if (inner.length === 0 || typeof given !== 'object' || given === null) return [];
  if (Array.isArray(given))
    return given.flatMap((item, at) => placed(insideOf(inner, item, context), `[${at}]`));
  const value = given as Loose;
  return [...strangers(value, inner), ...inner.flatMap((row) => row.misfits(value, context))];
}

/** What does not fit of one value: nothing when `run` takes it, else all that can be told. */
export function misfitsOf(
  codec: TracedCodec,
  given: unknown,
  context: Context,
  run: () => unknown,
): Unmappable[] {
  const first = thrownBy(run);
  return first ? once([first, ...insideOf(codec.inner ?? [], given, context)]) : [];
}

/** What of a list a row needs: its parts, each with its codec. */
export interface SearchedPart {
  readonly fields: readonly string[];
  readonly at: string;
  readonly many: boolean;
  readonly codec: TracedCodec;
  readonly claims: (item: unknown) => boolean;
  readonly encode: (taken: unknown, into: Loose, context: Context, base?: Loose) => void;
}

type Numbered = readonly [item: unknown, at: number];

/** Of one item, or of there being none. */
function ofItem(part: SearchedPart, item: unknown, context: Context, base?: Loose): Unmappable[] {
  const { codec, many, fields } = part;
  const taken = many ? (item === undefined ? [] : [item]) : item;
  // To look for each of many in the base would take the square of their number; only what is finer there needs it.
  const held = many ? undefined : base;
  const found = misfitsOf(codec, item, context, () => part.encode(taken, {}, context, held));
  // A part with many items tells its own place in front.
  return found.map(({ text, expression, field }) => {
    const inner = many ? expression.replace(/^\[0\]\.?/, '') : expression;
    return new Unmappable(text, inner, field ?? fields[0]);
  });
}

/** More say no more, and take long. */
const mostMisfits = 100;

function ofItems(
  part: SearchedPart,
  mine: readonly Numbered[],
  context: Context,
  base?: Loose,
): Unmappable[] {
  const found: Unmappable[] = [];
  for (const [item, at] of mine) {
    if (found.length >= mostMisfits) break;
    found.push(...placed(ofItem(part, item, context, base), `[${at}]`));
  }
  return found;
}

/** Many are looked at one by one only when not all are taken. */
const isTaken = (part: SearchedPart, mine: readonly Numbered[], context: Context, base?: Loose) =>
  part.many &&
  thrownBy(() => {
    const items = mine.map(([item]) => item);
    part.encode(items, {}, context, base);
  }) === undefined;

function ofPart(
  part: SearchedPart,
  mine: readonly Numbered[],
  context: Context,
  base?: Loose,
): Unmappable[] {
  if (mine.length === 0) return placed(ofItem(part, undefined, context, base), part.at);
  const found = isTaken(part, mine, context, base) ? [] : ofItems(part, mine, context, base);
  const last = mine.at(-1)?.[1];
  return part.many || mine.length === 1
    ? found
    : [...found, new Unmappable(refusal.repeated, `[${last}]`)];
}

/** Of a list whose items belong to several parts. */
export function misfitsOfList(
  parts: readonly SearchedPart[],
  items: readonly unknown[],
  context: Context,
  base?: Loose,
): Unmappable[] {
  const numbered = items.map((item, at): Numbered => [item, at]);
  const unclaimed = numbered.filter(([item]) => !parts.some((part) => part.claims(item)));
  return [
    ...unclaimed.map(([, at]) => new Unmappable(refusal.notKept, `[${at}]`)),
    ...parts.flatMap((part) =>
      ofPart(
        part,
        numbered.filter(([item]) => part.claims(item)),
        context,
        base,
      ),
    ),
  ];
}

/** The same with the name of the element in front. */
export const inElement = (
  all: readonly Unmappable[],
  element: string,
  field?: string,
): readonly Unmappable[] => placed(all, element, field);
