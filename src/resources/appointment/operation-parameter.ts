import { badRequest, type FhirError, type Issue, issue } from '../../fhir/outcome.ts';
import type { Call } from '../define.ts';
import type { Input, OperationParameter } from '../operation.ts';
import { referencesIn, textInput } from './input.ts';

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

/** Whom it is for; more than one is refused by name. */
export const citizenParameter = parameter(
  'patient-reference',
  'Reference',
  'Borgeren.',
  'The citizen.',
  { synonyms: ['patient-id'], max: '*' },
);

/** An Appointment as it is wanted. */
export const resourceParameter = (da: string, en: string): OperationParameter =>
  parameter('appointment-resource', 'Appointment', da, en, { synonyms: ['appt-resource'] });

/** What IHE's operations answer with. */
export const bundleReturned = parameter(
  'return',
  'Bundle',
  'Et Bundle af typen searchset.',
  'A Bundle of type searchset.',
  { use: 'out', min: 1 },
);

/** The operations of IHE's and Argonaut's guides that one of ours answers as. */
export const schedulingGuides = (code: string): readonly string[] => [
  `https://profiles.ihe.net/ITI/Scheduling/OperationDefinition/appointment-${code}`,
  `http://fhir.org/guides/argonaut-scheduling/OperationDefinition/appointment-${code}`,
];

/** A parameter of IHE's or Argonaut's that says nothing to us. */
export const ignored = (name: string, type: string): OperationParameter =>
  parameter(
    name,
    type,
    'Modtages og bruges ikke; svaret siger det.',
    'Accepted and not used; the answer says so.',
    { max: '*', ignored: true },
  );

/** Says of each parameter given that it was not used. */
export const ignoredIn = (
  { values }: Input,
  parameters: readonly OperationParameter[],
): readonly Issue[] =>
  parameters
    .filter(({ name, ignored: unused }) => unused && values.has(name))
    .map(({ name }) =>
      issue({
        severity: 'information',
        code: 'informational',
        key: 'parameter-ignored',
        text: {
          da: `Parameteren ${name} er ikke brugt.`,
          en: `The parameter ${name} was not used.`,
        },
        expression: name,
      }),
    );

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

/** How long a reason may be that is shown in Cura. */
const reasonLength = 500;

/** Why staff set rules aside. */
export const overrideReason = parameter(
  'override-reason',
  'string',
  'Kun personale: hvorfor der ses bort fra reglerne for ydelsen. Står i Provenance og i Cura.',
  'Staff only: why the rules of the service are set aside. It stands in Provenance and in Cura.',
);

/** The reason given; 400 when it is none or too long. */
export function overrideIn(input: Input): string | undefined {
  const reason = textInput(input, overrideReason.name)?.trim();
  if (reason === undefined || (reason !== '' && reason.length <= reasonLength)) return reason;
  throw badRequest(
    'parameter-value',
    {
      da: `Parameteren override-reason skal have 1 til ${reasonLength} tegn.`,
      en: `The parameter override-reason must have 1 to ${reasonLength} characters.`,
    },
    { expression: 'override-reason' },
  );
}
