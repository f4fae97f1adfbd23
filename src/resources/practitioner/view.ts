import type { ContactPoint, Practitioner, PractitionerQualification } from '@medplum/fhirtypes';
import type { StaffNames } from '../municipality.ts';
import { asSubset } from '../view.ts';

/** An address of staff holds the name, and stands in no way for it. */
const isNameless = ({ system }: ContactPoint): boolean => system === 'phone';

/** The register of authorisations gives the whole name to a number. */
const withoutNumber = ({
  identifier: _,
  ...rest
}: PractitionerQualification): PractitionerQualification => rest;

/** Nobody answers where somebody has left: of no version is it shown how to reach them. */
export function reachableStill(then: Practitioner, now: Practitioner): Practitioner {
  const { telecom, ...rest } = then;
  return now.active === false && telecom !== undefined ? asSubset(rest) : then;
}

export const reachable = (resource: Practitioner): Practitioner =>
  reachableStill(resource, resource);

const titleOf = ({ qualification = [] }: Practitioner): string =>
  qualification.map(({ code }) => code.text).find((text) => text !== undefined) ?? 'Medarbejder';

/** A member of staff without the surname, or by title alone, and without what leads to the name. */
export function namedStaff(
  resource: Practitioner,
  show: Exclude<StaffNames, 'full'>,
): Practitioner {
  const { name = [], telecom = [], qualification, ...rest } = asSubset(resource);
  const given = name.flatMap(({ use, given: first }) =>
    first ? [{ ...(use && { use }), given: first }] : [],
  );
  const kept = telecom.filter(isNameless);
  return {
    ...rest,
    name: show === 'given' && given.length > 0 ? given : [{ text: titleOf(resource) }],
    ...(kept.length > 0 && { telecom: kept }),
    ...(qualification && { qualification: qualification.map(withoutNumber) }),
  };
}
