/** What the store is asked for a search, as far as the caller may see. */
import { type About, scopeOf } from '../access/scope.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import type { SearchQuery } from '../fhir/search-query.ts';
import type { Room } from '../resources/define.ts';
import { type Context, noChoices, type Reach } from '../store/context.ts';
import { criterionPredicate } from '../store/criterion.ts';
import { anyOf, type Predicate } from '../store/predicate.ts';
import { type SearchCall, type SearchResult, search } from '../store/search.ts';
import type { Walking } from './cursor.ts';
import type { Desk } from './exchange.ts';
import { inTransaction } from './write-desk.ts';

export interface Finding {
  readonly room: Room;
  readonly query: SearchQuery;
  readonly about: About;
  /** Most matches of the page. */
  readonly count: number;
  readonly walking?: Walking | undefined;
  readonly total: boolean;
  /** Any one of these must hold as well. */
  readonly any?: readonly Criterion[] | undefined;
  /** The citizen whose compartment's version is asked for too. */
  readonly versionOf?: string | undefined;
}

const roomsBy = new WeakMap<readonly Room[], ReadonlyMap<string, Room>>();

const byType = (rooms: readonly Room[]): ReadonlyMap<string, Room> => {
  const known = roomsBy.get(rooms) ?? new Map(rooms.map((room) => [room.type, room]));
  roomsBy.set(rooms, known);
  return known;
};

/** Other rooms, each only as far as the caller sees it in the capacity of the request. */
export function reachOf({ call, rooms }: Desk, about: About): Reach {
  const served = byType(rooms);
  return {
    room: (type) => (served.has(type) ? call.ports.room(type) : undefined),
    scope: (type) => {
      const room = served.get(type);
      return room && scopeOf(room, call.grant, about);
    },
  };
}

function alternatives(context: Context, any: readonly Criterion[]): Predicate {
  const tests = any.map((criterion) => criterionPredicate(context, criterion));
  return (row, bind) => anyOf(tests.map((test) => test(row, bind)));
}

/** The scope lets no more than one citizen's rows through. */
const isOneCitizens = ({ room: { access }, about }: Finding, { call: { grant } }: Desk): boolean =>
  grant.caller.kind === 'person' &&
  about !== 'any' &&
  access.kind === 'compartment' &&
  !access.shared;

/** Answered by several statements, which must see one moment. */
const isLong = ({ includes }: SearchQuery): boolean =>
  includes.length > 4 || includes.some(({ iterate }) => iterate);

function callOf(desk: Desk, finding: Finding): SearchCall {
  const { room, query, about, any, walking, versionOf } = finding;
  const { ports, grant } = desk.call;
  const [stored, reach, now] = [ports.room(room.type), reachOf(desk, about), grant.at];
  const own = scopeOf(room, grant, about);
  const context = { room: stored, reach, now, choices: noChoices(), depth: 0 };
  const within = any && alternatives(context, any);
  return {
    ...{ room: stored, reach, now, total: finding.total },
    query: { ...query, count: finding.count },
    scope: within ? (row, bind) => `${own(row, bind)} and ${within(row, bind)}` : own,
    ...(walking && { [walking.direction === 'next' ? 'after' : 'before']: walking.mark }),
    ...(isOneCitizens(finding, desk) && { narrow: true }),
    ...(versionOf !== undefined && { versionOf }),
  };
}

/** One page of the matches that the caller may see. */
export function find(desk: Desk, finding: Finding): Promise<SearchResult> {
  const call = callOf(desk, finding);
  if (!isLong(finding.query)) return search(desk.call.ports.db, call);
  return inTransaction(desk, (bound) => search(bound.call.ports.db, call), {
    isolation: 'repeatable read',
  });
}
