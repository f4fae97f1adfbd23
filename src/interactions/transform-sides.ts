/** Both sides of one mapping, and how each value came to be: step by step, for others are served between. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Resource } from '@medplum/fhirtypes';
import type { Text } from '../fhir/outcome.ts';
import { type Difference, differences } from '../mapping/difference.ts';
import { unkept } from '../mapping/fit.ts';
import { Unmappable } from '../mapping/mapping.ts';
import type { Trace } from '../mapping/trace.ts';
import type { RoomMapping } from '../resources/room-mapping.ts';
import type { Ids } from './transform-ids.ts';

export interface Sides {
  readonly mapping: RoomMapping;
  readonly record: Readonly<Record<string, unknown>>;
  readonly resource: Resource;
  readonly traces: readonly Trace[];
  /** Whether what was sent comes back: as it was, or for a resource with all that it said. */
  readonly holds: boolean;
  readonly differences: readonly Difference[];
  /** Elements that Cura is never told, with the reason: of a record those that the store may add, of a resource those that it has. */
  readonly ours: readonly (readonly [element: string, reason: Text])[];
  /** Elements of a record to which the store adds what others say. */
  readonly completed: readonly (readonly [element: string, reason: Text])[];
}

/** Everything that does not fit, in place of both sides. */
export interface Misfit {
  readonly misfits: readonly Unmappable[];
}

const inType = ({ text, expression, field }: Unmappable, type: string): Unmappable =>
  new Unmappable(text, expression === '' ? type : `${type}.${expression}`, field);

function attempted<T>(run: () => T, misfits: (thrown: Unmappable) => readonly Unmappable[]) {
  try {
    return { made: run() };
  } catch (error) {
    if (!(error instanceof Unmappable)) throw error;
    const found = misfits(error);
    return { misfits: found.length > 0 ? found : [error] };
  }
}

const own: readonly string[] = ['resourceType', 'id', 'meta'];

/** What the store may add to what a record says. */
const addedTo = ({ ours }: RoomMapping): [string, Text][] =>
  Object.entries(ours).filter(([name]) => !own.includes(name));

/** A record and the resource that it becomes. */
export async function sidesOfRecord(mapping: RoomMapping, record: object, { context }: Ids) {
  const sent = record as Sides['record'];
  const { made, misfits } = attempted(
    () => {
      const resource = mapping.toFhir(sent as never, context);
      return { resource, back: mapping.toRecord(resource as never, sent as never, context) };
    },
    () =>
      mapping
        .trace(sent as never, context)
        .flatMap(({ fault }) => (fault ? [inType(fault, mapping.type)] : [])),
  );
  if (!made) return { misfits };
  await nextTurn();
  const found = differences(sent, made.back);
  const traces = mapping.trace(sent as never, context);
  return {
    ...{ mapping, record: sent, resource: made.resource, traces },
    ...{ holds: found.length === 0, differences: found },
    ...{ ours: addedTo(mapping), completed: Object.entries(mapping.completed) },
  };
}

type Loose = Readonly<Record<string, unknown>>;

const hasRow = ({ rows }: RoomMapping, element: string): boolean =>
  rows.some(({ path }) => path === element);

const isOurs = (item: unknown, ours: RoomMapping['ours']): boolean =>
  Object.hasOwn(ours, `extension('${(item as { url?: string } | null)?.url}')`);

/** Of `meta` the labels alone can be Cura's. */
const metaOf = (meta: unknown) => {
  const { security } = (meta ?? {}) as Loose;
  return security === undefined ? undefined : { security };
};

/** What of a resource Cura can be told. */
function told(mapping: RoomMapping, resource: Loose): Loose {
  const { extension, meta, ...rest } = resource;
  const kept = Object.entries(rest).filter(([name]) => !Object.hasOwn(mapping.ours, name));
  const labels = hasRow(mapping, 'meta') ? metaOf(meta) : undefined;
  const left = Array.isArray(extension)
    ? extension.filter((item) => !isOurs(item, mapping.ours))
    : [];
  return {
    ...Object.fromEntries(kept),
    ...(left.length > 0 && { extension: left }),
    ...(labels && { meta: labels }),
  };
}

const notToldOf = (mapping: RoomMapping, resource: Loose): [string, Text][] => {
  const urls = (Array.isArray(resource.extension) ? resource.extension : []).map(
    (item: { url?: string } | null) => `extension('${item?.url}')`,
  );
  const names = [...Object.keys(resource), ...urls];
  return Object.entries(mapping.ours).filter(
    ([name]) => names.includes(name) && name !== 'resourceType' && name !== 'id',
  );
};

/** What Cura would hold has an id by then. */
const withId = (record: Sides['record'], resource: Resource): Sides['record'] =>
  record.id === undefined ? { ...record, id: `fhir.${resource.id ?? 'new'}` } : record;

/** A resource, laid upon a record where there is one, and what Cura is sent. */
export async function sidesOfResource(
  mapping: RoomMapping,
  { resource, base }: { readonly resource: Resource; readonly base?: object | undefined },
  { context }: Ids,
) {
  if (base)
    attempted(
      () => mapping.toFhir(base as never, context),
      () => [],
    );
  const { made, misfits } = attempted(
    () => mapping.toRecord(resource as never, base as never, context) as Sides['record'],
    () => mapping.misfits(resource as never, base as never, context),
  );
  if (!made) return { misfits };
  await nextTurn();
  const held = withId(made, resource);
  const again = told(mapping, mapping.toFhir(held as never, context) as unknown as Loose);
  const sent = told(mapping, resource as unknown as Loose);
  await nextTurn();
  const traces = mapping.trace(held as never, context);
  return {
    ...{ mapping, record: made, resource },
    traces: base ? traces : traces.filter(({ row }) => row !== 'id'),
    holds: unkept(again, sent) === undefined,
    differences: differences(sent, again),
    ...{ ours: notToldOf(mapping, resource as unknown as Loose), completed: [] },
  };
}
