/** The codes of a value set, worked out from its definition. https://hl7.org/fhir/R4/valueset.html#compositions */
import type {
  ValueSet,
  ValueSetComposeInclude,
  ValueSetComposeIncludeConcept,
  ValueSetExpansionContains,
} from '@medplum/fhirtypes';
import { filtersOf } from './expansion-filter.ts';
import { FhirError } from './outcome.ts';
import { circular, notListed, tooCostly, unknownValueSet } from './terminology-fault.ts';
import { plainUrl, type Source } from './terminology-source.ts';
import type { Concept, System } from './terminology-system.ts';

/** One code of a value set. `code` is empty where any code of the system is meant. */
export interface Entry {
  readonly system: string;
  readonly code: string;
  readonly display?: string | undefined;
  readonly designation?: Concept['designation'];
  readonly isAbstract?: boolean;
  readonly isInactive?: boolean;
}

/** One working out: from where, through which value sets, and how many concepts may still be looked at. */
export interface Work {
  readonly source: Source;
  readonly through: readonly string[];
  readonly left: { concepts: number };
  /** Whether a system without a list may stand as any code of it. */
  readonly isOpen: boolean;
}

/** Some 20 ms; R4's largest system has 3,200 concepts. */
const maxConcepts = 30_000;
const maxThrough = 20;

export const workOn = (source: Source, isOpen = false): Work => ({
  ...{ source, isOpen, through: [] },
  left: { concepts: maxConcepts },
});

/** Takes from what may be looked at. Throws a FhirError (422) when nothing is left. */
export function pay({ left }: Work, concepts: number): void {
  left.concepts -= concepts;
  if (left.concepts < 0) throw tooCostly();
}

const keyOf = ({ system, code }: Entry): string => `${system}|${code}`;

const entryOf = (system: string, concept: Concept): Entry => ({
  ...{ system, code: concept.code, display: concept.display, designation: concept.designation },
  ...{ isAbstract: concept.isAbstract, isInactive: concept.isInactive },
});

/** A code that the value set names; its display is the set's, else the system's. */
function named(system: string, given: ValueSetComposeIncludeConcept, known?: System): Entry {
  const { code = '', display, designation = [] } = given;
  const concept = known?.concepts.get(code);
  return {
    ...(concept ? entryOf(system, concept) : { system, code }),
    display: display ?? concept?.display,
    designation: [...designation, ...(concept?.designation ?? [])],
  };
}

/** Whether the codes of a system are here to be listed. */
export const isListed = (system: System | undefined): system is System =>
  system !== undefined && system.content !== 'not-present' && system.content !== 'supplement';

function ofSystem(work: Work, url: string, include: ValueSetComposeInclude): Entry[] {
  const system = work.source.system(url);
  const { concept, filter = [] } = include;
  if (concept) {
    pay(work, concept.length);
    return concept.map((one) => named(url, one, system));
  }
  if (isListed(system)) {
    pay(work, system.concepts.size * (1 + filter.length));
    const takes = filtersOf(system, filter);
    const found =
      filter.length > 0 ? [...system.concepts.values()].filter(takes) : system.concepts.values();
    return Array.from(found, (one) => entryOf(url, one));
  }
  if (work.isOpen && filter.length === 0) return [{ system: url, code: '' }];
  throw notListed(url);
}

/** Several parts of one include take what is in all of them. */
function inAll(lists: readonly (readonly Entry[])[]): Entry[] {
  const [first = [], ...others] = lists;
  const sets = others.map((list) => new Set(list.map(keyOf)));
  return first.filter((entry) => sets.every((set) => set.has(keyOf(entry))));
}

function included(work: Work, include: ValueSetComposeInclude): Entry[] {
  const { system, valueSet = [] } = include;
  pay(work, 1 + valueSet.length);
  const own = system === undefined ? [] : [ofSystem(work, system, include)];
  return inAll([...own, ...valueSet.map((url) => entriesAt(work, url))]);
}

/** Follows an import. Throws a FhirError (404) when the set is not known, 422 when it leads back to itself. */
export function throughSet(
  work: Work,
  url: string,
): { readonly set: ValueSet; readonly work: Work } {
  const set = work.source.valueSet(url);
  const plain = plainUrl(url);
  if (!set) throw unknownValueSet(url);
  if (work.through.includes(plain) || work.through.length >= maxThrough) throw circular(url);
  return { set, work: { ...work, through: [...work.through, plain] } };
}

/** All codes of a value set that is known here. */
export function entriesAt(work: Work, url: string): Entry[] {
  const next = throughSet(work, url);
  return entriesOf(next.work, next.set);
}

function excluded(work: Work, exclude: ValueSetComposeInclude): (entry: Entry) => boolean {
  const { system, concept, filter, valueSet } = exclude;
  if (system !== undefined && !concept && !filter && !valueSet)
    return (entry) => entry.system === system;
  const keys = new Set(included(work, exclude).map(keyOf));
  return (entry) => keys.has(keyOf(entry));
}

function* contained(contains: readonly ValueSetExpansionContains[] = []): Generator<Entry> {
  for (const {
    system = '',
    code,
    display,
    designation,
    abstract,
    inactive,
    contains: inner,
  } of contains) {
    const about = {
      designation: designation ?? [],
      isAbstract: abstract ?? false,
      isInactive: inactive ?? false,
    };
    if (code !== undefined) yield { system, code, display, ...about };
    yield* contained(inner);
  }
}

function composed(work: Work, set: ValueSet): Entry[] {
  const { compose, expansion } = set;
  try {
    return (compose?.include ?? []).flatMap((include) => included(work, include));
  } catch (error) {
    // HL7 gives some sets of LOINC with the codes that they had.
    if (error instanceof FhirError && expansion?.contains && !expansion.extension) {
      return [...contained(expansion.contains)];
    }
    throw error;
  }
}

/** All codes of a value set in their order, each once. Throws a FhirError (422) that says what is missing. */
export function entriesOf(work: Work, set: ValueSet): Entry[] {
  const { compose, expansion } = set;
  if (!compose && !expansion) throw notListed(set.url ?? '');
  const all = compose ? composed(work, set) : [...contained(expansion?.contains)];
  const excludes = compose?.exclude ?? [];
  pay(work, all.length * (1 + excludes.length));
  const drops = excludes.map((exclude) => excluded(work, exclude));
  const kept = all.filter((entry) => !drops.some((drop) => drop(entry)));
  const active = compose?.inactive === false ? kept.filter(({ isInactive }) => !isInactive) : kept;
  const once = new Map(active.map((entry) => [keyOf(entry), entry]));
  return [...once.values()];
}
