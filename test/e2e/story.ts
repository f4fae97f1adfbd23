import type { Consent, Patient, RelatedPerson } from '@medplum/fhirtypes';
import type { Client } from 'fhir-kit-client';
import type { Test } from 'tap';
import { startHouse } from '../house.ts';
import { book, found, proposals, stranger, type Wish } from './stranger.ts';

/** The nursing clinic, today. */
export const wound: Wish = {
  code: 'G1.39',
  start: '2026-11-24T12:00:00+01:00',
  end: '2026-11-24T15:30:00+01:00',
};
/** What the daughter sees when she has logged in. */
async function family(daughter: Client) {
  const [mother] = await found<Patient>(daughter, 'Patient', {});
  const [herself] = await found<RelatedPerson>(daughter, 'RelatedPerson', {});
  const [mandate] = await found<Consent>(daughter, 'Consent', {});
  const ids = [mother?.id, herself?.id, mandate?.id];
  const [motherId = '', herId = '', mandateId = ''] = ids;
  return { motherId, herId, mandateId, mandate: mandate?.identifier?.[0]?.value };
}

/** One municipality for the story, with its queues and workers. */
export async function story(t: Test) {
  const house = await startHouse(t, { workers: true });
  const daughter = await stranger(house, 'relative');
  const people = await family(daughter);
  const [proposal] = await proposals(daughter, people.motherId, wound);
  if (!proposal) throw new Error('There is no free time.');
  const booked = await book(daughter, people.motherId, proposal);
  return { house, daughter, proposal, booked, ...people };
}

export type Story = Awaited<ReturnType<typeof story>>;
