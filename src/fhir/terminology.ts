/** Terminology of R4 and of ours: the operations and what search asks. https://hl7.org/fhir/R4/terminology-service.html */
import type { CodeSystem, ConceptMap, Parameters, ValueSet } from '@medplum/fhirtypes';
import type { Codes } from './codes.ts';
import { type TranslateRequest, translate } from './concept-map.ts';
import { type ExpandRequest, expandValueSet } from './expansion.ts';
import { entriesAt, isListed, workOn } from './expansion-entry.ts';
import { FhirError } from './outcome.ts';
import type { Published } from './published.ts';
import { type LookupRequest, lookUp } from './terminology-lookup.ts';
import {
  keeping,
  type OwnTerminology,
  openSource,
  plainUrl,
  type Source,
} from './terminology-source.ts';
import { generalOf, kindsOf, type System } from './terminology-system.ts';
import {
  type ValidateRequest,
  type ValidateSystemRequest,
  validateInSystem,
  validateInValueSet,
} from './terminology-validate.ts';

/** Each operation throws a FhirError: 400 for what is missing, 404 for what is not known here, 422 for what cannot be worked out. */
export interface OpenTerminology {
  readonly codes: Codes;
  readonly expandValueSet: (request: ExpandRequest) => ValueSet;
  readonly validateInValueSet: (request: ValidateRequest) => Parameters;
  readonly validateInSystem: (request: ValidateSystemRequest) => Parameters;
  readonly lookUp: (request: LookupRequest) => Parameters;
  readonly translate: (request: TranslateRequest) => Parameters;
  /** By canonical URL, R4's without narrative; undefined when there is none. */
  readonly valueSet: (url: string) => ValueSet | undefined;
  readonly codeSystem: (url: string) => CodeSystem | undefined;
  readonly conceptMap: (url: string) => ConceptMap | undefined;
}

/** Undefined where the codes cannot be known; what is wrong with a set is told by $expand. */
function orNothing<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof FhirError) return undefined;
    throw error;
  }
}

function codesFrom(source: Source): Codes {
  const around =
    (links: (system: System, code: string) => Set<string>) => (url: string, code: string) => {
      const system = source.system(url);
      return isListed(system) ? [code, ...links(system, code)] : undefined;
    };
  const tokens = keeping((url) =>
    orNothing(() =>
      entriesAt(workOn(source, true), url).map(({ system, code }) => ({
        system,
        ...(code !== '' && { code }),
      })),
    ),
  );
  return {
    valueSet: (url) => tokens(plainUrl(url)),
    above: around(generalOf),
    below: around(kindsOf),
  };
}

/** Opens R4's terminology and ours. Reads an index once (some 0.2 s), so open it at the start and not in a request. */
export function openTerminology(published: Published, own: OwnTerminology): OpenTerminology {
  const source = openSource(published, own);
  const entries = keeping((url) => entriesAt(workOn(source), url));
  return {
    codes: codesFrom(source),
    expandValueSet: (request) => expandValueSet(source, request, (url) => entries(plainUrl(url))),
    validateInValueSet: (request) => validateInValueSet(source, request),
    validateInSystem: (request) => validateInSystem(source, request),
    lookUp: (request) => lookUp(source, request),
    translate: (request) => translate(source, request),
    valueSet: source.valueSet,
    codeSystem: source.codeSystem,
    conceptMap: source.conceptMap,
  };
}
