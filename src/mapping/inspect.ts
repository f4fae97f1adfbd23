import type { Context } from './codec.ts';
import type { Loose } from './field.ts';
import { once, strangers, thrownBy } from './misfit.ts';
import { compare, encoder, fhirIdOf, identify, type Plan, toldTo } from './plan.ts';
import type { Row } from './row.ts';
import type { Trace } from './trace.ts';
import { type Unmappable, within } from './unmappable.ts';

/** The two ways to look into a mapping; the way through it is not slowed by them. */
interface Inspected<R, F> {
  readonly trace: (record: R, context: Context) => readonly Trace[];
  readonly misfits: (resource: F, base: R | undefined, context: Context) => readonly Unmappable[];
}

const idOf = (plan: Plan, record: Loose, context: Context): Trace => {
  const { externalId } = plan;
  const fhir = fhirIdOf(plan, record, context);
  const isOwn = externalId !== undefined && record[externalId] === fhir;
  const field = isOwn ? externalId : 'id';
  const held = record[field] === undefined ? {} : { record: record[field] };
  return { fields: [field], row: 'id', path: 'id', codec: 'id', ...held, fhir };
};

/** Only of the resource as a whole: what its rows do not say by themselves. */
function ofRows(plan: Plan, resource: Loose, base: Loose | undefined, context: Context) {
  const ours = { elements: Object.keys(plan.ours) } as unknown as Row<string>;
  const id = thrownBy(() => identify(plan, resource.id, base, {}, context));
  return [
    ...strangers(resource, [...plan.rows, ours]),
    ...(id ? [id] : []),
    ...plan.rows.flatMap((row) => row.misfits(resource, context, base)),
  ];
}

/** What fits each row may yet not come back as it was. */
function unkeptBy(plan: Plan, resource: Loose, base: Loose | undefined, context: Context) {
  const into: Loose = { ...base };
  for (const row of plan.rows) row.encode(resource, into, context, base);
  identify(plan, resource.id, base, into, context);
  return plan.rows
    .filter((row) => !row.exact)
    .flatMap((row) => thrownBy(() => compare(row, into, resource, context)) ?? []);
}

/** A second way over the rows of a mapping, that stops nowhere. */
export function inspect<R, F>(plan: Plan): Inspected<R, F> {
  const told = toldTo(plan);
  const encode = encoder(plan);
  const trace = (record: Loose, context: Context): Trace[] => [
    idOf(plan, record, context),
    ...plan.rows.flatMap((row) => row.trace(record, context)),
  ];
  const misfits = (given: Loose, base: Loose | undefined, context: Context): Unmappable[] => {
    const first = thrownBy(() => encode(given, base, context));
    if (!first) return [];
    const resource = told(given);
    const some = ofRows(plan, resource, base, context);
    const all = some.length > 0 ? some : unkeptBy(plan, resource, base, context);
    return once([...all, first]).map((one) => within(one, plan.type) as Unmappable);
  };
  return { trace, misfits } as unknown as Inspected<R, F>;
}
