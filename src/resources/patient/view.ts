import type { Address, Identifier, Meta, Patient } from '@medplum/fhirtypes';
import { personSystems } from '../../store/index-row.ts';

const subsetted = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
};

/** Says in the resource that something was left out. */
export const asSubset = <T extends { meta?: Meta }>(resource: T): T => ({
  ...resource,
  meta: { ...resource.meta, security: [...(resource.meta?.security ?? []), subsetted] },
});

const isNumber = ({ system = '' }: Identifier): boolean => personSystems.includes(system);

/** The number that tells who the person is, if it is a CPR number: replacement numbers log nobody in. */
export const numberOf = (resource: { identifier?: Identifier[] }): string | undefined =>
  resource.identifier?.find(({ system }) => system === personSystems[0])?.value;

/** Without registration numbers. */
export const withoutNumber = <T extends { identifier?: Identifier[]; meta?: Meta }>(
  resource: T,
): T => {
  if (!resource.identifier?.some(isNumber)) return resource;
  const identifier = resource.identifier.filter((each) => !isNumber(each));
  const { identifier: _, ...rest } = asSubset(resource);
  return (identifier.length > 0 ? { ...rest, identifier } : rest) as T;
};

export const citizenView = (resource: Patient): Patient => withoutNumber(resource);

const isProtected = ({ meta }: Patient): boolean =>
  meta?.security?.some(({ code }) => code === 'R') ?? false;

/** A protected name and address stay hidden from relatives; the municipality and country of the address do not tell. */
export function proxyView(resource: Patient): Patient {
  const shown = withoutNumber(resource);
  if (!isProtected(resource)) return shown;
  const { address: _, telecom: __, ...rest } = shown;
  return rest;
}

/** What a reader's copy hides, put back into what the reader wrote: `restore(view(f), f)` is `f`. */
export function restore(written: Patient, stands: Patient, seen: Patient): Patient {
  const hiddenNumbers = (stands.identifier ?? []).filter(isNumber);
  const address: Address[] | undefined = seen.address ? written.address : stands.address;
  const telecom = seen.telecom ? written.telecom : (stands.telecom ?? written.telecom);
  const { address: _, telecom: __, ...rest } = written;
  return {
    ...rest,
    ...(stands.meta && { meta: stands.meta }),
    identifier: [...hiddenNumbers, ...(written.identifier ?? []).filter((each) => !isNumber(each))],
    ...(address && { address }),
    ...(telecom && { telecom }),
  };
}
