import type { Bundle, OperationOutcome } from '@medplum/fhirtypes';
import { personas } from '../../src/sandbox/people/personas.ts';
import type { TestHouse } from '../house.ts';
import { idOf } from './story.ts';

export const people = personas(1);
export const fhir = { 'content-type': 'application/fhir+json' };

/** Our code of the first issue, also where the OperationOutcome stands in a Bundle. */
export async function keyOf(response: Response): Promise<string | undefined> {
  const body = (await response.json()) as OperationOutcome | Bundle;
  const outcome = body.resourceType === 'Bundle' ? body.entry?.[0]?.resource : body;
  return outcome?.resourceType === 'OperationOutcome'
    ? outcome.issue[0]?.details?.coding?.[0]?.code
    : undefined;
}

/** `403 no-mandate`. */
export const verdict = async (response: Response): Promise<string> =>
  `${response.status} ${(await keyOf(response)) ?? ''}`.trim();

export const resources = <T>(bundle: unknown): T[] =>
  ((bundle as Bundle).entry ?? []).map(({ resource }) => resource as T);

/** FHIR id of the citizen whom a persona is, or is a relative of. */
export const citizenIdOf = (house: TestHouse, persona: string): Promise<string> =>
  idOf(house, 'borger', `${people[persona]?.borgerId}`);

/** Cura's id of the mandate that a persona holds. */
export async function curaMandateOf(house: TestHouse, holder: string): Promise<string> {
  const { poster } = await house.sync.cura.list('fuldmagt', { max: 1_000 });
  const found = poster.find(({ paaroerendeId }) => paaroerendeId === people[holder]?.paaroerendeId);
  if (!found) throw new RangeError(`${holder} has no mandate in Cura`);
  return found.id;
}
