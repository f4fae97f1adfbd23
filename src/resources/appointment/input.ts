import type {
  CodeableConcept,
  Identifier,
  ParametersParameter,
  Reference,
} from '@medplum/fhirtypes';
import { isId } from '../../fhir/id.ts';
import { dateRange } from '../../fhir/instant.ts';
import { badRequest, type FhirError, quote } from '../../fhir/outcome.ts';
import type { Input } from '../operation.ts';

const first = (input: Input, name: string): ParametersParameter | undefined =>
  input.values.get(name)?.[0];

/** A parameter's value whatever its type: references and GET give plain strings. */
const plain = (parameter: ParametersParameter | undefined): string | undefined => {
  const entry = Object.entries(parameter ?? {}).find(([key]) => key.startsWith('value'));
  const value = entry?.[1] as string | number | Reference | undefined;
  return typeof value === 'object'
    ? value.reference
    : value === undefined
      ? undefined
      : String(value);
};

export const textInput = (input: Input, name: string): string | undefined =>
  plain(first(input, name));

/** Every value of a parameter as text. */
export const textsInput = (input: Input, name: string): string[] =>
  (input.values.get(name) ?? []).flatMap((parameter) => plain(parameter) ?? []);

/** Epoch milliseconds of a dateTime; 400 when it is missing or no date. */
export function instantInput(input: Input, name: string): number {
  const text = textInput(input, name);
  if (text === undefined)
    throw badRequest(
      'parameter-missing',
      { da: `Parameteren ${name} mangler.`, en: `The parameter ${name} is missing.` },
      { expression: name },
    );
  try {
    return dateRange(text).from;
  } catch {
    throw badRequest(
      'parameter-value',
      {
        da: `Parameteren ${name} er ikke en dato: ${quote(text)}.`,
        en: `The parameter ${name} is no date: ${quote(text)}.`,
      },
      { expression: name },
    );
  }
}

const noReference = (name: string, type: string): FhirError =>
  badRequest(
    'parameter-value',
    {
      da: `Parameteren ${name} skal være en reference til ${type}.`,
      en: `The parameter ${name} must be a reference to ${type}.`,
    },
    { expression: name },
  );

/** `https://…/Location/1/_history/2`, `Location/1` and `1` all lead to `1`. */
function idOf(text: string, name: string, type: string): string {
  const parts = text.split('/').filter((part) => part !== '');
  const at = parts.indexOf(type);
  const id = at < 0 && parts.length === 1 ? parts[0] : parts[at + 1];
  if (id !== undefined && isId(id) && (at >= 0 || parts.length === 1)) return id;
  throw noReference(name, type);
}

/** What references name, of one type: ids, a bare one is taken for one, and identifiers, on GET as `system|value`. */
export function namedIn(input: Input, name: string, type: string): (string | Identifier)[] {
  return (input.values.get(name) ?? []).map((parameter) => {
    const text = plain(parameter);
    const { identifier } = parameter.valueReference ?? {};
    if (text === undefined && identifier?.value !== undefined) return identifier;
    if (text === undefined) throw noReference(name, type);
    const bar = text.indexOf('|');
    if (bar < 0) return idOf(text, name, type);
    return { system: text.slice(0, bar), value: text.slice(bar + 1) };
  });
}

/** Ids of the references given, of one type. 400 for one by identifier. */
export const referencesIn = (input: Input, name: string, type: string): string[] =>
  namedIn(input, name, type).map((one) => {
    if (typeof one !== 'string') throw noReference(name, type);
    return one;
  });

/** `system|code` of every coding given under the names. */
export const tokensIn = (input: Input, names: readonly string[]): string[] =>
  names.flatMap((name) =>
    (input.values.get(name) ?? []).flatMap((parameter) => {
      const concept: CodeableConcept | undefined = parameter.valueCodeableConcept;
      if (concept)
        return (concept.coding ?? []).map(({ system, code }) => `${system ?? ''}|${code}`);
      const { valueCoding } = parameter;
      if (valueCoding) return [`${valueCoding.system ?? ''}|${valueCoding.code}`];
      return plain(parameter) ?? [];
    }),
  );
