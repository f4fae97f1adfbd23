import type { FastifyRequest } from 'fastify';
import { writeJson } from '../fhir/decimal.ts';
import type { Definitions } from '../fhir/definitions.ts';
import { parseStored } from '../fhir/json.ts';
import { notAcceptable } from '../fhir/outcome.ts';
import { writeXml, writeXmlInTurns } from '../fhir/xml/write.ts';

/** How an answer is to be written. */
export interface Format {
  readonly contentType: string;
  /** Undefined when the stored JSON is sent as it is. */
  readonly write?: Written;
  /** FHIR was asked for by its name or a name for it, not only anything. */
  readonly isNamed?: true;
  /** Nothing of ours was asked for, but this; only what is of that type can be answered. */
  readonly native?: string;
}

/** `inTurns` lets others run meanwhile, as a Bundle may be megabytes; `atOnce` is for the words of a refusal. */
interface Written {
  readonly inTurns: (json: string) => Promise<string>;
  readonly atOnce: (json: string) => string;
}

export const fhirJson = 'application/fhir+json; charset=utf-8';
const fhirXml = 'application/fhir+xml; charset=utf-8';

type Kind = 'json' | 'xml';

/** Names of our formats, in `_format` and in Accept. */
const kinds: Readonly<Record<string, Kind>> = {
  ...{ json: 'json', 'application/json': 'json', 'application/fhir+json': 'json' },
  ...{ 'text/json': 'json', 'application/*': 'json', '*/*': 'json' },
  ...{ xml: 'xml', 'text/xml': 'xml', 'application/xml': 'xml', 'application/fhir+xml': 'xml' },
  'text/*': 'xml',
};

/** What some answers can be in besides FHIR. */
const natives = ['text/calendar', 'text/html', 'application/pdf', 'image/', 'text/plain'];

interface Wish {
  readonly kind: Kind;
  readonly isNamed: boolean;
  readonly quality: number;
}

/** One media range; undefined when it is none of ours, or of another version of FHIR. */
function wishOf(range: string): Wish | undefined {
  const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const given = new Map(
    parameters.map((part): [string, string] => {
      const [key = '', value = ''] = part.split('=', 2);
      return [key, value];
    }),
  );
  const version = given.get('fhirversion')?.replaceAll('"', '') ?? '4.0';
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  const quality = Number(given.get('q') ?? 1);
  if (!kind || !/^4\.0(?:\.1)?$/.test(version) || !(quality > 0)) return undefined;
  return { kind, quality, isNamed: !name.endsWith('/*') };
}

/** The first of the most wanted, as RFC 9110 ranks them by `q`. */
const best = (accept: string): Wish | undefined =>
  accept
    .split(',', 50)
    .map(wishOf)
    .filter((wish) => wish !== undefined)
    .reduce<Wish | undefined>(
      (top, wish) => (top && top.quality >= wish.quality ? top : wish),
      undefined,
    );

const pretty = (json: string): string => writeJson(parseStored(json), 2);

export const plainJson: Format = { contentType: fhirJson };

const formatOf = (kind: Kind, isPretty: boolean, definitions: Definitions): Format => {
  if (kind === 'xml')
    return {
      contentType: fhirXml,
      write: {
        inTurns: (json) => writeXmlInTurns(parseStored(json), definitions, { pretty: isPretty }),
        atOnce: (json) => writeXml(parseStored(json), definitions, { pretty: isPretty }),
      },
    };
  if (!isPretty) return plainJson;
  return {
    contentType: fhirJson,
    write: { inTurns: async (json) => pretty(json), atOnce: pretty },
  };
};

const one = (value: unknown): string | undefined => {
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
};

/** 406 where the answer is not of the one type that was asked for; what may be of any is known only when it is read. */
export function assertGiven({ native }: Format, given: string | undefined): void {
  if (native !== undefined && given !== native && given !== '*/*')
    throw notAcceptable([fhirJson, fhirXml]);
}

/** What the caller wants to read: `_format` wins over Accept. 406 when it is none of ours. */
export function negotiate(request: FastifyRequest, definitions: Definitions): Format {
  const query = request.query as { _format?: unknown; _pretty?: unknown };
  // A `+` that was not encoded comes as a blank.
  const asked = one(query._format)?.replace(' ', '+') ?? request.headers.accept;
  const isPretty = one(query._pretty) === 'true';
  if (asked === undefined && !isPretty) return plainJson;
  const wish = best(asked ?? '*/*');
  const native = wish ? undefined : natives.find((type) => asked?.toLowerCase().includes(type));
  if (native) return { ...plainJson, native };
  if (!wish) throw notAcceptable([fhirJson, fhirXml]);
  const format = formatOf(wish.kind, isPretty, definitions);
  return wish.isNamed ? { ...format, isNamed: true } : format;
}
