/** All of a compartment in one statement: one arm for each type, by the index of its patients. */
import { type About, scopeOf } from '../access/scope.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import type { Room } from '../resources/define.ts';
import { candidateOf } from '../store/candidate.ts';
import { compartmentState } from '../store/compartment.ts';
import { type Context, noChoices, type Reach } from '../store/context.ts';
import { criterionPredicate } from '../store/criterion.ts';
import { endingsOf } from '../store/ends.ts';
import { askNarrowly } from '../store/narrow.ts';
import { type Bind, binder } from '../store/predicate.ts';
import { columnOf } from '../store/shape.ts';
import { withinOf } from './compartment.ts';
import type { Walking } from './cursor.ts';
import { mostAtOnce, type Wanted } from './everything-asked.ts';
import type { Desk } from './exchange.ts';

/** Whose compartment is read, and as whom. */
export interface Compartment {
  readonly room: Room;
  readonly id: string;
  readonly about: About;
  /** In the order of the answer. */
  readonly members: readonly Room[];
}

export interface Page {
  readonly wanted: Wanted;
  readonly walking?: Walking | undefined;
  /** Put in order by the database, to cut it where a page ends. */
  readonly ordered?: true;
}

/** One resource of the answer. */
export interface Piece {
  readonly type: string;
  readonly id: string;
  readonly content: string;
}

interface Row {
  /** The place of the type among the members; before them stands the compartment itself. */
  readonly place: number;
  readonly id: string;
  readonly content: string | null;
}

/** `version` is that of the compartment at that moment; undefined when the caller does not see whose it is. */
export interface Read {
  readonly version?: string | undefined;
  readonly pieces: readonly Piece[];
  readonly more: boolean;
}

const nowhere: Reach = { room: () => undefined, scope: () => undefined };

/** Where a room without an order of its own has the date of what it tells. */
const careDates: readonly string[] = [
  ...['date', 'period', 'occurrence', 'onset-date', 'authored-on', 'authoredon', 'authored'],
  ...['effective-time', 'performed', 'sent', 'created', 'issued', 'recorded', 'recorded-date'],
];

/** The search parameter that says when something took place; a person has none. */
const careDateOf = ({ order, search, type }: Room): string | undefined =>
  type === 'Patient'
    ? undefined
    : (order ?? careDates.find((name) => search[name]?.type === 'date'));

function dated(context: Context, room: Room, { start, end }: Wanted, bind: Bind): string[] {
  const name = careDateOf(room);
  if (name === undefined) return [];
  const ends = [
    start && ({ prefix: 'ge', ...start } as const),
    end && ({ prefix: 'le', ...end } as const),
  ];
  return ends.flatMap((value) => {
    if (!value) return [];
    const holds = criterionPredicate(context, { kind: 'date', name, values: [value] });
    return [`(r.${columnOf(name)}_from is null or ${holds('r', bind)})`];
  });
}

const found = (context: Context, any: readonly Criterion[], bind: Bind): string =>
  any.map((one) => candidateOf(context, one)?.ids(bind) ?? 'select null').join(' union ');

const lying = (context: Context, { room, id }: Compartment, member: Room, bind: Bind): string =>
  member.patient
    ? `r.patient = ${bind(id)}`
    : `r.id = any(array(${found(context, withinOf(room, member, id).any ?? [], bind)}))`;

/** Only what lies behind the mark, or before it. */
function walked(
  { members }: Compartment,
  place: number,
  walking: Walking | undefined,
  bind: Bind,
): string | undefined {
  if (!walking) return 'true';
  const { mark, direction } = walking;
  const at = members.findIndex(({ type }) => type === mark.type);
  if (place === at) return `r.id ${direction === 'next' ? '>' : '<'} ${bind(mark.id)}`;
  return place > at === (direction === 'next') ? 'true' : undefined;
}

/** All at once is put in order here, which is cheaper than to sort whole resources there. */
const isWhole = ({ wanted, walking }: Page): boolean => !walking && wanted.count === mostAtOnce;

const orderBy = (page: Page, columns: readonly string[], first = ''): string => {
  if (isWhole(page) && !page.ordered) return '';
  const way = page.walking?.direction === 'previous' ? ' desc' : '';
  return ` order by ${first}${columns.map((column) => `${column}${way}`).join(', ')}`;
};

function arm(desk: Desk, at: Compartment, page: Page, place: number, bind: Bind): string[] {
  const member = at.members[place] as Room;
  const behind = walked(at, place, page.walking, bind);
  const { ports, grant } = desk.call;
  if (behind === undefined) return [];
  const room = ports.room(member.type);
  const context = { room, reach: nowhere, now: ports.now(), choices: noChoices(), depth: 0 };
  const { wanted } = page;
  const tests = [
    ...[lying(context, at, member, bind), scopeOf(member, grant, at.about)('r', bind)],
    ...[behind, ...dated(context, member, wanted, bind)],
    ...(wanted.since
      ? [`r.last_updated >= to_timestamp(${bind(wanted.since.from)}::float8 / 1000.0)`]
      : []),
  ];
  return [
    `(select ${place} as place, r.id, r.content from ${room.table} r
      where ${tests.join(' and ')}${orderBy(page, ['r.id'])} limit ${bind(wanted.count + 1)})`,
  ];
}

function itself({ call }: Desk, at: Compartment, bind: Bind): string {
  const { room, id, about, members } = at;
  const stored = members.map(({ type }) => call.ports.room(type));
  const state = compartmentState(bind(id), endingsOf(stored, call.grant.at, bind));
  const scope = scopeOf(room, call.grant, about)('r', bind);
  return `select -1 as place, ${state} as id, null as content
    from ${call.ports.room(room.type).table} r where r.id = ${bind(id)} and ${scope}`;
}

function statementOf(desk: Desk, at: Compartment, page: Page) {
  const { bind, values } = binder();
  const first = itself(desk, at, bind);
  const arms = at.members.flatMap((_, place) => arm(desk, at, page, place, bind));
  const limit = bind(page.wanted.count + 2);
  const order = orderBy(page, ['place', 'id'], 'place = -1 desc, ');
  return {
    text: `select * from (${[first, ...arms].join('\nunion all\n')}) all_of${order} limit ${limit}`,
    values,
  };
}

const inOrder = (one: Row, other: Row): number =>
  one.place - other.place || (one.id < other.id ? -1 : 1);

/** One page of a compartment, in the order of the members and their ids. */
export async function readCompartment(desk: Desk, at: Compartment, page: Page): Promise<Read> {
  const { text, values } = statementOf(desk, at, page);
  const { rows } = await askNarrowly<Row>(desk.call.ports.db, text, values);
  const { count } = page.wanted;
  const head = rows.find(({ place }) => place === -1);
  const more = rows.length - 1 > count;
  if (more && isWhole(page) && !page.ordered)
    return readCompartment(desk, at, { ...page, ordered: true });
  if (!head) return { pieces: [], more: false };
  const found = rows.filter((row) => row !== head);
  const kept = (more ? found.slice(0, count) : found).sort(inOrder);
  const pieces = kept.map(({ place, id, content }) => ({
    ...{ type: at.members[place]?.type ?? '', id, content: content ?? '' },
  }));
  return { version: head.id, pieces, more };
}
