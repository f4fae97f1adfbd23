/** All that lies in one compartment: one type behind the other, each in its own order. */
import type { About } from '../access/scope.ts';
import { searchset } from '../fhir/bundle.ts';
import { render } from '../fhir/outcome.ts';
import type { SearchQuery } from '../fhir/search-query.ts';
import type { Room } from '../resources/define.ts';
import type { Found, SearchResult } from '../store/search.ts';
import { askedOf } from './asked.ts';
import { aboutOf } from './capacity.ts';
import { versionNow } from './compartment-tag.ts';
import type { Mark, Walking } from './cursor.ts';
import type { Desk, Look, Told } from './exchange.ts';
import { type Finding, find } from './finding.ts';
import { askedText } from './look.ts';
import { endsOf, linksOf, openPage, type Page } from './page.ts';
import { assertOnly } from './place.ts';
import { defaultCount, entryOf, isCounted, looksOf, type Searching, sealedIn } from './search.ts';
import { asSeenBy, type Caching, searchTag, stillTrue } from './search-cache.ts';
import { inTransaction } from './write-desk.ts';

/** What can be asked of every type alike. */
const parameters: readonly string[] = [
  ...['_id', '_lastUpdated', '_profile', '_tag', '_security', '_source'],
  ...['_count', '_summary', '_elements', '_total'],
];

type Within = Pick<Searching, 'all' | 'any'>;

/** Like a search, of all members at once. */
export interface SearchingAll extends Omit<Searching, 'all' | 'any'> {
  /** The citizen whose compartment it is, in the product. */
  readonly about: About;
  readonly members: readonly Room[];
  readonly within: (member: Room) => Within;
}

interface Gathering {
  readonly desk: Desk;
  readonly searching: SearchingAll;
  readonly query: SearchQuery;
}

/** Most of one member, or only their number. */
function askMember(
  { desk, searching, query }: Gathering,
  room: Room,
  how: Pick<Finding, 'count' | 'walking' | 'total'> & { readonly backwards?: boolean },
): Promise<SearchResult> {
  const { all = [], any } = searching.within(room);
  const criteria = [...query.criteria, ...all];
  const about = aboutOf(desk.call.grant, room, criteria);
  // One order for every type, which can be walked from either end.
  const sort = [{ name: '_id', descending: how.backwards === true }];
  return find(desk, { ...{ room, about, any }, ...how, query: { ...query, criteria, sort } });
}

/** One more than the page holds where there are more, in the order of the walk. */
async function gather(
  gathering: Gathering,
  count: number,
  walking: Walking | undefined,
): Promise<Found[]> {
  const { members } = gathering.searching;
  const at = members.findIndex(({ type }) => type === walking?.mark.type);
  const backwards = walking?.direction === 'previous';
  const rest = backwards ? members.slice(0, at + 1).reverse() : members.slice(Math.max(0, at));
  const found: Found[] = [];
  for (const room of rest) {
    if (found.length > count) break;
    const isBegun = room.type === walking?.mark.type;
    const { matches } = await askMember(gathering, room, {
      ...{ count: count + 1 - found.length, total: false },
      ...(isBegun ? { walking } : { backwards }),
    });
    found.push(...(backwards && isBegun ? matches.toReversed() : matches));
  }
  return found;
}

async function countAll(gathering: Gathering): Promise<number> {
  let total = 0;
  for (const room of gathering.searching.members) {
    const counted = await askMember(gathering, room, { count: 0, total: true });
    total += counted.total ?? 0;
  }
  return total;
}

const markOf = (found: Found | undefined): Mark | undefined =>
  found && { type: found.type, id: found.id, keys: found.keys };

const looksAt = (
  desk: Desk,
  { about }: SearchingAll,
  page: Page,
  shown: readonly Found[],
): Look[] => {
  const query = askedText(page.address, page.entries);
  return looksOf(desk, { about, criteria: [], query }, shown);
};

/** 403 before anything is asked, and the same whether that citizen exists or not. */
function assertMembersSeen({ call: { grant } }: Desk, { members, within }: SearchingAll): void {
  for (const room of members) aboutOf(grant, room, within(room).all ?? []);
}

/** Each member is asked by itself, all of them of one moment. */
async function tellAll(gathering: Gathering, page: Page, caching?: Caching): Promise<Told> {
  const { desk, searching, query } = gathering;
  const { count = defaultCount } = query;
  const version =
    caching?.patient === undefined
      ? undefined
      : await versionNow(desk, caching.patient, searching.members);
  const found = count === 0 ? [] : await gather(gathering, count, page.walking);
  const more = found.length > count;
  const kept = found.slice(0, count);
  const shown = page.walking?.direction === 'previous' ? kept.reverse() : kept;
  const ends = endsOf(page, more, markOf(shown.at(0)), markOf(shown.at(-1)));
  const isWhole = count > 0 && !more && !page.walking;
  const isWanted = isCounted(query, searching.about, desk.call.grant);
  const total = isWanted ? (isWhole ? found.length : await countAll(gathering)) : undefined;
  const links = await linksOf(desk, page, ends);
  const entries = shown.map(entryOf(desk, query));
  const contents = entries.map(({ content }) => content);
  const body = searchset({
    entries,
    links,
    ...(total !== undefined && { total }),
    ...(query.warnings.length > 0 && { outcome: render(query.warnings, desk.call.language) }),
  });
  const told = { status: 200, body, looks: looksAt(desk, searching, page, shown) };
  if (!caching) return told;
  const hasSealedLinks = sealedIn(links);
  return {
    ...told,
    etag: searchTag(desk, caching, { version, contents, hasSealedLinks, total }),
  };
}

const cachingOf = (
  { asking, about }: SearchingAll,
  query: SearchQuery,
  { address, entries, walking }: Page,
): Caching | undefined =>
  asking.method === 'GET' && typeof about === 'object'
    ? { patient: about.named, extra: [address, entries, query, walking ?? null] }
    : undefined;

/** One page of everything in a compartment that the caller may see. */
export async function searchMembers(desk: Desk, searching: SearchingAll): Promise<Told> {
  const { asking, address, entries, inUrl, room } = searching;
  const opened = await openPage(desk, address, entries, inUrl);
  assertOnly(opened.entries, parameters);
  const { query, page } = askedOf(desk, { type: room.type, search: {} }, opened, false);
  assertMembersSeen(desk, searching);
  const caching = asSeenBy(desk.call.grant, cachingOf(searching, query, page));
  const known = await stillTrue(desk, asking, caching, searching.members);
  if (known !== undefined)
    return { status: 304, etag: known, looks: looksAt(desk, searching, page, []) };
  return inTransaction(desk, (bound) => tellAll({ desk: bound, searching, query }, page, caching), {
    isolation: 'repeatable read',
  });
}
