/** What of a Subscription's resources its owner sees now, and by its filters waits for. */
import { type About, scopeOf } from '../access/scope.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import type { Room } from '../resources/define.ts';
import type { Event, Run } from '../resources/subscription/run.ts';
import { noChoices, type Reach } from '../store/context.ts';
import { criterionPredicate } from '../store/criterion.ts';
import { askNarrowly } from '../store/narrow.ts';
import { binder, type Predicate, textList } from '../store/predicate.ts';
import { askedOf } from './asked.ts';
import type { Desk } from './exchange.ts';
import type { Row } from './row.ts';

const nowhere: Reach = { room: () => undefined, scope: () => undefined };

/** The queries of the filters as criteria: all must hold. 400 for what is no search any more. */
export const criteriaOf = (desk: Desk, room: Room, { query }: Pick<Run, 'query'>): Criterion[] =>
  query
    .split('\n')
    .filter(Boolean)
    .flatMap((one) => {
      const page = { address: '', entries: [...new URLSearchParams(one)], inUrl: false };
      return askedOf(desk, room, page, false).query.criteria;
    });

function filterOf(desk: Desk, room: Room, run: Pick<Run, 'query'>): Predicate {
  const { ports } = desk.call;
  const context = {
    ...{ room: ports.room(room.type), reach: nowhere, now: ports.now() },
    ...{ choices: noChoices(), depth: 0 },
  };
  const tests = criteriaOf(desk, room, run).map((one) => criterionPredicate(context, one));
  return (row, bind) => ['true', ...tests.map((test) => test(row, bind))].join(' and ');
}

const aboutOf = ({ citizen }: Pick<Run, 'citizen'>): About =>
  citizen === '' ? 'any' : { named: citizen };

type Watched = Pick<Run, 'type' | 'citizen' | 'query'>;

/** Those of some resources that the owner sees now, with the bytes that the owner is shown. */
export async function seenNow(
  desk: Desk,
  run: Watched,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  const room = desk.rooms.find(({ type }) => type === run.type);
  if (!room || ids.length === 0) return new Map();
  const { ports, grant } = desk.call;
  const { bind, values } = binder();
  const wanted = textList([...new Set(ids)], bind);
  const scope = scopeOf(room, grant, aboutOf(run))('r', bind);
  const filter = filterOf(desk, room, run)('r', bind);
  const { rows } = await askNarrowly<Row>(
    ports.db,
    `select r.id, r.version, r.last_updated as "lastUpdated", r.patient, r.content from ${ports.room(room.type).table} r
     where r.id = any(${wanted}) and ${scope} and ${filter}`,
    values,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A resource that was taken away, and its last version. */
export type Gone = { readonly id: string; readonly version: number };

/**
 * Those taken away that the owner would see if they stood. Of each it is only known whose it was and in which views: whatever hangs on
 * more than that is not told.
 */
export async function goneNow(
  { call, rooms }: Desk,
  run: Watched,
  gone: readonly Gone[],
): Promise<ReadonlySet<string>> {
  const room = rooms.find(({ type }) => type === run.type);
  const isNarrowed = call.grant.caller.scopes.some(({ query }) => query.length > 0);
  if (!room || gone.length === 0 || isNarrowed) return new Set();
  const { table } = call.ports.room(room.type);
  const { bind, values } = binder();
  const wanted = `unnest(${textList(
    gone.map(({ id }) => id),
    bind,
  )}, ${bind(gone.map(({ version }) => version))}::int[])`;
  const scope = scopeOf(room, call.grant, aboutOf(run))('r', bind);
  const { rows } = await askNarrowly<Gone>(
    call.ports.db,
    `select h.id from ${wanted} w (id, version)
     join ${table}_history h on h.id = w.id and h.version = w.version + 1 and h.content is null
     cross join lateral jsonb_populate_record(null::${table},
       jsonb_build_object('id', h.id, 'view', h.view, 'patient', h.patient)) r
     where ${scope}`,
    values,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Events as the owner may be told of them now; all others are left out. */
export async function toldNow(
  desk: Desk,
  run: Watched,
  events: readonly Event[],
): Promise<{ readonly event: Event; readonly row: Row | undefined }[]> {
  const [gone, standing] = [true, false].map((is) =>
    events.filter(({ removed }) => removed === is),
  );
  const [seen, away] = await Promise.all([
    seenNow(
      desk,
      run,
      (standing ?? []).map(({ resource }) => resource),
    ),
    goneNow(
      desk,
      run,
      (gone ?? []).map(({ resource: id, version }) => ({ id, version })),
    ),
  ]);
  return events
    .map((event) => ({ event, row: seen.get(event.resource) }))
    .filter(({ event, row }) => (event.removed ? away.has(event.resource) : row !== undefined));
}
