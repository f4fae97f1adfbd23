import type { Codec, Context } from './codec.ts';
import type { Loose, Port } from './field.ts';
import { put } from './field.ts';
import { unkept } from './fit.ts';
import type { Form } from './form.ts';
import { formOf } from './form.ts';
import { inElement, misfitsOf, thrownBy } from './misfit.ts';
import { type Misfits, type Tracer, traceGroup, traceMade } from './trace.ts';
import { tracePort } from './trace-value.ts';
import { refusal, Unmappable } from './unmappable.ts';

/** One row for people: which Cura field stands at which path, by which codec. `field` is absent for what is derived. */
export interface RowDescription {
  readonly field?: string;
  readonly path: string;
  readonly codec: string;
  /** What the codec does, where FML can say it. */
  readonly form?: Form;
}

/** A row, compiled. `K` names the record's fields that it writes, so that the compiler can find a forgotten one. */
export interface Row<K extends string> {
  readonly fields: readonly K[];
  readonly elements: readonly string[];
  /** Where its errors lie below the object; empty when they name the element themselves. */
  readonly path: string;
  readonly exact: boolean;
  /** As `Claim.keeps`, for a row that is not exact. */
  readonly keeps?: (resource: Loose, record: Loose, context: Context) => boolean;
  readonly described: readonly RowDescription[];
  readonly decode: (record: Loose, into: Loose, context: Context) => void;
  readonly encode: (resource: Loose, into: Loose, context: Context, base?: Loose) => void;
  /** What it makes, value by value. */
  readonly trace: Tracer;
  readonly misfits: Misfits;
}

type AnyCodec = Codec<unknown, unknown> & {
  readonly described?: readonly RowDescription[];
  readonly inner?: readonly Row<string>[];
};

/** Rows of a nested codec stand below its own path. */
export function describe(port: Port, path: string, codec: AnyCodec): readonly RowDescription[] {
  const form = formOf(codec);
  const said = form && port.isInside ? { form } : {};
  const own = port.fields.map((field) => ({ field, path, codec: codec.name, ...said }));
  return codec.described === undefined ? own : nested(port, path, codec.described);
}

function nested(port: Port, path: string, rows: readonly RowDescription[]): RowDescription[] {
  const [only = '', ...others] = port.fields;
  // A shape that is handed fields of the record itself, not what stands inside of one, names them as they are.
  const isInside = (field: string): boolean => others.length === 0 && field !== only;
  return rows.map((row) => ({
    ...row,
    path: `${path}.${row.path}`,
    ...(row.field !== undefined && {
      field: isInside(row.field) ? `${only}.${row.field}` : row.field,
    }),
  }));
}

/** What stands in the record when FHIR shows nothing: what FHIR cannot show stays, what must be there is asked for. */
export function whenAbsent(port: Port, codec: AnyCodec, context: Context, base?: Loose): unknown {
  const held = base === undefined ? undefined : port.read(base);
  if (held !== undefined && codec.decode(held, context) === undefined) return held;
  if (port.required) throw new Unmappable(refusal.missing);
  return undefined;
}

export function plainRow(port: Port, element: string, codec: AnyCodec): Row<string> {
  const encode: Row<string>['encode'] = (resource, into, context, base) => {
    const shown = resource[element];
    if (shown === undefined) port.write(into, whenAbsent(port, codec, context, base));
    else port.write(into, codec.encode(shown, context, base && port.read(base)));
  };
  return {
    fields: port.fields,
    elements: [element],
    path: element,
    exact: codec.exact === true,
    described: describe(port, element, codec),
    decode: (record, into, context) => {
      const value = port.read(record);
      if (value === undefined) return;
      const shown = codec.decode(value, context);
      if (shown !== undefined) into[element] = shown;
    },
    encode,
    ...seen(port, element, codec, encode),
  };
}

/** How one field and one element are looked at. */
function seen(
  port: Port,
  element: string,
  codec: AnyCodec,
  encode: Row<string>['encode'],
): Pick<Row<string>, 'trace' | 'misfits'> {
  return {
    trace: tracePort(port, codec, { row: element, path: element }),
    misfits: (resource, context, base) => {
      const run = () => encode(resource, {}, context, base);
      const found = misfitsOf(codec, resource[element], context, run);
      return inElement(found, element, port.fields[0]);
    },
  };
}

/** An element made from the record alone. What a client sends there must be the same: the mapping compares. */
export function derivedRow(
  element: string,
  make: (record: Loose, context: Context) => unknown,
): Row<never> {
  return {
    fields: [],
    elements: [element],
    path: element,
    exact: false,
    described: [{ path: element, codec: 'derived' }],
    keeps: (resource, record, context) => {
      const given = resource[element];
      return given === undefined || unkept(make(record, context), given) === undefined;
    },
    decode: (record, into, context) => put(into, element, make(record, context)),
    encode: () => undefined,
    trace: traceMade(element, 'derived', make),
    misfits: () => [],
  };
}

/** An element that is always the same. */
export function fixedRow(element: string, value: unknown): Row<never> {
  const encode: Row<never>['encode'] = (resource) => {
    const inner = unkept(value, resource[element]);
    if (inner !== undefined) throw new Unmappable(refusal.notKept, inner);
  };
  return {
    fields: [],
    elements: [element],
    path: element,
    exact: true,
    described: [{ path: element, codec: 'fixed' }],
    decode: (_record, into) => put(into, element, value),
    encode,
    trace: traceMade(element, 'fixed', () => value),
    misfits: (resource, context) => {
      const found = thrownBy(() => encode(resource, {}, context));
      return found ? inElement([found], element) : [];
    },
  };
}

/** Rows whose fields and elements do not pair one to one. Sees the whole of both sides; its errors name the whole path. */
export interface GroupCodec {
  readonly name: string;
  readonly decode: (record: Loose, context: Context) => Loose;
  readonly encode: (resource: Loose, context: Context, base?: Loose) => Loose;
}

export function groupRow(port: Port, elements: readonly string[], codec: GroupCodec): Row<string> {
  return {
    fields: port.fields,
    elements,
    path: '',
    exact: false,
    described: port.fields.map((field) => ({
      field,
      path: elements.join(', '),
      codec: codec.name,
    })),
    decode: (record, into, context) => {
      const shown = codec.decode(record, context);
      for (const element of elements) put(into, element, shown[element]);
    },
    encode: (resource, into, context, base) =>
      port.write(into, codec.encode(resource, context, base)),
    trace: traceGroup(port, elements, codec),
    misfits: (resource, context, base) => {
      const found = thrownBy(() => codec.encode(resource, context, base));
      return found ? inElement([found], '', port.fields[0]) : [];
    },
  };
}
