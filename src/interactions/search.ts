/** https://hl7.org/fhir/R4/search.html */
import type { Grant } from '../access/grant.ts';
import type { About } from '../access/scope.ts';
import { type Link, searchset } from '../fhir/bundle.ts';
import { type Issue, issue, render } from '../fhir/outcome.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import { assertReadable, type SearchQuery } from '../fhir/search-query.ts';
import type { Room } from '../resources/define.ts';
import type { Found, SearchResult } from '../store/search.ts';
import { askedOf } from './asked.ts';
import { aboutOf, citizensBehind, citizensNamed } from './capacity.ts';
import type { Mark } from './cursor.ts';
import type { Asking, Desk, Entries, Look, Told } from './exchange.ts';
import { find } from './finding.ts';
import { askedText, lookedBy, looksAt } from './look.ts';
import { endsOf, linksOf, openPage, type Page } from './page.ts';
import { asSeenBy, type Caching, cachingOf, searchTag, stillTrue } from './search-cache.ts';
import { show } from './summary.ts';

export const defaultCount = 50;

/** A search as its address gives it. */
export interface Searching {
  readonly room: Room;
  readonly asking: Asking;
  /** Behind the base. */
  readonly address: string;
  readonly entries: Entries;
  readonly inUrl: boolean;
  /** What the address asks beside its parameters: all of these. */
  readonly all?: readonly Criterion[];
  /** And any one of these. */
  readonly any?: readonly Criterion[];
}

/** Of a person's own searches and those under one citizen (IHE ITI-118 asks for it); others are counted when that is asked for. */
export function isCounted({ total, count }: SearchQuery, about: About, { caller }: Grant): boolean {
  if (count === 0) return true;
  if (total !== undefined) return total !== 'none';
  return typeof about === 'object' || (caller.kind === 'person' && about !== 'any');
}

const includesCut: Issue = issue({
  severity: 'warning',
  code: 'too-costly',
  key: 'includes-cut',
  text: {
    da: 'Der er refereret til mere, end ét svar kan rumme: noget mangler.',
    en: 'More is referred to than one answer can hold: some of it is missing.',
  },
});

/** What was asked about: of whom, by which criteria, and how it was written. */
export interface Looked {
  readonly room?: Room;
  readonly about: About;
  readonly criteria: readonly Criterion[];
  readonly query: string;
}

/** The citizens whose data was shown, or asked for; a search for citizens' data that found nobody is a look at nobody. */
export function looksOf(
  { call, rooms }: Desk,
  { room, about, criteria, query }: Looked,
  found: readonly Found[],
): Look[] {
  const { caller, self, mandates } = call.grant;
  const isSeen = (patient: string): boolean =>
    caller.kind !== 'person' || patient === self || mandates.some((one) => one.patient === patient);
  const behind = citizensBehind(rooms, criteria).filter(isSeen);
  const looks = looksAt(found, typeof about === 'object' ? [about.named, ...behind] : behind);
  const isOfNobody = looks.length === 0 && room?.access.kind === 'compartment';
  const named = room ? citizensNamed(room, criteria) : [];
  return lookedBy(isOfNobody ? [{ patient: null, targets: [] }] : looks, query, named.length > 1);
}

/** A found row as the entry that shows it. */
export const entryOf =
  (desk: Desk, query: SearchQuery) =>
  ({ type, id, content, mode }: Found) => ({
    ...{ fullUrl: `${desk.base}/${type}/${id}`, mode },
    content: show(content, query, desk.definitions),
  });

interface Outcome {
  readonly query: SearchQuery;
  readonly page: Page;
  readonly result: SearchResult;
  readonly caching?: Caching | undefined;
}

const markOf = (found: Found | undefined): Mark | undefined =>
  found && { keys: found.keys, id: found.id };

/** Whether any of them holds a cursor, and so ends. */
export const sealedIn = (links: readonly Link[]): boolean =>
  links.some(({ url }) => url.includes('?_page='));

async function tellPage(desk: Desk, outcome: Outcome, looks: readonly Look[]): Promise<Told> {
  const { query, page, result, caching } = outcome;
  const { matches, includes, version, total, cut } = result;
  const isShown = query.count !== 0;
  const more = result.more && isShown;
  const links = await linksOf(
    desk,
    page,
    endsOf(page, more, markOf(matches.at(0)), markOf(matches.at(-1))),
  );
  const entries = isShown ? [...matches, ...includes].map(entryOf(desk, query)) : [];
  const warnings = cut ? [...query.warnings, includesCut] : query.warnings;
  const body = searchset({
    ...{ entries, links, ...(total !== undefined && { total }) },
    ...(warnings.length > 0 && { outcome: render(warnings, desk.call.language) }),
  });
  const hasSealedLinks = sealedIn(links);
  const contents = entries.map(({ content }) => content);
  const etag = caching && searchTag(desk, caching, { version, contents, hasSealedLinks, total });
  return { status: 200, body, looks, ...(etag !== undefined && { etag }) };
}

/** One page of what the caller may see of what was asked, as bytes. */
export async function answerSearch(desk: Desk, searching: Searching): Promise<Told> {
  const { room, asking, address } = searching;
  const { call } = desk;
  const opened = await openPage(desk, address, searching.entries, searching.inUrl);
  const { query: asked, page } = askedOf(desk, room, opened, asking.prefer.lenient);
  const query = { ...asked, criteria: [...asked.criteria, ...(searching.all ?? [])] };
  const about = aboutOf(call.grant, room, query.criteria);
  const asks = askedText(address, page.entries);
  const looked = { room, about, criteria: query.criteria, query: asks };
  const caching = asSeenBy(call.grant, cachingOf(asking, room, query, about, page));
  const known = await stillTrue(desk, asking, caching, [room]);
  if (known !== undefined) return { status: 304, etag: known, looks: looksOf(desk, looked, []) };
  const result = await find(desk, {
    ...{ room, query, about, walking: page.walking, any: searching.any },
    ...{ count: query.count ?? defaultCount, total: isCounted(query, about, call.grant) },
    versionOf: caching?.patient,
  });
  const found = query.count === 0 ? [] : [...result.matches, ...result.includes];
  const looks = looksOf(desk, looked, found);
  return tellPage(desk, { query, page, result, caching }, looks);
}

const ofType = (room: Room, asking: Asking) => ({ room, asking, address: room.type }) as const;

export const searchByUrl = (desk: Desk, room: Room, asking: Asking): Promise<Told> =>
  answerSearch(desk, { ...ofType(room, asking), entries: asking.query, inUrl: true });

/** Parameters of a POST to `_search`, in its address and in its body. 400 for a person's number in the address. */
export function entriesOfForm({ query, body }: Asking): Entries {
  assertReadable(query, 'GET');
  const form = body(['form']);
  return [...query, ...(form?.kind === 'form' ? form.entries : [])];
}

/** POST to `_search`: parameters in the body, where also a person's number may stand. */
export const searchByForm = (desk: Desk, room: Room, asking: Asking): Promise<Told> =>
  answerSearch(desk, { ...ofType(room, asking), entries: entriesOfForm(asking), inUrl: false });
