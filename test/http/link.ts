import { reminderCode } from '../../src/resources/communication/link-code.ts';
import type { TestHouse } from '../house.ts';
import { bookedInCura, planned } from '../resources/communication/reminded.ts';

export interface Linked {
  /** FHIR id of the appointment. */
  readonly id: string;
  readonly curaId: string;
  readonly url: string;
}

export const linkOf = ({ base }: TestHouse, code: string): string =>
  `${base.replace('/fhir', '')}/a/${code}`;

/** An appointment tomorrow morning, and the link of its reminder; `yt-saar` lets the link cancel. */
export async function linked(house: TestHouse, ydelsestypeId = 'yt-saar'): Promise<Linked> {
  const booked = await bookedInCura(house, '2026-11-25T07:00:00+01:00', { ydelsestypeId });
  const plan = await planned(house, booked.id);
  return { ...booked, url: linkOf(house, reminderCode(house.ports.secret('reminder'), plan)) };
}
