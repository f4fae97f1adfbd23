import type { Communication } from '@medplum/fhirtypes';
import type { TestHouse } from '../house.ts';
import { idOf } from './story.ts';

interface Ways {
  readonly send: (method: string, path: string, body: unknown) => Promise<Response>;
  readonly operate: (path: string, ...given: [string, string][]) => Promise<Response>;
}

/** Every way of writing in a dialogue, by the name of what is done; staff have written to the relative. */
export async function dialogueAttempts(
  house: TestHouse,
  { patient, relative }: { readonly patient: string; readonly relative: string },
  { send, operate }: Ways,
): Promise<Record<string, () => Promise<Response>>> {
  const recipient = `RelatedPerson/${await idOf(house, 'paaroerende', relative)}`;
  const message = {
    ...{ resourceType: 'Communication', status: 'in-progress', topic: { text: 'Besøg' } },
    subject: { reference: `Patient/${patient}` },
    payload: [{ contentString: 'Kom gerne forbi.' }],
  };
  const sent = await house.as('staff')('Communication', {
    method: 'POST',
    body: JSON.stringify({ ...message, recipient: [{ reference: recipient }] }),
  });
  const { id } = (await sent.json()) as Communication;
  return {
    'Communication create': () => send('POST', 'Communication', message),
    'Communication $mark-read': () =>
      send('POST', `Communication/${id}/$mark-read`, { resourceType: 'Parameters' }),
    'Communication $share-thread': () =>
      operate(`Communication/${id}/$share-thread`, ['shared', 'true']),
  };
}
