/** ValueSet/$expand. https://hl7.org/fhir/R4/valueset-operation-expand.html */
import type {
  ValueSet,
  ValueSetExpansionContains,
  ValueSetExpansionParameter,
} from '@medplum/fhirtypes';
import { type Entry, entriesAt, entriesOf, workOn } from './expansion-entry.ts';
import { badCount, needsOne, tooLong, unknownValueSet } from './terminology-fault.ts';
import type { Source } from './terminology-source.ts';

/** What is asked, and what makes the answer one of its kind. */
export interface ExpandRequest {
  /** Canonical URL of a set that is known here; else `valueSet` is the set itself. */
  readonly url?: string | undefined;
  readonly valueSet?: ValueSet | undefined;
  /** Each word is in the display or begins the code, whatever its case. */
  readonly filter?: string | undefined;
  readonly offset?: number | undefined;
  /** At most, and unless given, 1,000. */
  readonly count?: number | undefined;
  readonly displayLanguage?: string | undefined;
  readonly includeDesignations?: boolean | undefined;
  readonly includeDefinition?: boolean | undefined;
  readonly activeOnly?: boolean | undefined;
  /** URI of this expansion, such as `urn:uuid:…`. */
  readonly identifier: string;
  /** When it was made, as a FHIR dateTime. */
  readonly timestamp: string;
}

const maxCount = 1_000;
/** Characters. */
const maxFilter = 200;

function matching(entries: readonly Entry[], filter = ''): readonly Entry[] {
  if (filter.length > maxFilter) throw tooLong('filter', maxFilter);
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter(({ code, display = '' }) => {
    const [shown, name] = [display.toLowerCase(), code.toLowerCase()];
    return words.every((word) => shown.includes(word) || name.startsWith(word));
  });
}

/** The display in a language, where the system has one; else its usual one. */
export function displayIn(entry: Pick<Entry, 'display' | 'designation'>, language?: string) {
  const wanted = language?.toLowerCase().split('-')[0];
  const found = entry.designation?.find(
    (one) => wanted !== undefined && one.language?.toLowerCase().split('-')[0] === wanted,
  );
  return found?.value ?? entry.display;
}

function contains(entry: Entry, request: ExpandRequest): ValueSetExpansionContains {
  const display = displayIn(entry, request.displayLanguage);
  const { system, code, designation = [], isAbstract, isInactive } = entry;
  return {
    ...(system !== '' && { system }),
    ...(isAbstract && { abstract: true }),
    ...(isInactive && { inactive: true }),
    code,
    ...(display !== undefined && { display }),
    ...(request.includeDesignations && designation.length > 0 && { designation: [...designation] }),
  };
}

type Written = (value: unknown) => Omit<ValueSetExpansionParameter, 'name'>;
const asString: Written = (value) => ({ valueString: String(value) });
const asCode: Written = (value) => ({ valueCode: String(value) });
const asNumber: Written = (value) => ({ valueInteger: Number(value) });
const asTruth: Written = (value) => ({ valueBoolean: value === true });

/** What shaped the answer is told in it. */
const told = {
  filter: asString,
  offset: asNumber,
  count: asNumber,
  displayLanguage: asCode,
  includeDesignations: asTruth,
  activeOnly: asTruth,
} as const satisfies Partial<Record<keyof ExpandRequest, Written>>;

function parametersOf(request: ExpandRequest, entries: readonly Entry[], source: Source) {
  const asked = (Object.keys(told) as (keyof typeof told)[])
    .filter((name) => request[name] !== undefined)
    .map((name) => ({ name, ...told[name](request[name]) }));
  const systems = [...new Set(entries.map(({ system }) => system))];
  const used = systems.flatMap((url) => {
    const { version, content } = source.system(url) ?? {};
    // A URN has no versions.
    const hasVersion = version !== undefined && /^https?:/.test(url);
    const valueUri = hasVersion ? `${url}|${version}` : url;
    const isPart = content === 'fragment' || content === 'example';
    return [
      ...(hasVersion ? [{ name: 'version', valueUri }] : []),
      ...(isPart ? [{ name: content, valueUri }] : []),
    ];
  });
  return [...asked, ...used];
}

const identity = [
  ...['url', 'version', 'name', 'title', 'status', 'experimental', 'date', 'publisher'],
  ...['description', 'copyright'],
] as const;

function shown(set: ValueSet, isWhole = false): ValueSet {
  const { text: _, expansion: _old, ...whole } = set;
  if (isWhole) return whole as ValueSet;
  const members = Object.entries(whole).filter(([name]) => identity.some((one) => one === name));
  return {
    ...(Object.fromEntries(members) as Partial<ValueSet>),
    resourceType: 'ValueSet',
    status: set.status,
  };
}

function whole(value: number | undefined, name: string, unless: number): number {
  if (value === undefined) return unless;
  if (!Number.isInteger(value) || value < 0) throw badCount(name);
  return value;
}

/** How entries of a set that is known here are found; the terminology keeps them. */
type EntriesAt = (url: string) => readonly Entry[];

/** The expansion of a value set, in pages. Throws a FhirError: 404 for an unknown set, 422 for one that cannot be listed here. */
export function expandValueSet(
  source: Source,
  request: ExpandRequest,
  known: EntriesAt = (url) => entriesAt(workOn(source), url),
): ValueSet {
  const { url, valueSet } = request;
  if (!valueSet && url === undefined) throw needsOne(['url', 'valueSet']);
  const set = valueSet ?? source.valueSet(url ?? '');
  if (!set) throw unknownValueSet(url ?? '');
  const from = whole(request.offset, 'offset', 0);
  const count = Math.min(whole(request.count, 'count', maxCount), maxCount);
  const all = valueSet ? entriesOf(workOn(source), valueSet) : known(url ?? '');
  const active = request.activeOnly ? all.filter(({ isInactive }) => !isInactive) : all;
  const entries = matching(active, request.filter);
  const page = entries.slice(from, from + count).map((entry) => contains(entry, request));
  const parameter = parametersOf(request, page.length > 0 ? all : [], source);
  return {
    ...shown(set, request.includeDefinition),
    expansion: {
      ...{ identifier: request.identifier, timestamp: request.timestamp },
      ...{ total: entries.length, offset: from },
      ...(parameter.length > 0 && { parameter }),
      ...(page.length > 0 && { contains: page }),
    },
  };
}
