/** Terminology as an operation sees it: R4's and ours, and what is stored here where clients may store some. */
import type { CodeSystem, ConceptMap, Resource, ValueSet } from '@medplum/fhirtypes';
import { scopeOf } from '../access/scope.ts';
import { parseStored } from '../fhir/json.ts';
import { fail, issue } from '../fhir/outcome.ts';
import type { OpenTerminology } from '../fhir/terminology.ts';
import { type OwnTerminology, plainUrl } from '../fhir/terminology-source.ts';
import type { Room } from '../resources/define.ts';
import { linkValue } from '../store/index-text.ts';
import { binder, textList } from '../store/predicate.ts';
import type { Desk } from './exchange.ts';

const types = ['ValueSet', 'CodeSystem', 'ConceptMap'] as const;
type Kept = ValueSet | CodeSystem | ConceptMap;

/** Enough for any value set with all that it is made of. */
const mostKept = 500;
const mostRounds = 8;

const includesOf = ({ compose }: ValueSet) => [
  ...(compose?.include ?? []),
  ...(compose?.exclude ?? []),
];

/** What a resource is made of, by canonical URL. */
function partsOf(resource: Kept): string[] {
  if (resource.resourceType === 'ValueSet')
    return includesOf(resource).flatMap(({ system, valueSet = [] }) => [
      ...valueSet,
      ...(system === undefined ? [] : [system]),
    ]);
  if (resource.resourceType === 'CodeSystem') return [];
  return (resource.group ?? []).flatMap(({ unmapped }) => unmapped?.url ?? []);
}

/** Those of these URLs, the newest of a URL last; all when none is named. */
async function load(
  { call }: Desk,
  room: Room,
  urls: readonly string[] | undefined,
): Promise<Kept[]> {
  const { bind, values } = binder();
  const { table } = call.ports.room(room.type);
  const scope = scopeOf(room, call.grant, 'any')('r', bind);
  const named =
    urls &&
    `r.id in (select id from ${table}_link where param = 'url' and value = any(${textList(urls.map(linkValue), bind)}))`;
  const { rows } = await call.ports.db.query<{ content: string }>(
    `select r.content from ${table} r where ${scope}${named ? ` and ${named}` : ''}
     order by r.last_updated, r.id limit ${mostKept}`,
    values,
  );
  return rows.map(({ content }) => parseStored<Kept>(content));
}

const ofType = <T extends Kept>(all: readonly Kept[], type: T['resourceType']): T[] =>
  all.filter((one): one is T => one.resourceType === type);

/** What an operation is about: canonical URLs, and resources that were sent or read. */
export interface Concerned {
  readonly urls: readonly (string | undefined)[];
  readonly resources?: readonly (Resource | undefined)[];
  /** Every stored map may be asked. */
  readonly allMaps?: boolean;
}

async function gather(desk: Desk, rooms: readonly Room[], about: Concerned): Promise<Kept[]> {
  const sent = (about.resources ?? []).filter((one) => one !== undefined) as Kept[];
  const maps = rooms.filter(({ type }) => about.allMaps && type === 'ConceptMap');
  const found = (await Promise.all(maps.map((room) => load(desk, room, undefined)))).flat();
  const known = new Set<string>();
  let wanted = [...about.urls, ...[...sent, ...found].flatMap(partsOf)];
  for (let round = 0; round < mostRounds && found.length < mostKept; round += 1) {
    const plain = wanted.flatMap((url) => (url === undefined ? [] : plainUrl(url)));
    const urls = [...new Set(plain)].filter((url) => !known.has(url));
    if (urls.length === 0) break;
    for (const url of urls) known.add(url);
    const next = (await Promise.all(rooms.map((room) => load(desk, room, urls)))).flat();
    found.push(...next);
    wanted = next.flatMap(partsOf);
  }
  return found;
}

const asOwn = (all: readonly Kept[]): OwnTerminology => ({
  valueSets: ofType<ValueSet>(all, 'ValueSet'),
  codeSystems: ofType<CodeSystem>(all, 'CodeSystem'),
  conceptMaps: ofType<ConceptMap>(all, 'ConceptMap'),
});

const noTerminology = () =>
  fail(
    501,
    issue({
      code: 'not-supported',
      key: 'unknown-operation',
      text: { da: 'Her er ingen terminologi.', en: 'There is no terminology here.' },
    }),
  );

/** The terminology for a question. What clients store counts with what it is made of. */
export async function terminologyFor(desk: Desk, about: Concerned): Promise<OpenTerminology> {
  if (!desk.terminology) throw noTerminology();
  const rooms = desk.rooms.filter(({ type, own }) => own && types.some((one) => one === type));
  const stored = rooms.length === 0 ? [] : await gather(desk, rooms, about);
  return stored.length === 0 ? desk.terminology() : desk.terminology(asOwn(stored));
}
