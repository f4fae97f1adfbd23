import type { Codec, Context } from './codec.ts';
import type { Loose, Port } from './field.ts';
import { Unmappable, within } from './unmappable.ts';

/** One value on both sides and the row that makes it. A second way over the rows: mapping itself never comes here. */
export interface Trace {
  /** From the top of the record, `gange[0].fra`; empty for what is made of other fields, or is always the same. */
  readonly fields: readonly string[];
  /** The fields that something derived was made from. */
  readonly from?: readonly string[];
  /** The element as the row names it: `participant.where(actor.resolve() is Patient)`. */
  readonly row: string;
  /** Where it stands in this resource, `participant[1]`; absent when nothing is shown. */
  readonly path?: string;
  readonly codec: string;
  readonly record?: unknown;
  readonly fhir?: unknown;
  /** Why it does not fit. */
  readonly fault?: Unmappable;
}

/** The codec of a trace of what stands inside a field that has rows, and that none of them maps. */
export const unmapped = 'unmapped';

export type Tracer = (record: Loose, context: Context) => readonly Trace[];

/** Everything of a resource that a row cannot keep, where `encode` stops at the first. Empty when it can. */
export type Misfits = (resource: Loose, context: Context, base?: Loose) => readonly Unmappable[];

/** A row as it is looked into. */
export interface Traceable {
  readonly elements: readonly string[];
  readonly misfits: Misfits;
  readonly fields: readonly string[];
  readonly decode: (record: Loose, into: Loose, context: Context) => void;
  readonly trace: Tracer;
}

/** A codec; `inner` are the rows of a nested object. */
export type TracedCodec = Codec<unknown, unknown> & { readonly inner?: readonly Traceable[] };

interface Made {
  readonly shown?: unknown;
  readonly fault?: Unmappable;
}

/** What comes of it, or why nothing does. */
export function attempt(make: () => unknown): Made {
  try {
    return { shown: make() };
  } catch (error) {
    if (error instanceof Unmappable) return { fault: error };
    throw error;
  }
}

/** What the fields of a row hold, as one value. */
export function ownOf({ fields, isInside }: Port, record: Loose): unknown {
  const held = fields.filter((field) => record[field] !== undefined);
  if (held.length === 0) return undefined;
  return isInside || fields.length === 1
    ? record[held[0] ?? '']
    : Object.fromEntries(held.map((f) => [f, record[f]]));
}

/** A record that notes which of its fields are looked at. */
function watched(record: Loose): { readonly record: Loose; readonly seen: ReadonlySet<string> } {
  const seen = new Set<string>();
  const get = (target: Loose, key: string | symbol) => {
    if (typeof key === 'string' && target[key] !== undefined) seen.add(key);
    return target[key as string];
  };
  return { record: new Proxy(record, { get }), seen };
}

/** What is made without a field of its own. */
export const traceMade =
  (element: string, codec: string, make: (record: Loose, context: Context) => unknown): Tracer =>
  (given, context) => {
    const { record, seen } = watched(given);
    const { shown, fault } = attempt(() => make(record, context));
    const from = seen.size > 0 ? { from: [...seen] } : {};
    const told = { fields: [], ...from, row: element, codec };
    if (fault) return [{ ...told, fault: within(fault, element) as Unmappable }];
    return shown === undefined ? [] : [{ ...told, path: element, fhir: shown }];
  };

interface TracedGroup {
  readonly name: string;
  readonly decode: (record: Loose, context: Context) => Loose;
}

/** Fields and elements that do not pair one to one: each element that is shown, with all of the fields. */
export const traceGroup =
  (port: Port, elements: readonly string[], { name, decode }: TracedGroup): Tracer =>
  (record, context) => {
    const own = ownOf(port, record);
    const { shown = {}, fault } = attempt(() => decode(record, context));
    const made = shown as Loose;
    const held = own === undefined ? {} : { record: own };
    const traces = elements
      .filter((element) => made[element] !== undefined)
      .map((element) => ({
        ...{ fields: port.fields, row: element, path: element, codec: name },
        ...{ ...held, fhir: made[element] },
      }));
    const isHidden = traces.length === 0 && (own !== undefined || fault);
    const row = elements.join(', ');
    return isHidden
      ? [{ fields: port.fields, row, codec: name, ...held, ...(fault && { fault }) }]
      : traces;
  };
