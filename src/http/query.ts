import type { FastifyRequest } from 'fastify';
import { isId } from '../fhir/id.ts';
import { badRequest, notFound, quote } from '../fhir/outcome.ts';
import { assertReadable } from '../fhir/search-query.ts';
import type { Room } from '../resources/define.ts';

export type Entries = [string, string][];

/** Names and values of a query or form. 400 for what is not encoded as it must be. */
export function entriesOf(query: string): Entries {
  try {
    // URLSearchParams takes anything; what it would have to repair is refused.
    decodeURIComponent(query.replaceAll('+', ' '));
  } catch {
    throw badRequest('bad-request', {
      da: 'Adressen er ikke kodet rigtigt.',
      en: 'The address is not encoded properly.',
    });
  }
  return [...new URLSearchParams(query)];
}

/** The parameters in the address, without those that every address takes. */
export function queryOf(request: FastifyRequest): Entries {
  const url = request.raw.url ?? '';
  const at = url.indexOf('?');
  const entries = at < 0 ? [] : entriesOf(url.slice(at + 1));
  return entries.filter(([name]) => name !== '_format' && name !== '_pretty');
}

/** The same, refused when it holds what may not stand in an address: a person's number, control characters, too much. */
export function readableQueryOf(request: FastifyRequest): Entries {
  const entries = queryOf(request);
  assertReadable(entries, 'GET');
  return entries;
}

/** 400 for parameters where an address takes none: what is asked for is never passed over in silence. */
export function assertNoParameters(request: FastifyRequest): void {
  const [first] = readableQueryOf(request);
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

/** 404 for what can be no id, before anything is asked about it; 400 for a person's number. */
export const assertId = (request: FastifyRequest, { type }: Room): void => {
  const { id } = request.params as { readonly id?: string };
  if (id === undefined) return;
  if (!isId(id)) throw notFound(type, id);
  assertReadable([['_id', id]], 'GET');
};
