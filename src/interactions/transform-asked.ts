/** What was sent to `$transform`, read and checked: every fault is told at once. */
import type { Binary, Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { isCuraType } from '../cura/check.ts';
import { recordFaults } from '../cura/record-fault.ts';
import { parseJson } from '../fhir/json.ts';
import {
  badRequest,
  FhirError,
  fail,
  type Issue,
  issue,
  quote,
  tooLarge,
} from '../fhir/outcome.ts';
import { assertReadable } from '../fhir/search-query.ts';
import { validate } from '../fhir/validate.ts';
import { type Asking, type Desk, resourceOf } from './exchange.ts';
import { inputFromBody } from './operation.ts';
import { listIn } from './operation-input.ts';
import type { GeneralOperation } from './route.ts';
import { type Candidate, candidatesFor } from './transform-choice.ts';

export type Asked =
  | {
      readonly side: 'record';
      readonly chosen: readonly Candidate[];
      readonly record: object;
      /** What of it is written otherwise than agreed. */
      readonly warnings: readonly Issue[];
    }
  | {
      readonly side: 'resource';
      readonly chosen: Candidate;
      readonly resource: Resource;
      readonly base?: object;
      readonly warnings: readonly Issue[];
    };

/** Bytes: more would hold others up. FHIR says the same in more words. */
const longestRecord = 40_000;
const longestResource = 200_000;

/** Values of a record, and of a resource: each is traced, which takes time. */
const most = { record: 1_500, resource: 5_000 };

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + countOf(inner), 0);
}

function assertFew(value: unknown, expression: string, limit: number): void {
  if (countOf(value) <= limit) return;
  const text = {
    da: `Her læses højst ${limit} værdier. Send færre i hver liste.`,
    en: `At most ${limit} values are read here. Send fewer in each list.`,
  };
  throw fail(413, issue({ code: 'too-costly', key: 'too-many-elements', text, expression }));
}

const valueFault = (name: string, text: { da: string; en: string }) =>
  badRequest('parameter-value', text, { expression: name });

/** The bytes of a Binary, or of a string. */
function bytesOf(name: string, given: ParametersParameter): Buffer {
  const { contentType = '', data } = (given.resource ?? {}) as Partial<Binary>;
  const isBinary = given.resource?.resourceType === 'Binary';
  if (isBinary && /^application\/(?:[\w.-]+\+)?json\b/.test(contentType) && data !== undefined)
    return Buffer.from(String(data), 'base64');
  if (typeof given.valueString === 'string') return Buffer.from(given.valueString, 'utf8');
  throw valueFault(name, {
    da: `${name} skal være JSON: valueString, eller resource med en Binary af typen application/json.`,
    en: `${name} must be JSON: valueString, or resource with a Binary of type application/json.`,
  });
}

/** What is wrong inside of a parameter is told with its name. */
function inParameter<T>(expression: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    const issues = error.issues.map((one) => ({ ...one, expression }));
    throw fail(error.status, issues, error.headers);
  }
}

function recordIn(values: Values, name: string): object | undefined {
  const given = values.get(name)?.[0];
  if (!given) return undefined;
  const bytes = bytesOf(name, given);
  return inParameter(name, () => {
    if (bytes.length > longestRecord) throw tooLarge(longestRecord);
    const record = parseJson(bytes);
    assertFew(record, name, most.record);
    return record;
  });
}

type Values = ReadonlyMap<string, readonly ParametersParameter[]>;

function typeIn(values: Values): string | undefined {
  const given = values.get('record-type')?.[0];
  const { valueCode, valueString, valueUri } = given ?? {};
  const type = valueCode ?? valueString ?? valueUri;
  if (!given || typeof type === 'string') return type;
  throw valueFault('record-type', {
    da: 'record-type skal være en valueCode.',
    en: 'record-type must be a valueCode.',
  });
}

const faultsOf = (type: string, name: string, record: object): Issue[] =>
  isCuraType(type)
    ? recordFaults(type, record).map(({ path, kind, text }) =>
        issue({
          severity: kind === 'shape' ? 'error' : 'warning',
          ...{ code: 'structure', key: 'record-fault', text },
          expression: path === '' ? name : `${name}.${path}`,
        }),
      )
    : [];

const isFault = ({ severity }: Issue): boolean => severity === 'error' || severity === 'fatal';

/** More say no more. */
const mostTold = 100;

/** What is no error is told beside the answer. */
function refuseErrors(issues: readonly Issue[]): readonly Issue[] {
  if (issues.some(isFault)) throw fail(422, issues.filter(isFault).slice(0, mostTold));
  return issues;
}

const wrongSides = () =>
  badRequest('transform-sides', {
    da: 'Send enten record eller resource; base hører til resource.',
    en: 'Send either record or resource; base goes with resource.',
  });

/** A body that is no Parameters is the resource itself. */
function valuesIn(asking: Asking, operation: GeneralOperation): Values {
  const body = resourceOf(asking) as Resource;
  if (body.resourceType !== 'Parameters')
    return new Map([['resource', [{ name: 'resource', resource: body }]]]);
  const parameter = [...listIn(body as Parameters)];
  return inputFromBody(operation, { resourceType: 'Parameters', parameter }).values;
}

function resourceIn(values: Values): Resource | undefined {
  const [given] = values.get('resource') ?? [];
  const { resource } = given ?? {};
  if (!given || (typeof resource === 'object' && typeof resource?.resourceType === 'string'))
    return resource;
  throw valueFault('resource', {
    da: 'resource skal være en FHIR-ressource. En post fra Cura sendes som record, i en Parameters.',
    en: 'resource must be a FHIR resource. A record of Cura is sent as record, in Parameters.',
  });
}

function assertNoQuery({ query }: Asking): void {
  assertReadable(query, 'GET');
  const [first] = query;
  if (first)
    throw badRequest(
      'unknown-parameter',
      {
        da: `${quote(first[0])} skal stå i indholdet: adresser gemmes.`,
        en: `${quote(first[0])} must stand in the body: addresses are kept.`,
      },
      { expression: quote(first[0]) },
    );
}

/** 400 for what cannot be read or chosen, 413 for a record that is too long, 422 with all that breaks the contract or R4. */
export function askedOf(desk: Desk, asking: Asking, operation: GeneralOperation): Asked {
  assertNoQuery(asking);
  const values = valuesIn(asking, operation);
  const [record, base] = [recordIn(values, 'record'), recordIn(values, 'base')];
  const [resource, type] = [resourceIn(values), typeIn(values)];
  if ((record === undefined) === (resource === undefined) || (record && base)) throw wrongSides();
  const chosen = candidatesFor(desk.rooms, { type, resource });
  const [first] = chosen;
  const { record: recordType } = first.mapping;
  if (record) {
    const warnings = refuseErrors(faultsOf(recordType, 'record', record));
    return { side: 'record', chosen, record, warnings };
  }
  if (JSON.stringify(resource).length > longestResource)
    inParameter('resource', () => {
      throw tooLarge(longestResource);
    });
  assertFew(resource, 'resource', most.resource);
  const faults = validate(resource, desk.definitions).filter(isFault);
  const warnings = refuseErrors([...faults, ...(base ? faultsOf(recordType, 'base', base) : [])]);
  const laid = { ...{ resource: resource as Resource, warnings }, ...(base && { base }) };
  return { side: 'resource', chosen: first, ...laid };
}
