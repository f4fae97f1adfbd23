/** What an operation was given, read by the types that it declares. https://hl7.org/fhir/R4/operations.html#request */
import type {
  CodeableConcept,
  Coding,
  Parameters,
  ParametersParameter,
  Resource,
} from '@medplum/fhirtypes';
import { dateRange, type InstantRange } from '../fhir/instant.ts';
import { badRequest } from '../fhir/outcome.ts';
import type { Input, OperationParameter } from '../resources/operation.ts';
import type { Described } from './operation.ts';

/** Values by the name of their parameter, each of the type that the operation declares. */
export type Given = ReadonlyMap<string, readonly unknown[]>;

/** How values of a type are sent: in which members, and as what text. */
interface Form {
  readonly members: readonly string[];
  /** Undefined when the text is none. */
  readonly fromText?: (text: string) => unknown;
  readonly written: string;
}

function spanOf(text: string): InstantRange | undefined {
  try {
    return dateRange(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const truths: Readonly<Record<string, boolean>> = { true: true, false: false };

const text: Form = {
  members: ['valueUri', 'valueUrl', 'valueCanonical', 'valueCode', 'valueId', 'valueMarkdown'],
  fromText: (given) => (given === '' ? undefined : given),
  written: 'text',
};

const date: Form = {
  members: ['valueDate', 'valueDateTime', 'valueInstant'],
  fromText: spanOf,
  written: '2026-11-24, 2026-11-24T09:00:00Z',
};

const forms: Readonly<Record<string, Form>> = {
  ...{ uri: text, canonical: text, code: text, string: text },
  ...{ date, dateTime: date, instant: date },
  boolean: {
    members: ['valueBoolean'],
    fromText: (given) => truths[given],
    written: 'true, false',
  },
  integer: {
    members: ['valueInteger', 'valueUnsignedInt', 'valuePositiveInt'],
    fromText: (given) => (/^\d{1,9}$/.test(given) ? Number(given) : undefined),
    written: '0, 1, 2 …',
  },
  Coding: { members: ['valueCoding'], written: 'valueCoding (POST)' },
  CodeableConcept: { members: ['valueCodeableConcept'], written: 'valueCodeableConcept (POST)' },
};

/** Undefined when the value is not of the type. */
function valueIn({ type }: OperationParameter, given: ParametersParameter): unknown {
  const form = forms[type];
  if (type === 'BackboneElement') return given.part && given;
  if (!form) return given.resource?.resourceType === type ? given.resource : undefined;
  const members = given as unknown as Readonly<Record<string, unknown>>;
  const sent = ['valueString', ...form.members]
    .map((member) => members[member])
    .find((value) => value !== undefined);
  return typeof sent === 'object' ? sent : sent === undefined ? undefined : read(form, sent);
}

const read = ({ fromText }: Form, sent: unknown): unknown => fromText?.(String(sent));

function wrong({ name, type }: OperationParameter) {
  const written = forms[type]?.written ?? `${type} (POST)`;
  return badRequest(
    'parameter-value',
    {
      da: `Værdien af ${name} skal være af typen ${type}: ${written}.`,
      en: `The value of ${name} must be of type ${type}: ${written}.`,
    },
    { expression: name },
  );
}

const missing = ({ name }: OperationParameter) =>
  badRequest(
    'parameter-missing',
    { da: `Parameteren ${name} er påkrævet.`, en: `The parameter ${name} is required.` },
    { expression: name },
  );

const noPlace = ({ code }: Described, { resourceType }: Resource) =>
  badRequest(
    'resource-type',
    {
      da: `$${code} tager imod Parameters; ${resourceType} kan ikke stå alene.`,
      en: `$${code} takes Parameters; ${resourceType} cannot stand by itself.`,
    },
    { expression: 'resourceType' },
  );

/** Values of an input; a bare resource is that of the parameter of its type. 400 for a value of another type, and where one is missing. */
export function givenIn(operation: Described, { values, resource }: Input): Given {
  const given = new Map<string, readonly unknown[]>();
  const taken = operation.parameter.filter(({ use }) => use === 'in');
  if (resource && !taken.some(({ type }) => type === resource.resourceType))
    throw noPlace(operation, resource);
  for (const parameter of taken) {
    const all = (values.get(parameter.name) ?? []).map((one) => valueIn(parameter, one));
    if (all.includes(undefined)) throw wrong(parameter);
    if (parameter.type === resource?.resourceType) all.push(resource);
    if (parameter.min > all.length) throw missing(parameter);
    if (all.length > 0) given.set(parameter.name, all);
  }
  return given;
}

const first = (given: Given, name: string): unknown => given.get(name)?.[0];

/** One value of a type that is text. */
export const textIn = (given: Given, name: string): string | undefined =>
  first(given, name) as string | undefined;

/** All values of a type that is text; those of a list with commas are several. */
export const textsIn = (given: Given, name: string): string[] =>
  ((given.get(name) ?? []) as string[]).flatMap((one) => one.split(',')).filter(Boolean);

export const truthIn = (given: Given, name: string): boolean | undefined =>
  first(given, name) as boolean | undefined;

export const numberIn = (given: Given, name: string): number | undefined =>
  first(given, name) as number | undefined;

/** The span of time that a date stands for. */
export const spanIn = (given: Given, name: string): InstantRange | undefined =>
  first(given, name) as InstantRange | undefined;

export const codingIn = (given: Given, name: string): Coding | undefined =>
  first(given, name) as Coding | undefined;

export const conceptIn = (given: Given, name: string): CodeableConcept | undefined =>
  first(given, name) as CodeableConcept | undefined;

/** One resource, of the type that the parameter declares. */
export const resourceIn = <T extends Resource>(given: Given, name: string): T | undefined =>
  first(given, name) as T | undefined;

/** Parameters with parts, as they were sent. */
export const partsIn = (given: Given, name: string): ParametersParameter[] =>
  (given.get(name) ?? []) as ParametersParameter[];

const isList = (value: unknown): value is readonly ParametersParameter[] =>
  Array.isArray(value) &&
  value.every((one) => typeof one === 'object' && typeof one?.name === 'string');

const noParameters = () =>
  badRequest(
    'structure',
    {
      da: 'Parameters.parameter skal være en liste, og hver skal have et navn.',
      en: 'Parameters.parameter must be a list, and each must have a name.',
    },
    { expression: 'Parameters.parameter' },
  );

/** The parameters of a body that nobody has validated. 400 when there is no list of them. */
export function listIn({ parameter = [] }: Parameters): readonly ParametersParameter[] {
  if (!isList(parameter)) throw noParameters();
  return parameter;
}

/** A parameter as an address would have it; what has no text is empty. */
export const asEntry = ({ name, ...value }: ParametersParameter): readonly [string, string] => {
  const text = Object.values(value).find((one) =>
    ['string', 'number', 'boolean'].includes(typeof one),
  );
  return [name ?? '', String(text ?? '')];
};
