/** Searches under one citizen, which need no answer twice. */
import type { Grant } from '../access/grant.ts';
import type { About } from '../access/scope.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import type { SearchQuery } from '../fhir/search-query.ts';
import type { Room } from '../resources/define.ts';
import { citizensNamed } from './capacity.ts';
import { knowsOfChanges, shownTag, tagsOf, versionNow } from './compartment-tag.ts';
import type { Asking, Desk } from './exchange.ts';
import type { Page } from './page.ts';
import { hasSeen } from './unchanged.ts';

/** What an answer's ETag is made of. `patient` when the version of that compartment tells of every change. */
export interface Caching {
  readonly patient?: string;
  readonly extra: unknown;
}

/** Found by what lies elsewhere, or by the clock. */
const looksElsewhere = (criterion: Criterion): boolean =>
  criterion.kind === 'chain' ||
  criterion.kind === 'has' ||
  (criterion.kind === 'date' && criterion.values.some(({ prefix }) => prefix === 'ap'));

/** Undefined where an answer has no ETag: it is about nobody, about several, or no answer to a GET. */
export function cachingOf(
  { method }: Asking,
  room: Room,
  query: SearchQuery,
  about: About,
  { address, entries, walking }: Page,
): Caching | undefined {
  const named = citizensNamed(room, query.criteria);
  if (method !== 'GET' || named.length > 1) return undefined;
  const extra = [room.type, address, entries, query, walking ?? null];
  if (typeof about !== 'object' || named[0] !== about.named)
    return address === room.type ? undefined : { extra };
  const isWhole =
    room.patient !== undefined &&
    room.from === undefined &&
    room.access.kind === 'compartment' &&
    query.includes.length === 0 &&
    !query.criteria.some(looksElsewhere);
  return isWhole ? { patient: about.named, extra } : { extra };
}

/** Who may not know of every change compares what is shown. */
export const asSeenBy = (grant: Grant, caching: Caching | undefined): Caching | undefined =>
  caching?.patient !== undefined && !knowsOfChanges(grant, caching.patient)
    ? { extra: caching.extra }
    : caching;

/** The ETag that the caller sent, when it is still that of the answer: found without a search. */
export async function stillTrue(
  desk: Desk,
  { conditions: { ifNoneMatch } }: Asking,
  caching: Caching | undefined,
  rooms: readonly Room[],
): Promise<string | undefined> {
  if (ifNoneMatch === undefined || caching?.patient === undefined) return undefined;
  const version = await versionNow(desk, caching.patient, rooms);
  const { plain, paged } = tagsOf(desk, caching.patient, version, caching.extra);
  return [plain, paged].find((tag) => hasSeen(ifNoneMatch, tag));
}

/** What the answer turned out to be. */
export interface Answered {
  readonly version?: string | undefined;
  readonly contents: readonly string[];
  readonly hasSealedLinks: boolean;
  readonly total?: number | undefined;
}

export function searchTag(
  desk: Desk,
  { patient, extra }: Caching,
  { version, contents, hasSealedLinks, total }: Answered,
): string {
  if (patient === undefined || version === undefined)
    return shownTag(desk, contents, [extra, total ?? null], hasSealedLinks);
  const tags = tagsOf(desk, patient, version, extra);
  return hasSealedLinks ? tags.paged : tags.plain;
}
