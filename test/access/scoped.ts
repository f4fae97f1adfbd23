import type { Bundle } from '@medplum/fhirtypes';
import type { TestHouse } from '../house.ts';
import type { Ask } from './ask.ts';

/** As a persona whose token has these scopes and no others. */
export async function scoped(house: TestHouse, persona: string, scope: string): Promise<Ask> {
  const token = await house.identity.token(persona, { scope });
  return (path, init = {}) =>
    fetch(`${house.base}/${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        ...(init.body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
        ...(init.headers as Record<string, string>),
      },
    });
}

/** The types in a Bundle, each once. */
export async function typesIn(response: Response): Promise<string[]> {
  const { entry = [] } = (await response.json()) as Bundle;
  return [...new Set(entry.map(({ resource }) => `${resource?.resourceType}`))].sort();
}

export const totalIn = async (response: Response): Promise<number | undefined> =>
  ((await response.json()) as Bundle).total;
