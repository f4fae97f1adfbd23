/** A request and its answer, whichever way it came: over HTTP, or as an entry of a Bundle. */
import type { Codes } from '../fhir/codes.ts';
import type { Definitions } from '../fhir/definitions.ts';
import { badRequest } from '../fhir/outcome.ts';
import type { OpenTerminology } from '../fhir/terminology.ts';
import type { OwnTerminology } from '../fhir/terminology-source.ts';
import type { Call, Room } from '../resources/define.ts';
import type { Native } from '../resources/operation.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Entries = readonly (readonly [string, string])[];

/** What a body was read as. `resource` is JSON that nobody has validated yet. */
export type Body =
  | { readonly kind: 'resource'; readonly resource: unknown }
  | { readonly kind: 'json-patch'; readonly operations: unknown }
  | { readonly kind: 'form'; readonly entries: Entries };

/** Header values as they were sent; in a Bundle those of `entry.request`. */
export interface Conditions {
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
  readonly ifModifiedSince?: string;
  /** Query of a conditional create, without `?`. */
  readonly ifNoneExist?: string;
}

/** The preferences of RFC 7240 that FHIR knows. */
export interface Prefer {
  readonly return?: 'minimal' | 'representation' | 'OperationOutcome';
  readonly lenient: boolean;
  readonly async: boolean;
}

export interface Asking {
  readonly method: Method;
  /** Decoded segments behind the base, such as `Patient`, `1`, `_history`. */
  readonly path: readonly string[];
  /** Parameters of the address; `_format` and `_pretty` are taken out. */
  readonly query: Entries;
  readonly conditions: Conditions;
  readonly prefer: Prefer;
  /** Reads the body as one of the kinds wanted: undefined when there is none, 400 when it cannot be read, 415 when it is another. */
  readonly body: (wanted: readonly Body['kind'][]) => Body | undefined;
}

/** What was looked at: of one citizen, or of none when nobody was found. */
export interface Look {
  readonly patient: string | null;
  /** `Type/id` of what was shown. */
  readonly targets: readonly string[];
  /** What was asked, and behind the base how; absent until the route is known. */
  readonly interaction?: string;
  readonly query?: string;
  /** It was asked for and not shown. */
  readonly isRefused?: true;
}

/** An answer. `body` is JSON, as it is stored or joined. */
export interface Told {
  readonly status: number;
  readonly body?: Buffer | string;
  /** The same in a media type of its own, for who does not ask for FHIR by name. */
  readonly native?: Native;
  /** Such as `W/"3"`. */
  readonly etag?: string;
  /** Epoch milliseconds. */
  readonly lastModified?: number;
  /** Absolute, of the version that a write made. */
  readonly location?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Recorded before the answer leaves. */
  readonly looks: readonly Look[];
}

/** All that an interaction works with, besides what is asked. */
export interface Desk {
  readonly call: Call;
  readonly rooms: readonly Room[];
  readonly definitions: Definitions;
  readonly codes?: Codes;
  /** R4's terminology and ours, with some more where that is given; opened when it is first asked. */
  readonly terminology?: (more?: OwnTerminology) => OpenTerminology;
  /** FHIR base of this installation. */
  readonly base: string;
  /** The request's id, shared by its access records. */
  readonly request: string;
  /** Tells callers apart without saying who they are. */
  readonly holder: string;
}

const bodyMissing = () =>
  badRequest('body-missing', {
    da: 'Forespørgslen mangler indhold.',
    en: 'The request has no body.',
  });

/** The resource that was sent, not yet validated. 400 when there is none, 415 when something else was sent. */
export function resourceOf(asking: Asking): unknown {
  const body = asking.body(['resource']);
  if (body?.kind !== 'resource') throw bodyMissing();
  return body.resource;
}

/** The body as one of these kinds. 400 when there is none, 415 when it is another. */
export function bodyOf(asking: Asking, wanted: readonly Body['kind'][]): Body {
  const body = asking.body(wanted);
  if (!body) throw bodyMissing();
  return body;
}

/** Reads a Prefer header; what is not known is left alone, as RFC 7240 asks. */
export function preferOf(header: string): Prefer {
  const [, returns] =
    /(?:^|[,;\s])return\s*=\s*"?(minimal|representation|OperationOutcome)\b/i.exec(header) ?? [];
  const wanted = (['minimal', 'representation', 'OperationOutcome'] as const).find(
    (one) => one.toLowerCase() === returns?.toLowerCase(),
  );
  return {
    ...(wanted && { return: wanted }),
    lenient: /(?:^|[,;\s])handling\s*=\s*"?lenient\b/i.test(header),
    async: /(?:^|[,;\s])respond-async\b/i.test(header),
  };
}

/** A version as an ETag. */
export const etagOf = (version: number): string => `W/"${version}"`;
