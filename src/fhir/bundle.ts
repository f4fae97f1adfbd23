/** Bundles joined from stored bytes: nothing is parsed on the way out. https://hl7.org/fhir/R4/bundle.html */
import type { OperationOutcome } from '@medplum/fhirtypes';
import { uuidv5 } from './id.ts';

/** A resource as it is stored, ready to send. */
export interface SearchEntry {
  readonly fullUrl: string;
  readonly content: string | Uint8Array;
  readonly mode: 'match' | 'include';
}

export interface Link {
  readonly relation: 'self' | 'next' | 'previous' | 'first' | 'last';
  readonly url: string;
}

export interface Searchset {
  readonly entries: readonly SearchEntry[];
  /** All matches, not those of the page; left out when it was not asked for. */
  readonly total?: number;
  readonly links: readonly Link[];
  /** Warnings about the search, as a last entry. */
  readonly outcome?: OperationOutcome;
}

/** One version, newest first. `content` is null for a deletion. */
export interface HistoryEntry {
  readonly fullUrl: string;
  readonly content: string | Uint8Array | null;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Address of the request relative to the base, such as `Slot/1`. */
  readonly url: string;
  readonly version: number;
  /** FHIR instant. */
  readonly lastModified: string;
}

export interface History {
  readonly entries: readonly HistoryEntry[];
  readonly total?: number;
  readonly links: readonly Link[];
}

function head(type: string, total: number | undefined, links: readonly Link[]): string {
  const count = total === undefined ? '' : `,"total":${total}`;
  const link = links.length === 0 ? '' : `,"link":${JSON.stringify(links)}`;
  return `{"resourceType":"Bundle","type":"${type}"${count}${link}`;
}

/** An empty array is no FHIR: a Bundle without entries has no `entry`. */
function joined(start: string, entries: readonly (readonly (string | Uint8Array)[])[]): Buffer {
  if (entries.length === 0) return Buffer.from(`${start}}`);
  // Joining text and encoding it once takes half the time of joining encoded pieces.
  if (entries.every((entry) => entry.every(isText))) {
    const pieces = entries.flatMap((entry, at) => (at === 0 ? entry : [',', ...entry]));
    return Buffer.from([`${start},"entry":[`, ...pieces, ']}'].join(''));
  }
  const parts: Uint8Array[] = [Buffer.from(`${start},"entry":[`)];
  for (const [index, entry] of entries.entries()) {
    if (index > 0) parts.push(comma);
    for (const part of entry) parts.push(typeof part === 'string' ? Buffer.from(part) : part);
  }
  parts.push(end);
  return Buffer.concat(parts);
}

const isText = (part: unknown): part is string => typeof part === 'string';

const comma = Buffer.from(',');
const end = Buffer.from(']}');

const searchEntry = ({ fullUrl, content, mode }: SearchEntry): (string | Uint8Array)[] => [
  `{"fullUrl":${JSON.stringify(fullUrl)},"resource":`,
  content,
  `,"search":{"mode":"${mode}"}}`,
];

const outcomes = '8a0f3c52-6a3f-4c57-9d0e-5d6f4f1b7c21';

/** Every entry of a Bundle has an address, and an OperationOutcome stands nowhere else. `place`: which of several it is. */
export const outcomeUrl = (outcome: OperationOutcome, place = 0): string =>
  `urn:uuid:${uuidv5(outcomes, `${place} ${JSON.stringify(outcome)}`)}`;

/** The answer to a search, as bytes. */
export function searchset({ entries, total, links, outcome }: Searchset): Buffer {
  const parts = entries.map(searchEntry);
  if (outcome) {
    const entry = { fullUrl: outcomeUrl(outcome), resource: outcome, search: { mode: 'outcome' } };
    parts.push([JSON.stringify(entry)]);
  }
  return joined(head('searchset', total, links), parts);
}

const statuses = { POST: '201', PUT: '200', PATCH: '200', DELETE: '204' } as const;

function historyEntry(entry: HistoryEntry): (string | Uint8Array)[] {
  const { fullUrl, content, method, url, version, lastModified } = entry;
  const response = { status: statuses[method], etag: `W/"${version}"`, lastModified };
  const tail = `"request":${JSON.stringify({ method, url })},"response":${JSON.stringify(response)}}`;
  const start = `{"fullUrl":${JSON.stringify(fullUrl)},`;
  return content ? [`${start}"resource":`, content, `,${tail}`] : [start + tail];
}

/** The answer to a history interaction, as bytes. */
export function historyBundle({ entries, total, links }: History): Buffer {
  return joined(head('history', total, links), entries.map(historyEntry));
}
