import { isId } from '../fhir/id.ts';
import { badRequest, notFound, quote } from '../fhir/outcome.ts';
import { assertReadable } from '../fhir/search-query.ts';
import type { Room } from '../resources/define.ts';
import type { Asking } from './exchange.ts';
import type { Place } from './route.ts';

/** 404 for what can be no id, before anything is asked about it; 400 for a person's number. */
export const idAt = (room: Pick<Room, 'type'>, id = ''): string => {
  if (!isId(id)) throw notFound(room.type, id);
  assertReadable([['_id', id]], 'GET');
  return id;
};

/** 404 for what can be no version of ours. */
export const versionAt = (room: Pick<Room, 'type'>, { id, version = '' }: Place): number => {
  if (!/^[1-9]\d{0,8}$/.test(version)) throw notFound(room.type, `${id}/_history/${version}`);
  return Number(version);
};

/** 400 for parameters where an address takes none: what is asked for is never passed over in silence. */
export function assertNoParameters({ query }: Asking): void {
  assertReadable(query, 'GET');
  const [first] = query;
  if (!first) return;
  throw badRequest(
    'unknown-parameter',
    {
      da: `Her kan ${quote(first[0])} ikke bruges. Muligt er: _format, _pretty.`,
      en: `${quote(first[0])} is not possible here. Valid are: _format, _pretty.`,
    },
    { expression: quote(first[0]) },
  );
}
