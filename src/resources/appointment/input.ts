import type { CodeableConcept, ParametersParameter, Reference } from '@medplum/fhirtypes';
import { isId } from '../../fhir/id.ts';
import { dateRange } from '../../fhir/instant.ts';
import { badRequest, quote } from '../../fhir/outcome.ts';
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

/** Ids of the references given, of one type; a bare id is taken for one. */
export function referencesIn(input: Input, name: string, type: string): string[] {
  return (input.values.get(name) ?? []).flatMap((parameter) => {
    const text = plain(parameter);
    if (text === undefined) return [];
    const parts = text.split('/').filter((part) => part !== '');
    const at = parts.indexOf(type);
    const id = at < 0 && parts.length === 1 ? parts[0] : parts[at + 1];
    if (id !== undefined && isId(id) && (at >= 0 || parts.length === 1)) return id;
    throw badRequest(
      'parameter-value',
      {
        da: `Parameteren ${name} skal være en reference til ${type}.`,
        en: `The parameter ${name} must be a reference to ${type}.`,
      },
      { expression: name },
    );
  });
}

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
