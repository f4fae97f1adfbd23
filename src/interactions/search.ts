/** https://hl7.org/fhir/R4/search.html */
import { type About, assertMaySee, scopeOf } from '../access/scope.ts';
import { searchset } from '../fhir/bundle.ts';
import { badRequest, render } from '../fhir/outcome.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import { assertReadable, type SearchQuery } from '../fhir/search-query.ts';
import type { Call, Room } from '../resources/define.ts';
import { isCompartment } from '../store/criterion.ts';
import { type Found, search as runSearch, type SearchResult } from '../store/search.ts';
import { type Asked, asked, pageOf, type SearchRequest } from './asked.ts';
import { cursorLifeMs, seal } from './cursor.ts';
import type { Asking, Desk, Look, Told } from './exchange.ts';
import { type Shown, show } from './summary.ts';

const defaultCount = 50;

const citizensIn = (room: Room, criteria: readonly Criterion[]): string[] =>
  criteria.flatMap((criterion) => {
    if (criterion.kind === 'reference' && isCompartment(room, criterion.name))
      return criterion.values.map(({ reference }) => reference.replace(/^Patient\//, ''));
    const byId = criterion.kind === 'token' && criterion.name === '_id' && room.type === 'Patient';
    return byId ? criterion.values.flatMap(({ code }) => code ?? []) : [];
  });

/** Rooms whose rows say whom one may act for: without a citizen named they list them all. */
const overview: readonly string[] = ['Patient', 'RelatedPerson', 'Consent'];

/** The one citizen that the search is about, and so the capacity that it is made in. */
function aboutOf(call: Call, room: Room, criteria: readonly Criterion[]): About {
  const named = [...new Set(citizensIn(room, criteria))];
  if (named.length > 1 && call.grant.caller.kind === 'person')
    throw badRequest(
      'one-citizen',
      { da: 'Søg om én borger ad gangen.', en: 'Search for one citizen at a time.' },
      { expression: 'patient' },
    );
  const { caller } = call.grant;
  const patient = caller.kind === 'person' ? (caller.patient ?? named[0]) : named[0];
  if (patient === undefined) return overview.includes(room.type) ? 'any' : 'self';
  if (room.access.kind === 'compartment') assertMaySee(call.grant, patient);
  if (named[0] !== undefined && named[0] !== patient)
    assertMaySee({ ...call.grant, mandates: [] }, named[0]);
  return { named: patient };
}

async function nextLink(
  call: Call,
  room: Room,
  request: SearchRequest,
  { entries }: Asked,
  result: SearchResult,
): Promise<string | undefined> {
  const last = result.matches.at(-1);
  if (!result.more || !last) return undefined;
  const expires = call.ports.now() + cursorLifeMs;
  const page = await seal(
    { type: room.type, entries, keys: last.keys, id: last.id, holder: request.holder, expires },
    call.ports.secret('cursor'),
  );
  return `${request.base}/${room.type}?_page=${page}`;
}

async function selfLink(
  call: Call,
  room: Room,
  request: SearchRequest,
  { entries }: Asked,
): Promise<string> {
  const address = `${request.base}/${room.type}`;
  if (entries.length === 0) return address;
  if (request.inUrl && pageOf(request.entries) === undefined)
    return `${address}?${new URLSearchParams(entries.map(([name, value]): [string, string] => [name, value]))}`;
  const expires = call.ports.now() + cursorLifeMs;
  return `${address}?_page=${await seal({ type: room.type, entries, keys: [], id: '', holder: request.holder, expires }, call.ports.secret('cursor'))}`;
}

/** A search under one citizen is counted always (IHE ITI-118 asks for it), others when it is asked for. */
const counted = (query: SearchQuery, about: About): boolean =>
  (query.total ?? 'none') !== 'none' || about !== 'any' || query.count === 0;

function runQuery(
  call: Call,
  room: Room,
  request: SearchRequest,
  { query, after }: Asked,
  about: About,
): Promise<SearchResult> {
  const rooms = new Map(request.rooms.map((one) => [one.type, one]));
  return runSearch(call.ports.db, {
    room: call.ports.room(room.type),
    query: { ...query, count: query.count ?? defaultCount },
    scope: scopeOf(room.access, call.grant, about),
    reach: {
      room: (type) => (rooms.has(type) ? call.ports.room(type) : undefined),
      scope: (type) => {
        const access = rooms.get(type)?.access;
        return access && scopeOf(access, call.grant, about);
      },
    },
    ...(after && after.id !== '' && { after }),
    total: counted(query, about),
  });
}

const entryOf =
  (base: string, query: SearchQuery) =>
  (found: Found): Shown => ({
    fullUrl: `${base}/${found.type}/${found.id}`,
    content: show(found.content, query),
    mode: found.mode,
  });

/** The citizens whose data was shown, or asked for, with how many resources. */
const looksOf = (room: Room, about: About, found: readonly Found[]): Look[] => {
  const counts = new Map<string, number>();
  if (typeof about === 'object') counts.set(about.named, 0);
  for (const { patient } of found)
    if (patient !== null) counts.set(patient, (counts.get(patient) ?? 0) + 1);
  return [...counts].map(([patient, shown]) => ({
    ...{ interaction: 'search-type', target: room.type, patient, shown },
  }));
};

/** One page of what the caller may see of what was asked, as bytes. */
export async function search(call: Call, room: Room, request: SearchRequest): Promise<Told> {
  const query = await asked(call, room, request);
  const about = aboutOf(call, room, query.query.criteria);
  const result = await runQuery(call, room, request, query, about);
  const next = await nextLink(call, room, request, query, result);
  const found = [...result.matches, ...result.includes];
  const entries = found.map(entryOf(request.base, query.query));
  const body = searchset({
    entries: query.query.summary === 'count' ? [] : entries,
    ...(result.total !== undefined && { total: result.total }),
    links: [
      { relation: 'self', url: await selfLink(call, room, request, query) },
      ...(next === undefined ? [] : [{ relation: 'next' as const, url: next }]),
    ],
    ...(query.query.warnings.length > 0 && {
      outcome: render(query.query.warnings, call.language),
    }),
  });
  return { status: 200, body, looks: looksOf(room, about, found) };
}

const requestOf = (desk: Desk, asking: Asking): Omit<SearchRequest, 'entries' | 'inUrl'> => ({
  lenient: asking.prefer.lenient,
  base: desk.base,
  holder: desk.holder,
  rooms: desk.rooms,
});

export const searchByUrl = (desk: Desk, room: Room, asking: Asking): Promise<Told> =>
  search(desk.call, room, { ...requestOf(desk, asking), entries: asking.query, inUrl: true });

/** POST to `_search`: parameters in the body, where also a person's number may stand. */
export async function searchByForm(desk: Desk, room: Room, asking: Asking): Promise<Told> {
  assertReadable(asking.query, 'GET');
  const body = asking.body(['form']);
  const entries = [...asking.query, ...(body?.kind === 'form' ? body.entries : [])];
  return search(desk.call, room, { ...requestOf(desk, asking), entries, inUrl: false });
}
