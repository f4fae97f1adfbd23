/** A code system made ready for questions. https://hl7.org/fhir/R4/codesystem.html */
import type {
  CodeSystem,
  CodeSystemConcept,
  CodeSystemConceptDesignation,
  CodeSystemConceptProperty,
} from '@medplum/fhirtypes';

export interface Concept {
  readonly code: string;
  readonly display?: string;
  readonly definition?: string;
  readonly designation: readonly CodeSystemConceptDesignation[];
  readonly property: readonly CodeSystemConceptProperty[];
  /** A heading, not meant to be recorded. */
  readonly isAbstract: boolean;
  readonly isInactive: boolean;
}

/** The codes in the order in which they are published, and who is a kind of whom: a code may have several parents. */
export interface System {
  readonly url: string;
  readonly name: string;
  readonly version?: string;
  readonly content: NonNullable<CodeSystem['content']>;
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly children: ReadonlyMap<string, ReadonlySet<string>>;
  readonly parents: ReadonlyMap<string, ReadonlySet<string>>;
}

type Links = Map<string, Set<string>>;

const isTrue = (
  property: readonly CodeSystemConceptProperty[],
  codes: readonly string[],
): boolean =>
  property.some(({ code, valueBoolean }) => valueBoolean === true && codes.includes(code ?? ''));

function conceptOf(given: CodeSystemConcept, code: string): Concept {
  const { display, definition, designation = [], property = [] } = given;
  const status = property.find((one) => one.code === 'status');
  return {
    code,
    ...(display !== undefined && { display }),
    ...(definition !== undefined && { definition }),
    designation,
    property,
    isAbstract: isTrue(property, ['notSelectable', 'abstract']),
    isInactive: isTrue(property, ['inactive']) || status?.valueCode === 'retired',
  };
}

function link(links: Links, from: string, to: string): void {
  const known = links.get(from);
  if (known) known.add(to);
  else links.set(from, new Set([to]));
}

interface Waiting {
  readonly concept: CodeSystemConcept;
  readonly parent?: string;
}

/** Properties by which HL7's systems tell of parents beyond the one that a code stands under. */
const parentsIn = ({ property = [] }: CodeSystemConcept, name: 'child' | 'parent'): string[] =>
  property.flatMap(({ code, valueCode }) => (code === name && valueCode ? [valueCode] : []));

/** Every concept with the one that it stands under, in order; however deep, without a stack. */
function* walk(top: readonly CodeSystemConcept[] = []): Generator<Waiting> {
  const waiting: Waiting[] = top.map((concept) => ({ concept })).reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    const { concept } = next;
    for (const child of (concept.concept ?? []).toReversed())
      waiting.push({ concept: child, parent: concept.code ?? '' });
  }
}

/** Reads a code system; one of a request too. */
export function systemOf(given: CodeSystem): System {
  const concepts = new Map<string, Concept>();
  const [children, parents]: [Links, Links] = [new Map(), new Map()];
  const join = (parent: string, child: string) => {
    link(children, parent, child);
    link(parents, child, parent);
  };
  for (const { concept, parent } of walk(given.concept)) {
    const code = concept.code ?? '';
    if (!concepts.has(code)) concepts.set(code, conceptOf(concept, code));
    if (parent !== undefined) join(parent, code);
    for (const child of parentsIn(concept, 'child')) join(code, child);
    for (const above of parentsIn(concept, 'parent')) join(above, code);
  }
  const { url = '', name = url, title = name, version, content = 'complete' } = given;
  const about = { url, name: title, ...(version !== undefined && { version }), content };
  return { ...about, concepts, children, parents };
}

/** All that links lead to from a code, the nearest first, without the code itself. */
function reached(links: ReadonlyMap<string, ReadonlySet<string>>, code: string): Set<string> {
  const found = new Set<string>(links.get(code));
  // A set gives what is added to it while it is walked.
  for (const next of found) for (const further of links.get(next) ?? []) found.add(further);
  found.delete(code);
  return found;
}

/** All kinds of a code, at every depth, without itself. */
export const kindsOf = ({ children }: System, code: string): Set<string> => reached(children, code);
/** All that a code is a kind of, without itself. */
export const generalOf = ({ parents }: System, code: string): Set<string> => reached(parents, code);
