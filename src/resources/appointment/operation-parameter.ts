import { badRequest, type FhirError } from '../../fhir/outcome.ts';
import type { Call } from '../define.ts';
import type { Input, OperationParameter } from '../operation.ts';
import { referencesIn } from './input.ts';

export type OperationCall = Call & { readonly id?: string; readonly input: Input };

/** An optional input of one value, unless `more` says otherwise. */
export const parameter = (
  name: string,
  type: string,
  da: string,
  en: string,
  more: Partial<OperationParameter> = {},
): OperationParameter => ({
  name,
  use: 'in',
  min: 0,
  max: '1',
  type,
  documentation: { da, en },
  ...more,
});

/** The appointment that an operation is about. */
export const reference = parameter(
  'appointment-reference',
  'Reference',
  'Et forslag fra $find, eller en aftale.',
  'A proposal of $find, or an appointment.',
  { synonyms: ['appt-id'] },
);

/** 400 for an input that the operation cannot do without. */
export const missing = (what: string): FhirError =>
  badRequest(
    'parameter-missing',
    { da: `Parameteren ${what} mangler.`, en: `The parameter ${what} is missing.` },
    { expression: what },
  );

/** The appointment of a call, from its address or its input. */
export const instanceId = (call: OperationCall): string => {
  const id = call.id ?? referencesIn(call.input, 'appointment-reference', 'Appointment')[0];
  if (id === undefined) throw missing('appointment-reference');
  return id;
};
