/** ValueSet/$validate-code and CodeSystem/$validate-code. https://hl7.org/fhir/R4/valueset-operation-validate-code.html */
import type { CodeSystem, Parameters, ValueSet, ValueSetComposeInclude } from '@medplum/fhirtypes';
import { entriesOf, isListed, pay, throughSet, type Work, workOn } from './expansion-entry.ts';
import { filtersOf } from './expansion-filter.ts';
import { answer, type CodeRequest, codingsOf, judged, type Known } from './terminology-code.ts';
import { needsOne, notListed, unknownCodeSystem, unknownValueSet } from './terminology-fault.ts';
import type { Source } from './terminology-source.ts';
import { type System, systemOf } from './terminology-system.ts';
import { isUnit, ucum } from './ucum.ts';

export interface ValidateRequest extends CodeRequest {
  readonly url?: string | undefined;
  readonly valueSet?: ValueSet | undefined;
}

export interface ValidateSystemRequest extends CodeRequest {
  readonly url?: string | undefined;
  readonly codeSystem?: CodeSystem | undefined;
}

/** Whether a system has a code. Throws a FhirError (422) when that cannot be known here. */
function inSystem(source: Source, url: string, code: string, system = source.system(url)): Known {
  if (isListed(system))
    return { isThere: system.concepts.has(code), concept: system.concepts.get(code) };
  if (url === ucum) return { isThere: isUnit(code) };
  const grammar = source.grammar(url);
  if (!grammar) throw notListed(url);
  return { isThere: grammar.test(code) };
}

interface Code {
  readonly system: string;
  readonly code: string;
}

function holdsPart(work: Work, include: ValueSetComposeInclude, { system, code }: Code): boolean {
  const { concept, filter = [] } = include;
  pay(work, 1 + (concept?.length ?? 0));
  if (include.system !== system) return false;
  if (concept) return concept.some((one) => one.code === code);
  if (filter.length === 0) return inSystem(work.source, system, code).isThere;
  const known = work.source.system(system);
  if (!isListed(known)) throw notListed(system);
  pay(work, known.concepts.size * filter.length);
  const found = known.concepts.get(code);
  return found !== undefined && filtersOf(known, filter)(found);
}

function holdsInclude(work: Work, include: ValueSetComposeInclude, code: Code): boolean {
  if (include.system !== undefined && !holdsPart(work, include, code)) return false;
  return (include.valueSet ?? []).every((url) => {
    const next = throughSet(work, url);
    return holds(next.work, next.set, code);
  });
}

/** What cannot be known matters only where no other part has the code. */
function someHolds(work: Work, includes: readonly ValueSetComposeInclude[], code: Code): boolean {
  let fault: unknown;
  for (const include of includes) {
    try {
      if (holdsInclude(work, include, code)) return true;
    } catch (error) {
      fault ??= error;
    }
  }
  if (fault !== undefined) throw fault;
  return false;
}

/** Whether a value set has a code; looks only at what may have it, so that sets without an end can be asked too. */
function holds(work: Work, set: ValueSet, code: Code): boolean {
  const { compose } = set;
  if (compose) {
    return someHolds(work, compose.include, code) && !someHolds(work, compose.exclude ?? [], code);
  }
  return entriesOf(work, set).some((one) => one.code === code.code && one.system === code.system);
}

/** The systems of a set, for a code that comes without one. */
const systemsOf = ({ compose }: ValueSet): string[] => [
  ...new Set(compose?.include.flatMap(({ system }) => system ?? []) ?? []),
];

/** Whether a value set has a code. Throws a FhirError: 404 for an unknown set, 422 where it cannot be known, 400 without a code. */
export function validateInValueSet(source: Source, request: ValidateRequest): Parameters {
  const { url, valueSet } = request;
  if (!valueSet && url === undefined) throw needsOne(['url', 'valueSet']);
  const set = valueSet ?? source.valueSet(url ?? '');
  if (!set) throw unknownValueSet(url ?? '');
  const work = workOn(source);
  const all = codingsOf(request).map((coding) => {
    const { code = '' } = coding;
    const systems = coding.system === undefined ? systemsOf(set) : [coding.system];
    const system = systems.find((one) => holds(work, set, { system: one, code }));
    const concept = source.system(system ?? '')?.concepts.get(code);
    const place = set.url ?? set.name ?? 'ValueSet';
    return judged(request, coding, place, { isThere: system !== undefined, concept });
  });
  return answer(all, request.language);
}

/** Whether a code system has a code. Throws a FhirError as `validateInValueSet` does. */
export function validateInSystem(source: Source, request: ValidateSystemRequest): Parameters {
  const { codeSystem, url = codeSystem?.url ?? request.system ?? request.coding?.system } = request;
  if (url === undefined) throw needsOne(['url', 'codeSystem', 'system']);
  const system: System | undefined = codeSystem ? systemOf(codeSystem) : source.system(url);
  const isKnown = isListed(system) || url === ucum || source.grammar(url);
  if (!isKnown) throw system ? notListed(url) : unknownCodeSystem(url);
  const all = codingsOf({ ...request, system: undefined }).map((coding) => {
    const isOther = coding.system !== undefined && coding.system !== url;
    const known = isOther ? { isThere: false } : inSystem(source, url, coding.code ?? '', system);
    return judged(request, coding, url, known);
  });
  return answer(all, request.language);
}
