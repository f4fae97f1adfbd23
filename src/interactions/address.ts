/** Addresses behind the FHIR base, in a URL and in an entry of a Bundle. */
import { badRequest } from '../fhir/outcome.ts';

type Pairs = [string, string][];

const notEncoded = () =>
  badRequest('bad-request', {
    da: 'Adressen er ikke kodet rigtigt.',
    en: 'The address is not encoded properly.',
  });

/** Names and values of a query or form. 400 for what is not encoded as it must be. */
export function pairsOf(query: string): Pairs {
  try {
    // URLSearchParams takes anything; what it would have to repair is refused.
    decodeURIComponent(query.replaceAll('+', ' '));
  } catch {
    throw notEncoded();
  }
  return [...new URLSearchParams(query)];
}

const ofTheAnswer: readonly string[] = ['_format', '_pretty'];

/** The parameters of a query that an interaction sees. */
export const queryOf = (query: string): Pairs =>
  pairsOf(query).filter(([name]) => !ofTheAnswer.includes(name));

/** Path and query of an address. */
export function halves(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

/** Decoded segments of a path behind the base, which begins with a slash; one at the end is allowed. */
export function segmentsOf(path: string): string[] {
  const segments = path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  try {
    return segments.map(decodeURIComponent);
  } catch {
    throw notEncoded();
  }
}
