/** The newest of each kind, in one statement. */
import { type About, scopeOf } from '../access/scope.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import type { Room } from '../resources/define.ts';
import { candidateOf } from '../store/candidate.ts';
import { type Context, noChoices } from '../store/context.ts';
import { criterionPredicate } from '../store/criterion.ts';
import { type Bind, binder } from '../store/predicate.ts';
import { columnOf } from '../store/shape.ts';
import type { Desk } from './exchange.ts';
import { reachOf } from './finding.ts';

export interface Newest {
  readonly room: Room;
  readonly about: About;
  readonly criteria: readonly Criterion[];
  /** Of each kind; more where several are of the same time. */
  readonly max: number;
  /** Of the whole answer, one more than may be shown. */
  readonly limit: number;
}

export interface Last {
  readonly id: string;
  readonly content: string;
  readonly patient: string | null;
}

/** What narrows the walk: rows that a reference leads to. */
function narrowed(context: Context, criterion: Criterion, bind: Bind): string[] {
  if (criterion.kind !== 'reference') return [];
  const candidate = candidateOf(context, criterion);
  return candidate ? [`r.id = any(array(${candidate.ids(bind)}))`] : [];
}

/** `system|code`, or what stands without either: kinds are told apart by these. */
const kindOf = (row: string): string => {
  const codes = `array(select one from unnest(${row}.${columnOf('code')}) one where one like '%|_%')`;
  return `case when ${codes} = '{}' then array['text:' || coalesce(${row}.content::jsonb #>> '{code,text}', '')] else ${codes} end`;
};

/**
 * Observations whose codes have a coding in common are of one kind, also by way of a third: kinds are the connected sets of codings.
 * Dated rows come first, the newest before the others.
 */
const body = (found: string, max: string, limit: string): string => `
with recursive found as materialized (${found}),
kind as (select distinct codes from found),
near as (select codes, codes as other from kind union
  select near.codes, kind.codes from near join kind on near.other && kind.codes),
named as (select codes, min(other) as name from near group by codes),
ranked as (select found.*, named.name,
  rank() over (partition by named.name order by found.taken desc nulls last) as place from found join named using (codes))
select id, content, patient from ranked where place <= ${max} order by name, taken desc nulls last, id limit ${limit}`;

export function newestSql(desk: Desk, { room, about, criteria, max, limit }: Newest) {
  const { bind, values } = binder();
  const { ports, grant } = desk.call;
  const stored = ports.room(room.type);
  const context: Context = {
    ...{ room: stored, reach: reachOf(desk, about), now: ports.now() },
    ...{ choices: noChoices(), depth: 0 },
  };
  const tests = [
    scopeOf(room, grant, about)('r', bind),
    ...criteria.flatMap((one) => narrowed(context, one, bind)),
    ...criteria.map((one) => criterionPredicate(context, one)('r', bind)),
  ];
  const found = `select r.id, r.content, r.patient, r.${columnOf('date')}_to as taken, ${kindOf('r')} as codes
    from ${stored.table} r where ${tests.join(' and ')}`;
  return { text: body(found, bind(max), bind(limit)), values };
}
