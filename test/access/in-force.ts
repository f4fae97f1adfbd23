import type { Persona } from '../../src/sandbox/people/personas.ts';
import { noon } from '../house.ts';
import type { IndexRow, World } from './world.ts';

/** The Organization of an association that Cura knows. */
export function associationOf(world: World, { cvr }: Persona): string {
  const known = world
    .curaIds('forening')
    .find((id) => world.house.cura.read('forening', id)?.cvr === cvr);
  return `Organization/${world.idOf('forening', known)}`;
}

/** Whether who holds an activity asks, in whatever state it is. */
export const isOwn = ({ type, columns }: IndexRow, own: string | undefined): boolean =>
  type === 'HealthcareService' &&
  own !== undefined &&
  Array.isArray(columns.p_organization) &&
  columns.p_organization.includes(own);

/** Activities are told of while they are in force; all else always is. */
export function isInForce({ columns: { p_effective_from: from, p_effective_to: to } }: IndexRow) {
  if (typeof from !== 'string') return true;
  return Date.parse(from) <= noon && (to === 'infinity' || Date.parse(`${to}`) > noon);
}
