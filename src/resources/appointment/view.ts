import type { Appointment, Extension, Meta } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { asSubset } from '../view.ts';

/** What was entered by mistake is no concern of citizen or relative. */
export const citizenErrors = (resource: Appointment): Appointment | undefined =>
  resource.status === 'entered-in-error' ? undefined : resource;

const actingParty = structure('acting-party');

const isByStaff = ({ extension = [] }: Extension): boolean =>
  extension.some(({ url, valueCode }) => url === 'capacity' && valueCode === 'staff');

/** The reference stays where there is one: it leads to as much of the name as is shown. */
function unnamed(part: Extension): Extension[] {
  if (part.url !== 'who' || part.valueReference?.display === undefined) return [part];
  const { display: _, ...valueReference } = part.valueReference;
  return Object.keys(valueReference).length > 0 ? [{ ...part, valueReference }] : [];
}

const withoutName = (one: Extension): Extension => ({
  ...one,
  extension: (one.extension ?? []).flatMap(unnamed),
});

/** Without the name of the member of staff who acted last. */
export function namedActor<T extends { meta?: Meta; extension?: Extension[] }>(resource: T): T {
  const { extension = [] } = resource;
  const isNamed = (one: Extension): boolean => one.url === actingParty && isByStaff(one);
  if (!extension.some(isNamed)) return resource;
  return asSubset({
    ...resource,
    extension: extension.map((one) => (isNamed(one) ? withoutName(one) : one)),
  });
}
