/** What a relative may know of one citizen, worked out from the resources alone. */
import type { Consent } from '@medplum/fhirtypes';
import type { World } from './world.ts';
import { writtenFor } from './written.ts';

export interface Right {
  readonly patient: string;
  readonly relatedPerson: string;
  /** Every Consent that names the relative. */
  readonly consents: ReadonlySet<string>;
  /** Messages and files that the relative may know of. */
  readonly written: ReadonlySet<string>;
  /** Types that stops keep from the relative. */
  readonly denied: ReadonlySet<string>;
}

/** The right that a relative has, whatever it is by. */
export function rightOf(world: World, patient: string, relatedPerson: string): Right {
  const self = `RelatedPerson/${relatedPerson}`;
  const all = (world.resources('Consent') as (Consent & { id: string })[]).filter(({ provision }) =>
    provision?.actor?.some(({ reference }) => reference.reference === self),
  );
  const stops = all.filter(
    ({ status, provision }) => status === 'active' && provision?.type === 'deny',
  );
  const denied = stops.flatMap(({ provision }) => provision?.class?.map(({ code = '' }) => code));
  return {
    ...{ patient, relatedPerson, consents: new Set(all.map(({ id }) => id)) },
    written: writtenFor(world, self),
    // A team is worked out of appointments.
    denied: new Set([
      ...denied.filter((code) => code !== undefined),
      ...(denied.includes('Appointment') ? ['CareTeam'] : []),
    ]),
  };
}

/** Of relatives and mandates the own ones, and nothing of a type that is kept back. */
export function reaches(
  reference: string,
  { relatedPerson, consents, written, denied }: Right,
): boolean {
  const [type = '', id = ''] = reference.split('/');
  if (denied.has(type)) return false;
  if (type === 'RelatedPerson') return id === relatedPerson;
  if (type === 'Communication' || type === 'Binary') return written.has(`${type}/${id}`);
  return type !== 'Consent' || consents.has(id);
}

/** A day that a person of 15 years or more was born before. */
export const fifteenYearsAgo = (now: number): string => {
  const date = new Date(now);
  date.setUTCFullYear(date.getUTCFullYear() - 15);
  return date.toISOString().slice(0, 10);
};
