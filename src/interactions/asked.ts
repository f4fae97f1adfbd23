import { badRequest } from '../fhir/outcome.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import { parseSearch, type SearchQuery } from '../fhir/search-query.ts';
import type { Call, Room } from '../resources/define.ts';
import { personToken } from '../store/index-row.ts';
import type { Position } from '../store/sort-key.ts';
import { unseal } from './cursor.ts';
import type { Entries } from './exchange.ts';

export interface SearchRequest {
  readonly entries: Entries;
  /** The search came in a URL, where no number of a person may stand. */
  readonly inUrl: boolean;
  readonly lenient: boolean;
  readonly base: string;
  /** Tells callers apart, for cursors. */
  readonly holder: string;
  readonly rooms: readonly Room[];
}

/** A person's number is searched by its keyed hash, as it is indexed. */
const concealed = (call: Call, criterion: Criterion): Criterion =>
  criterion.kind === 'token' && criterion.name === 'identifier'
    ? {
        ...criterion,
        values: criterion.values.map((value) => personToken(call.ports.secret('person'), value)),
      }
    : criterion;

/** A search as it is to be carried out. `entries` are what links repeat. */
export interface Asked {
  readonly query: SearchQuery;
  readonly entries: Entries;
  readonly after?: Position;
}

type References = Readonly<Record<string, readonly string[]>>;

/** The list of rooms stays the same from start to end, so what is read off it is read once. */
const references = new WeakMap<readonly Room[], References>();

const referencesOf = (rooms: readonly Room[]): References => {
  const known =
    references.get(rooms) ??
    Object.fromEntries(
      rooms.map(({ type, search: params }) => [
        type,
        Object.keys(params).filter((name) => params[name]?.type === 'reference'),
      ]),
    );
  references.set(rooms, known);
  return known;
};

/** The sealed cursor that is asked for. */
export const pageOf = (entries: Entries): string | undefined =>
  entries.find(([name]) => name === '_page')?.[1];

/** Reads what is asked, from the request or from the cursor that it brings back. */
export async function asked(call: Call, room: Room, request: SearchRequest): Promise<Asked> {
  const page = pageOf(request.entries);
  const key = call.ports.secret('cursor');
  const cursor =
    page === undefined ? undefined : await unseal(page, key, request.holder, call.ports.now());
  if (cursor && cursor.type !== room.type)
    throw badRequest(
      'page',
      { da: 'Sidens link hører til en anden søgning.', en: 'The link belongs to another search.' },
      { expression: '_page' },
    );
  const entries = cursor?.entries ?? request.entries;
  const options = {
    type: room.type,
    method: request.inUrl && cursor === undefined ? 'GET' : 'POST',
    lenient: request.lenient,
    base: request.base,
    references: referencesOf(request.rooms),
  } as const;
  const query = parseSearch(entries, room.search, options);
  // Links say what was used: what was left out is not asked again on the next page.
  const used = (entry: Entries[number]): boolean =>
    parseSearch([entry], room.search, options).warnings.length === 0;
  return {
    query: { ...query, criteria: query.criteria.map((one) => concealed(call, one)) },
    entries: query.warnings.length === 0 ? entries : entries.filter(used),
    ...(cursor && { after: { keys: cursor.keys, id: cursor.id } }),
  };
}
