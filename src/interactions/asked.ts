import { type Criterion, mapTokens } from '../fhir/search-criterion.ts';
import type { Declared, Rooms } from '../fhir/search-param.ts';
import { parseSearch, type SearchOptions, type SearchQuery } from '../fhir/search-query.ts';
import type { Room } from '../resources/define.ts';
import { personToken } from '../store/person-token.ts';
import { withImpliedSystems } from './code-element.ts';
import type { Desk, Entries } from './exchange.ts';
import type { Page } from './page.ts';
import { elementsOf } from './summary.ts';

/** A search as it is to be carried out. `page` has the parameters that links repeat: those that were used. */
export interface Asked {
  readonly query: SearchQuery;
  readonly page: Page;
}

/** The list of rooms stays the same from start to end, so what is read off it is read once. */
const declaredBy = new WeakMap<readonly Room[], Rooms>();

/** Also types of which the caller sees nothing: a search by them finds nothing, as if there were nothing. */
function roomsOf({ rooms }: Desk): Rooms {
  const known = declaredBy.get(rooms) ?? new Map(rooms.map(({ type, search }) => [type, search]));
  declaredBy.set(rooms, known);
  return known;
}

/** What may be searched for: the parameters of a type, or of every type. */
export interface Searched {
  readonly type: string;
  readonly search: Declared;
}

/** A person's number is searched by its keyed hash, as it is indexed. */
const concealed = ({ call }: Desk, criterion: Criterion): Criterion =>
  mapTokens(criterion, (value) => personToken(call.ports.secret('person'), value));

/** Reads what a page is a page of. 400 for what cannot be used, unless that is to be passed over. */
export function askedOf(desk: Desk, searched: Searched, page: Page, lenient: boolean): Asked {
  const options: SearchOptions = {
    type: searched.type,
    method: page.inUrl && page.token === undefined ? 'GET' : 'POST',
    lenient,
    base: desk.base,
    rooms: roomsOf(desk),
    ...(desk.codes && { codes: desk.codes }),
    ...(page.entries.some(([name]) => name === '_elements') && {
      elements: elementsOf(searched.type, desk.definitions),
    }),
  };
  const query = parseSearch(page.entries, searched.search, options);
  const known = { rooms: roomsOf(desk), definitions: desk.definitions };
  // Links say what was used: what was left out is not asked again on the next page.
  const used = (entry: Entries[number]): boolean =>
    parseSearch([entry], searched.search, options).warnings.length === 0;
  return {
    query: {
      ...query,
      criteria: query.criteria
        .map((one) => withImpliedSystems(one, searched.type, known))
        .map((one) => concealed(desk, one)),
    },
    page: query.warnings.length === 0 ? page : { ...page, entries: page.entries.filter(used) },
  };
}
