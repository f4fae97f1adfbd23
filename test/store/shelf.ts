import type { Resource } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import type { SearchParam } from '../../src/fhir/search-param.ts';
import { parseSearch } from '../../src/fhir/search-query.ts';
import type { Reach } from '../../src/store/context.ts';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Predicate } from '../../src/store/predicate.ts';
import { putAll } from '../../src/store/put.ts';
import { layGrants, roleNow } from '../../src/store/role.ts';
import { schema } from '../../src/store/schema.ts';
import { type SearchCall, type SearchResult, search } from '../../src/store/search.ts';
import type { Shape } from '../../src/store/shape.ts';
import { type StoredRoom, storeRoom } from '../../src/store/stored-room.ts';
import { ensureTables, makeIndexes } from '../../src/store/tables.ts';
import { testDatabase } from '../database.ts';

export const noon = Date.UTC(2026, 5, 1, 12);
const key = Buffer.alloc(32, 7);

/** A parameter that is searched over everybody. */
export const param = (
  type: SearchParam['type'],
  expression: string,
  more: Partial<SearchParam> = {},
): SearchParam => ({ type, expression, index: 'range', ...more });

/** A made-up room; it lies in no citizen's compartment unless it says so. */
export const room = (type: string, search: Shape['search'], more: Partial<Shape> = {}): Shape => ({
  ...{ type, slug: type.toLowerCase(), search },
  ...more,
});

/** What a test asks beside the query itself. */
interface How extends Partial<Pick<SearchCall, 'narrow' | 'after' | 'before' | 'total'>> {
  readonly count?: number;
  /** Asked instead of the shelf's own. */
  readonly db?: Pick<Database, 'query' | 'pipelined'>;
  /** Who may see what of each type; everything when absent. */
  readonly scope?: (type: string) => Predicate | undefined;
}

/** Some rooms with their resources, on a PostgreSQL of their own. */
export interface Shelf {
  readonly db: Database;
  /** The same database, for what only its owner may do. */
  readonly owner: Database;
  readonly room: (type: string) => StoredRoom;
  readonly put: (...resources: readonly object[]) => Promise<void>;
  readonly ask: (query: string, how?: How) => Promise<SearchResult>;
  /** Ids of the matches in their order, asked over everybody; the same walk by walk, or the test fails. */
  readonly find: (query: string, how?: How) => Promise<string[]>;
}

const all: Predicate = (row) => `${row}.view & 1 <> 0`;

const entriesOf = (query: string): [string, string][] => [
  ...new URLSearchParams(query.slice(query.indexOf('?') + 1)),
];

export async function openShelf(t: Test, shapes: readonly Shape[]): Promise<Shelf> {
  const { db, owner } = await testDatabase(t);
  await migrate(owner, schema);
  await owner.transaction((tx) => ensureTables(tx, shapes));
  await makeIndexes(owner, shapes);
  await layGrants(owner, await roleNow(db));
  const stored = new Map(shapes.map((shape) => [shape.type, storeRoom(shape, key)]));
  const roomOf = (type: string): StoredRoom => {
    const found = stored.get(type);
    if (!found) throw new Error(`No room ${type}.`);
    return found;
  };
  const put = async (...resources: readonly object[]): Promise<void> => {
    for (const resource of resources as readonly (Resource & { id: string })[])
      await db.transaction((tx) => putAll(tx, roomOf(resource.resourceType), [resource], noon));
  };
  const ask: Shelf['ask'] = (query, how = {}) => {
    const type = query.slice(0, query.indexOf('?'));
    const rooms = new Map(shapes.map((shape) => [shape.type, shape.search]));
    const options = { type, method: 'POST', rooms } as const;
    const { scope = () => all, count = 100, db: asked = db, ...rest } = how;
    const reach: Reach = { room: (other) => stored.get(other), scope };
    return search(asked, {
      room: roomOf(type),
      query: { ...parseSearch(entriesOf(query), roomOf(type).shape.search, options), count },
      ...{ scope: scope(type) ?? all, reach, now: noon, total: false, ...rest },
    });
  };
  const ids = async (query: string, how?: How) =>
    (await ask(query, how)).matches.map(({ id }) => id);
  const find: Shelf['find'] = async (query, how) => {
    const found = await ids(query, how);
    t.same(await ids(query, { ...how, narrow: true }), found, `${query}, row by row`);
    return found;
  };
  return { db, owner, room: roomOf, put, ask, find };
}

/** Asks each query and compares the ids of its matches. */
export async function check(
  { find }: Shelf,
  t: { same: (a: unknown, b: unknown, name: string) => unknown },
  cases: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  for (const [query, ids] of Object.entries(cases))
    t.same(await find(`${query}${query.endsWith('?') ? '' : '&'}_sort=_id`), ids, query);
}
