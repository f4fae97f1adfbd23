/** ConceptMap/$translate. https://hl7.org/fhir/R4/conceptmap-operation-translate.html */
import type {
  Coding,
  ConceptMap,
  ConceptMapGroup,
  ConceptMapGroupElementTargetDependsOn,
  Parameters,
  ParametersParameter,
} from '@medplum/fhirtypes';
import { type CodeRequest, codingsOf } from './terminology-code.ts';
import { unknownConceptMap } from './terminology-fault.ts';
import { plainUrl, type Source } from './terminology-source.ts';

/** Which maps are asked, by their URL or by the value sets and systems that they lead between; all, when nothing is said. */
export interface TranslateRequest extends Omit<CodeRequest, 'abstract' | 'displayLanguage'> {
  readonly url?: string | undefined;
  readonly conceptMap?: ConceptMap | undefined;
  readonly source?: string | undefined;
  readonly target?: string | undefined;
  readonly targetSystem?: string | undefined;
  /** From target to source. */
  readonly reverse?: boolean | undefined;
  /** Other elements that a target may depend on, each by URI with its code. */
  readonly dependency?: readonly { readonly element: string; readonly code: string }[] | undefined;
}

type Equivalence = NonNullable<
  NonNullable<NonNullable<ConceptMapGroup['element']>[number]['target']>[number]['equivalence']
>;

interface Match {
  readonly equivalence: Equivalence;
  readonly concept?: Coding;
  readonly product?: readonly ConceptMapGroupElementTargetDependsOn[] | undefined;
  readonly map: ConceptMap;
}

/** One lookup: which way, with what beside the code, and how often another map was asked instead. */
interface Way {
  readonly from: Source;
  readonly request: TranslateRequest;
  readonly hops: number;
}

const maxHops = 4;
const noMatch: readonly Equivalence[] = ['unmatched', 'disjoint'];
const opposite: Readonly<Partial<Record<Equivalence, Equivalence>>> = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
};

const codingOf = (system?: string, code?: string, display?: string): Coding => ({
  ...(system !== undefined && { system }),
  ...(code !== undefined && { code }),
  ...(display !== undefined && { display }),
});

const isSystem = (given: string | undefined, ofGroup: string | undefined): boolean =>
  given === undefined || ofGroup === undefined || plainUrl(ofGroup) === given;

function isMet(
  { dependency = [] }: TranslateRequest,
  dependsOn: readonly ConceptMapGroupElementTargetDependsOn[] = [],
): boolean {
  return dependsOn.every(({ property, value }) =>
    dependency.some(({ element, code }) => element === property && code === value),
  );
}

function forward(
  way: Way,
  map: ConceptMap,
  group: ConceptMapGroup,
  { system, code }: Coding,
): Match[] {
  if (!isSystem(system, group.source)) return [];
  const element = group.element?.find((one) => one.code === code);
  if (!element) return unmapped(way, map, group, codingOf(system, code));
  const targets = element.target?.filter(({ dependsOn }) => isMet(way.request, dependsOn)) ?? [];
  return targets.map((target) => ({
    equivalence: target.equivalence ?? 'relatedto',
    ...(target.code !== undefined && {
      concept: codingOf(group.target, target.code, target.display),
    }),
    product: target.product,
    map,
  }));
}

/** What a group says of codes that it does not list. */
function unmapped(way: Way, map: ConceptMap, group: ConceptMapGroup, coding: Coding): Match[] {
  const { mode, code, display, url } = group.unmapped ?? {};
  if (mode === 'provided') {
    return [{ equivalence: 'equal', concept: codingOf(group.target, coding.code), map }];
  }
  if (mode === 'fixed') {
    return [{ equivalence: 'relatedto', concept: codingOf(group.target, code, display), map }];
  }
  const other =
    mode === 'other-map' && way.hops < maxHops ? way.from.conceptMap(url ?? '') : undefined;
  return other ? matchesIn({ ...way, hops: way.hops + 1 }, other, coding) : [];
}

function backward(
  _: Way,
  map: ConceptMap,
  group: ConceptMapGroup,
  { system, code }: Coding,
): Match[] {
  if (!isSystem(system, group.target)) return [];
  return (group.element ?? []).flatMap((element) =>
    (element.target ?? [])
      .filter((target) => target.code === code)
      .map(({ equivalence = 'relatedto' }) => ({
        equivalence: opposite[equivalence] ?? equivalence,
        concept: codingOf(group.source, element.code, element.display),
        map,
      })),
  );
}

function matchesIn(way: Way, map: ConceptMap, coding: Coding): Match[] {
  const { reverse, targetSystem } = way.request;
  const look = reverse ? backward : forward;
  return (map.group ?? [])
    .filter((group) => isSystem(targetSystem, reverse ? group.source : group.target))
    .flatMap((group) => look(way, map, group, coding));
}

const setOf = (map: ConceptMap, end: 'source' | 'target'): string =>
  plainUrl(map[`${end}Uri`] ?? map[`${end}Canonical`] ?? '');

function mapsFor(from: Source, request: TranslateRequest): readonly ConceptMap[] {
  const { url, conceptMap, source, target, reverse } = request;
  if (conceptMap) return [conceptMap];
  if (url !== undefined) {
    const found = from.conceptMap(url);
    if (!found) throw unknownConceptMap(url);
    return [found];
  }
  const [begin, end] = reverse ? [target, source] : [source, target];
  return from
    .conceptMaps()
    .filter((map) => begin === undefined || setOf(map, 'source') === plainUrl(begin))
    .filter((map) => end === undefined || setOf(map, 'target') === plainUrl(end));
}

function productOf({
  property,
  system,
  value,
  display,
}: ConceptMapGroupElementTargetDependsOn): ParametersParameter {
  return {
    name: 'product',
    part: [
      { name: 'element', valueUri: property ?? '' },
      { name: 'concept', valueCoding: codingOf(system, value, display) },
    ],
  };
}

function matchOf({ equivalence, concept, product = [], map }: Match): ParametersParameter {
  return {
    name: 'match',
    part: [
      { name: 'equivalence', valueCode: equivalence },
      ...(concept ? [{ name: 'concept', valueCoding: concept }] : []),
      ...product.map(productOf),
      ...(map.url === undefined ? [] : [{ name: 'source', valueUri: map.url }]),
    ],
  };
}

const nothing = {
  da: 'Koden kan ikke oversættes.',
  en: 'The code cannot be translated.',
} as const;

/** What a code becomes. Throws a FhirError: 404 for an unknown map, 400 without a code. */
export function translate(from: Source, request: TranslateRequest): Parameters {
  const maps = mapsFor(from, request);
  const way: Way = { from, request, hops: 0 };
  const codings = codingsOf(request);
  const matches = maps.flatMap((map) => codings.flatMap((coding) => matchesIn(way, map, coding)));
  const result = matches.some(({ equivalence }) => !noMatch.includes(equivalence));
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'result', valueBoolean: result },
      ...(result ? [] : [{ name: 'message', valueString: nothing[request.language] }]),
      ...matches.map(matchOf),
    ],
  };
}
