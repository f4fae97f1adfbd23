/** Whether the caller has the answer already. https://www.rfc-editor.org/rfc/rfc9110#section-13.1 */
import type { Asking, Conditions, Told } from './exchange.ts';

const bare = (tag: string): string => tag.trim().replace(/^W\//, '');

/** Whether If-None-Match names this ETag; it compares weakly. */
export function hasSeen(ifNoneMatch: string, etag: string): boolean {
  const known = ifNoneMatch.split(',').map(bare);
  return known.includes('*') || known.includes(bare(etag));
}

const httpDates = [
  /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/,
];

/** Epoch milliseconds of a date of HTTP; NaN for anything else, which is then no condition. */
const httpDate = (text: string): number =>
  httpDates.some((form) => form.test(text))
    ? Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
    : Number.NaN;

function isKnown(
  { ifNoneMatch, ifModifiedSince }: Conditions,
  { etag, lastModified }: Told,
): boolean {
  if (ifNoneMatch !== undefined) return etag !== undefined && hasSeen(ifNoneMatch, etag);
  if (ifModifiedSince === undefined || lastModified === undefined) return false;
  return Math.floor(lastModified / 1000) * 1000 <= httpDate(ifModifiedSince);
}

/** The answer to a read as it is to be given: 304 without a body when the caller has it already. */
export function unlessKnown(
  { method, conditions }: Pick<Asking, 'method' | 'conditions'>,
  told: Told,
): Told {
  if (told.status !== 200 || method !== 'GET' || !isKnown(conditions, told)) return told;
  const { body: _, ...bare } = told;
  return { ...bare, status: 304 };
}
