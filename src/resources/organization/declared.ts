/** What the municipality says of its units, where Cura has no word of it. */
import type { ContactPoint, Extension, Organization } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import type { Room } from '../define.ts';
import type { DeclaredUnit } from '../municipality.ts';

const openingHours = structure('opening-hours');
const sor = 'urn:oid:1.2.208.176.1.1';

/** FHIR has no `24:00`. */
const time = (text: string): string => `${text === '24:00' ? '00:00' : text}:00`;

const hoursOf = ({ openingHours: hours = [] }: DeclaredUnit): Extension[] =>
  hours.map(({ days, from, to }) => ({
    url: openingHours,
    extension: [
      ...days.map((day) => ({ url: 'day', valueCode: day })),
      { url: 'from', valueTime: time(from) },
      { url: 'to', valueTime: time(to) },
    ],
  }));

const phoneOf = ({ phone }: DeclaredUnit): ContactPoint[] =>
  phone === undefined ? [] : [{ system: 'phone', value: phone }];

/** A unit with the phone and the hours that it is said to have, where it has none. */
export function declaredUnit<T extends Organization>(
  unit: T,
  units: readonly DeclaredUnit[] = [],
): T {
  const { identifier = [], extension = [], telecom = [] } = unit;
  const number = identifier.find(({ system }) => system === sor)?.value;
  const said = units.find((one) => one.sor === number);
  if (!said) return unit;
  const hours = extension.some(({ url }) => url === openingHours) ? [] : hoursOf(said);
  const phone = telecom.some(({ system }) => system === 'phone') ? [] : phoneOf(said);
  return {
    ...unit,
    ...(hours.length > 0 && { extension: [...extension, ...hours] }),
    ...(phone.length > 0 && { telecom: [...phone, ...telecom] }),
  };
}

/** Fills in units as they come from Cura. */
export const completeUnits: NonNullable<Room['complete']> = async (_, { municipality }, units) =>
  units.map((unit) => declaredUnit(unit as Organization & { id: string }, municipality.units));
