import { STATUS_CODES } from 'node:http';
import { formatUtc } from '../fhir/instant.ts';
import { type FhirError, type Language, render } from '../fhir/outcome.ts';
import type { Entry } from './bundle-entry.ts';
import type { Asking, Told } from './exchange.ts';

const bare = (tag: string): string => tag.trim().replace(/^W\//, '');

/** Whether the caller has what was told already: ETags compare weakly, and one that was sent decides alone. */
function isSeen({ conditions }: Asking, { etag, lastModified }: Told): boolean {
  const { ifNoneMatch, ifModifiedSince } = conditions;
  if (ifNoneMatch !== undefined) {
    const known = ifNoneMatch.split(',').map(bare);
    return etag !== undefined && (known.includes('*') || known.includes(bare(etag)));
  }
  const since = Date.parse(ifModifiedSince ?? '');
  return lastModified !== undefined && Math.floor(lastModified / 1000) * 1000 <= since;
}

/** What a read in a Bundle is answered with: without a body when it was seen, or asked by HEAD. */
export function tellEntry({ asking, isHead }: Entry, told: Told): Told {
  const { body: _, ...withoutBody } = told;
  if (asking.method === 'GET' && told.status === 200 && isSeen(asking, told))
    return { ...withoutBody, status: 304 };
  return isHead ? withoutBody : told;
}

const statusLine = (status: number): string => `${status} ${STATUS_CODES[status] ?? ''}`.trim();

interface Answered {
  readonly asking: Asking;
  readonly told: Told;
}

/** Members of `response` before its outcome, as JSON without the last brace. */
function responseHead({ status, location, etag, lastModified }: Told): string {
  const response = {
    status: statusLine(status),
    ...(location !== undefined && { location }),
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified: formatUtc(lastModified) }),
  };
  return JSON.stringify(response).slice(0, -1);
}

const bytesOf = (part: Buffer | string): Buffer =>
  typeof part === 'string' ? Buffer.from(part) : part;

/** The body of a write that was asked for a word, or of a refusal, is the outcome; any other is the resource. */
function entryParts(
  { asking, told }: Answered,
  addressed: (told: Told) => string,
): (Buffer | string)[] {
  const { body = '', status } = told;
  const head = responseHead(told);
  if (body.length === 0) return [`{"response":${head}}}`];
  const isOutcome =
    status >= 400 || (asking.method !== 'GET' && asking.prefer.return === 'OperationOutcome');
  if (isOutcome) return [`{"response":${head},"outcome":`, body, '}}'];
  return [`{${addressed(told)}"resource":`, body, `,"response":${head}}}`];
}

/** A resource that was written says where it is; one version does so once in a Bundle (bdl-7). */
function addressedFrom(base: string): (told: Told) => string {
  const said = new Set<string>();
  return ({ location = '' }) => {
    const [, address] = /^(.*)\/_history\/\d+$/.exec(location) ?? [];
    if (!address?.startsWith(base) || said.has(location)) return '';
    said.add(location);
    return `"fullUrl":${JSON.stringify(address)},`;
  };
}

/** A refusal as the answer of its entry. */
export const tellRefusal = ({ status, issues }: FhirError, language: Language): Told => ({
  status,
  body: JSON.stringify(render(issues, language)),
  looks: [],
});

/** The answer to a Bundle, as bytes, in the order in which it was asked. */
export function tellBundle(type: string, base: string, answers: readonly Answered[]): Told {
  const addressed = addressedFrom(base);
  const parts = answers.flatMap((one, at): (Buffer | string)[] => [
    at === 0 ? '"entry":[' : ',',
    ...entryParts(one, addressed),
  ]);
  const head = `{"resourceType":"Bundle","type":"${type}-response"${parts.length > 0 ? ',' : ''}`;
  const body = Buffer.concat([head, ...parts, parts.length > 0 ? ']}' : '}'].map(bytesOf));
  return { status: 200, body, looks: answers.flatMap(({ told }) => told.looks) };
}
