import type { Context } from './codec.ts';
import type { Loose } from './field.ts';
import { inElement, misfitsOfList } from './misfit.ts';
import type { Part } from './part.ts';
import type { Row } from './row.ts';
import type { Tracer } from './trace.ts';
import { attempt } from './trace.ts';
import { refusal, Unmappable, within } from './unmappable.ts';

type Items = readonly unknown[];

/** A list whose items are known by what they are, not by where they stand. An item that no part claims is refused. */
export function listRow(element: string, parts: readonly Part<string>[]): Row<string> {
  return {
    fields: parts.flatMap((part) => part.fields),
    elements: [element],
    path: element,
    exact: parts.every((part) => part.exact),
    described: parts.flatMap(({ described }) =>
      described.map((row) => ({ ...row, path: `${element}${row.path}` })),
    ),
    keeps: (resource, record, context) => {
      const items = resource[element] as Items | undefined;
      return items === undefined || keepsAll(parts, items, record, context);
    },
    decode: (record, into, context) => {
      const items: unknown[] = [];
      for (const part of parts) part.decode(record, items, context);
      if (items.length > 0) into[element] = items;
    },
    encode: (resource, into, context, base) => {
      const items = (resource[element] ?? nothing) as Items;
      const taken = inOrder(parts, items) ?? inAnyOrder(parts, items);
      encodeParts(parts, taken, items, { into, context, base });
    },
    trace: traceParts(element, parts),
    misfits: (resource, context, base) => {
      const items = (resource[element] ?? nothing) as Items;
      return inElement(misfitsOfList(parts, items, context, base), element);
    },
  };
}

/** Part by part; each begins where the one before it ends. */
const traceParts =
  (element: string, parts: readonly Part<string>[]): Tracer =>
  (record, context) => {
    let first = 0;
    return parts.flatMap((part) => {
      const traces = part.trace(record, context, element, first);
      const items: unknown[] = [];
      attempt(() => part.decode(record, items, context));
      first += items.length;
      return traces;
    });
  };

const nothing: Items = [];

interface Job {
  readonly into: Loose;
  readonly context: Context;
  readonly base: Loose | undefined;
}

function encodeParts(
  parts: readonly Part<string>[],
  taken: Items,
  items: Items,
  { into, context, base }: Job,
): void {
  let index = 0;
  try {
    for (; index < parts.length; index++) parts[index]?.encode(taken[index], into, context, base);
  } catch (error) {
    throw inList(error, parts[index], taken[index], items);
  }
}

/** The items of each part if they stand in the order of the parts, as nearly always: each is asked once. */
function inOrder(parts: readonly Part<string>[], items: Items): Items | undefined {
  const taken = new Array<unknown>(parts.length);
  let next = 0;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as Part<string>;
    const from = next;
    next = endOf(part, items, from);
    if (part.many) taken[index] = items.slice(from, next);
    else taken[index] = from < next ? items[from] : undefined;
  }
  return next === items.length ? taken : undefined;
}

/** Where the part's items that begin at `from` end. */
function endOf(part: Part<string>, items: Items, from: number): number {
  let next = from;
  if (!part.many) return next < items.length && part.claims(items[next]) ? next + 1 : next;
  while (next < items.length && part.claims(items[next])) next++;
  return next;
}

/** In the order of the parts, each item exact or surely kept. */
function keepsAll(
  parts: readonly Part<string>[],
  items: Items,
  record: Loose,
  context: Context,
): boolean {
  let next = 0;
  for (const part of parts) {
    const end = endOf(part, items, next);
    for (; next < end; next++) {
      if (!part.exact && part.keeps?.(items[next], record, context) !== true) return false;
    }
  }
  return next === items.length;
}

function inAnyOrder(parts: readonly Part<string>[], items: Items): Items {
  const unclaimed = items.findIndex((item) => !parts.some((part) => part.claims(item)));
  if (unclaimed >= 0) throw new Unmappable(refusal.notKept, `[${unclaimed}]`);
  return parts.map((part) => {
    const mine = items.filter((item) => part.claims(item));
    if (part.many) return mine;
    if (mine.length > 1)
      throw new Unmappable(refusal.repeated, `[${items.lastIndexOf(mine.at(-1))}]`);
    return mine[0];
  });
}

/** The place in the whole list: a part with many items counts only its own. */
function inList(
  error: unknown,
  part: Part<string> | undefined,
  taken: unknown,
  items: Items,
): unknown {
  if (!part?.many || !(error instanceof Unmappable)) {
    const place = taken === undefined ? part?.at : `[${items.indexOf(taken)}]`;
    return within(error, place ?? '', part?.fields[0]);
  }
  const [own = '', index = '0'] = /^\[(\d+)\]/.exec(error.expression) ?? [];
  const place = items.indexOf((taken as Items)[Number(index)]);
  const inner = new Unmappable(error.text, error.expression.slice(own.length), error.field);
  return within(inner, place < 0 ? part.at : `[${place}]`, part.fields[0]);
}
