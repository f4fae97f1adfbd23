import { isDeepStrictEqual } from 'node:util';
import type { Context } from './codec.ts';
import type { Loose, Port } from './field.ts';
import { attempt, ownOf, type Trace, type Traceable, type TracedCodec, unmapped } from './trace.ts';
import { type Unmappable, within } from './unmappable.ts';

interface Place {
  readonly row: string;
  readonly path: string;
}

interface Job {
  readonly fields: readonly string[];
  readonly isInside: boolean;
  readonly codec: TracedCodec;
  /** What the codec sees, and what of it is the fields' own. */
  readonly value: unknown;
  readonly own: unknown;
  readonly at: Place;
}

/** A value with its place in the record and in the resource, behind those of the row. */
interface Pair {
  readonly value: unknown;
  readonly item: unknown;
  readonly inRecord: string;
  readonly inResource: string;
}

/** What belongs together on both sides; undefined when it cannot be said item by item. */
function pairsOf(value: unknown, shown: unknown): Pair[] | undefined {
  if (Array.isArray(value)) {
    if (shown !== undefined && !(Array.isArray(shown) && shown.length === value.length))
      return undefined;
    return value.map((one, at) => {
      const item = (shown as unknown[] | undefined)?.[at];
      return { value: one, item, inRecord: `[${at}]`, inResource: `[${at}]` };
    });
  }
  if (!Array.isArray(shown)) return [{ value, item: shown, inRecord: '', inResource: '' }];
  const [item] = shown;
  return shown.length === 1 ? [{ value, item, inRecord: '', inResource: '[0]' }] : undefined;
}

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** Whether the rows by themselves make what the codec made: else they do not say it all. */
function isMadeBy(rows: readonly Traceable[], { value, item }: Pair, context: Context): boolean {
  if (item === undefined) return true;
  const into: Loose = {};
  const { fault } = attempt(() => {
    for (const row of rows) row.decode(value as Loose, into, context);
  });
  return fault === undefined && isDeepStrictEqual(into, item);
}

function deeper(
  { fields: [field = ''], isInside, at }: Job,
  { inRecord, inResource }: Pair,
): (trace: Trace) => Trace {
  const path = `${at.path}${inResource}`;
  const inField = (names: readonly string[]): readonly string[] =>
    isInside ? names.map((one) => `${field}${inRecord}.${one}`) : names;
  return ({ fields, from, row, path: inner, fault, ...rest }) => ({
    ...rest,
    fields: inField(fields),
    ...(from && { from: inField(from) }),
    row: `${at.row}.${row}`,
    ...(inner !== undefined && { path: `${path}.${inner}` }),
    ...(fault && { fault: within(fault, path, field) as Unmappable }),
  });
}

/** What stands in a nested object and no row maps. */
const left = (rows: readonly Traceable[], value: Loose): Trace[] => {
  const mapped = new Set(rows.flatMap(({ fields }) => fields));
  return Object.keys(value)
    .filter((key) => !mapped.has(key))
    .map((key) => ({ fields: [key], row: '', codec: unmapped, record: value[key] }));
};

function traceInside(job: Job, pair: Pair, context: Context): Trace[] {
  const { codec, isInside } = job;
  const rows = codec.inner ?? [];
  const value = pair.value as Loose;
  const traces = [
    ...rows.flatMap((row) => row.trace(value, context)),
    ...(isInside ? left(rows, value) : []),
  ];
  return traces.map(deeper(job, pair));
}

/** One value; that of a nested object row by row, where its rows say it all. */
function traceValue(job: Job, context: Context): readonly Trace[] {
  const { fields, codec, value, own, at } = job;
  const { shown, fault } = attempt(() => codec.decode(value, context));
  if (own === undefined && shown === undefined && !fault) return [];
  const whole: Trace = {
    ...{ fields, row: at.row, codec: codec.name },
    ...(own !== undefined && { record: own }),
    ...(shown !== undefined && { path: at.path, fhir: shown }),
    ...(fault && { fault: within(fault, at.path, fields[0]) as Unmappable }),
  };
  const pairs = codec.inner && pairsOf(value, shown);
  const isPlain =
    pairs?.length !== 0 &&
    pairs?.every((pair) => isObject(pair.value) && isMadeBy(codec.inner ?? [], pair, context));
  return pairs && isPlain ? pairs.flatMap((pair) => traceInside(job, pair, context)) : [whole];
}

/** One field, or several seen as one, at a place. */
export function tracePort(
  port: Port,
  codec: TracedCodec,
  at: Place,
): (record: Loose, context: Context) => readonly Trace[] {
  const { fields, isInside } = port;
  return (record, context) => {
    const value = port.read(record);
    if (value === undefined) return [];
    return traceValue({ fields, isInside, codec, value, own: ownOf(port, record), at }, context);
  };
}

/** Each of a list by itself; `place` gives the place of the nth that is shown. */
export function traceItems(
  { fields: [field = ''] }: Port,
  codec: TracedCodec,
  values: readonly unknown[],
  place: (nth: number) => Place,
  context: Context,
): readonly Trace[] {
  let nth = 0;
  if (values.length === 0)
    return [{ fields: [field], row: place(0).row, codec: codec.name, record: values }];
  return values.flatMap((value, index) => {
    const job = { codec, value, own: value, isInside: true, at: place(nth) };
    const traces = traceValue({ ...job, fields: [`${field}[${index}]`] }, context);
    if (traces.some(({ path }) => path !== undefined)) nth += 1;
    return traces;
  });
}
