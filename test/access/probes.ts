import type { Room } from '../../src/resources/define.ts';
import { type About, mayName, type Seer, sees } from './oracle.ts';
import { type IndexRow, spanOf, valuesOf, type World } from './world.ts';

/** One search and the ids that its answer must hold; `refused` where it must be 403. */
export interface Probe {
  readonly query: string;
  readonly type: string;
  readonly matches: ReadonlySet<string> | 'refused';
  /** `Type/id` of what is included, when the query asks for it. */
  readonly includes?: ReadonlySet<string>;
}

/** Rooms that say whom one may act for: without a citizen they list them all. */
const overview = ['Patient', 'RelatedPerson', 'Consent'];

const unnamed = (room: Room): About => (overview.includes(room.type) ? 'any' : 'self');

const visible = (world: World, type: string, seer: Seer, about: About): IndexRow[] =>
  world.rows(type).filter((row) => sees(row, seer, about));

/** Those of one citizen. */
const visibleOf = (world: World, type: string, seer: Seer, named: string): IndexRow[] =>
  visible(world, type, seer, { named }).filter(({ patient }) => patient === named);

const without = (found: ReadonlySet<string>, matched: ReadonlySet<string>): Set<string> =>
  new Set([...found].filter((one) => !matched.has(one)));

const idsOf = (rows: readonly IndexRow[]): Set<string> => new Set(rows.map(({ id }) => id));

const escaped = (value: string): string =>
  value
    .split('|')
    .map((part) => part.replace(/[\\,$]/g, '\\$&'))
    .join('|');

/** Numbers of persons are hashed in the index and refused in an address; half a token is tested by its whole. */
const isAskable = (value: string): boolean => !/1\.2\.208\.176\.1\.|\|$/.test(value);

/** Two values of a parameter, spread over all rows, so that most callers may see neither row. */
function samples(world: World, room: Room, name: string): string[] {
  const rows = world.rows(room.type).filter(({ view }) => view & 1);
  const values = [...new Set(rows.flatMap((row) => valuesOf(room, row, name)))].filter(isAskable);
  return values.sort().filter((_, at) => at === 0 || at === Math.floor(values.length / 2));
}

const query = (entries: Readonly<Record<string, string>>): string =>
  `${new URLSearchParams({ ...entries, _count: '1000', _total: 'accurate' })}`;

const holdsValue = (room: Room, row: IndexRow, name: string, value: string): boolean => {
  const isText = room.search[name]?.type === 'string';
  return valuesOf(room, row, name).some((one) => (isText ? one.startsWith(value) : one === value));
};

function byValue(world: World, room: Room, seer: Seer, name: string): Probe[] {
  const isCitizen = valuesOfCitizen(room, name);
  return samples(world, room, name).map((value): Probe => {
    const named = value.replace(/^Patient\//, '');
    const rows = isCitizen
      ? visibleOf(world, room.type, seer, named)
      : visible(world, room.type, seer, unnamed(room));
    const refused = isCitizen && room.access.kind === 'compartment' && !mayName(seer, named);
    const found = rows.filter((row) => holdsValue(room, row, name, value));
    return {
      query: query({ [name]: escaped(value) }),
      type: room.type,
      matches: refused ? 'refused' : idsOf(found),
    };
  });
}

const valuesOfCitizen = (room: Room, name: string): boolean =>
  room.patient !== undefined && (name === 'patient' || room.search[name]?.within === 'patient');

function byDate(world: World, room: Room, seer: Seer, name: string): Probe[] {
  const spans = world.rows(room.type).map((row) => spanOf(row, name));
  const known = spans.map((span) => span?.from).filter((from) => Number.isFinite(from));
  const from = known.sort()[Math.floor(known.length / 2)];
  if (from === undefined) return [];
  const rows = visible(world, room.type, seer, unnamed(room)).filter((row) => {
    const span = spanOf(row, name);
    return span !== undefined && (span.to > from + 1 || span.from >= from);
  });
  const value = `ge${new Date(from).toISOString()}`;
  return [{ query: query({ [name]: value }), type: room.type, matches: idsOf(rows) }];
}

/** Searches of a room by each parameter, by id, without any, sorted, and under each of some citizens. */
export function searchProbes(
  world: World,
  room: Room,
  seer: Seer,
  patients: readonly string[],
): Probe[] {
  const rows = visible(world, room.type, seer, unnamed(room));
  const all = { type: room.type, matches: idsOf(rows) };
  const names = Object.keys(room.search);
  const isSortable = (name: string) =>
    !['composite', 'special'].includes(room.search[name]?.type ?? '');
  const isDate = (name: string) => room.search[name]?.type === 'date';
  const underCitizen = patients.map((named): Probe => {
    const found = idsOf(visibleOf(world, room.type, seer, named));
    const matches = mayName(seer, named) ? found : 'refused';
    return { query: query({ patient: named }), type: room.type, matches };
  });
  const two = [rows[0], world.rows(room.type).find((row) => !rows.some(({ id }) => id === row.id))];
  const wanted = two.flatMap((row) => row?.id ?? []);
  return [
    { query: query({}), ...all },
    ...(room.search.patient ? underCitizen : []),
    ...names.flatMap((name) => (isDate(name) ? byDate : byValue)(world, room, seer, name)),
    ...[...names.filter(isSortable), '_id', '_lastUpdated'].map((name) => ({
      query: query({ _sort: `-${name}` }),
      ...all,
    })),
    ...(room.type === 'Patient' ? [] : [byIds(room, rows, wanted)]),
  ];
}

const byIds = (room: Room, rows: readonly IndexRow[], wanted: readonly string[]): Probe => ({
  query: query({ _id: wanted.join(',') }),
  type: room.type,
  matches: idsOf(rows.filter(({ id }) => wanted.includes(id))),
});

function included(world: World, seer: Seer, about: About, references: readonly string[]) {
  const wanted = new Set(references);
  const types = [...new Set(references.map((one) => one.split('/')[0] ?? ''))];
  const known = types.filter((type) => world.rooms.some((room) => room.type === type));
  const rows = known.flatMap((type) => visible(world, type, seer, about));
  return new Set(rows.map(({ type, id }) => `${type}/${id}`).filter((one) => wanted.has(one)));
}

/** What each match refers to, and what refers to the matches: only as far as the seer sees it. */
export function includeProbes(world: World, room: Room, seer: Seer, named?: string): Probe[] {
  const about = named === undefined ? unnamed(room) : { named };
  if (named !== undefined && (!room.search.patient || !mayName(seer, named))) return [];
  const rows =
    named === undefined
      ? visible(world, room.type, seer, about)
      : visibleOf(world, room.type, seer, named);
  const matched = new Set(rows.map(({ type, id }) => `${type}/${id}`));
  const base = { type: room.type, matches: idsOf(rows) };
  const under = named === undefined ? {} : { patient: named };
  const isReference = (one: Room, name: string) => one.search[name]?.type === 'reference';
  const forward = Object.keys(room.search)
    .filter((name) => isReference(room, name))
    .map((name): Probe => {
      const targets = room.search[name]?.target ?? [];
      const references = rows
        .flatMap((row) => valuesOf(room, row, name))
        .filter((one) => targets.includes(one.split('/')[0] ?? ''));
      const includes = without(included(world, seer, about, references), matched);
      return { query: query({ ...under, _include: `${room.type}:${name}` }), ...base, includes };
    });
  return [...forward, ...reverseProbes(world, room, seer, { about, base, under, matched })];
}

interface Matched {
  readonly about: About;
  readonly base: Pick<Probe, 'type' | 'matches'>;
  readonly under: Readonly<Record<string, string>>;
  /** `Type/id` of each. */
  readonly matched: ReadonlySet<string>;
}

function reverseProbes(
  world: World,
  room: Room,
  seer: Seer,
  { about, base, under, matched }: Matched,
): Probe[] {
  return world.rooms.flatMap((other) =>
    Object.entries(other.search)
      .filter(([, { type, target }]) => type === 'reference' && target?.includes(room.type))
      .map(([name]): Probe => {
        const found = visible(world, other.type, seer, about).filter((row) =>
          valuesOf(other, row, name).some((one) => matched.has(one)),
        );
        return {
          query: query({ ...under, _revinclude: `${other.type}:${name}` }),
          ...base,
          includes: without(new Set(found.map(({ type, id }) => `${type}/${id}`)), matched),
        };
      }),
  );
}
