import type { Bundle, Communication, Organization, Resource } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { personas } from '../../../src/sandbox/people/personas.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { recover } from '../../../src/sync/recovery.ts';
import { type HouseOptions, startHouse, type TestHouse } from '../../house.ts';

type Kept = Communication & { id: string };

/** A house in which people write to each other. */
export interface Messaging extends TestHouse {
  readonly post: (persona: string, message: object, headers?: object) => Promise<Response>;
  /** Sends and gives what stands. Throws when it is refused. */
  readonly sent: (persona: string, message: object) => Promise<Kept>;
  readonly get: <T extends Resource>(persona: string, path: string) => Promise<T>;
  /** Ids of what a search finds. */
  readonly found: (persona: string, query: string) => Promise<string[]>;
  /** A unit that takes messages, with its SOR number. */
  readonly unit: Organization & { id: string };
  /** Brings to Cura what is on its way, and takes in what Cura has. */
  readonly settle: () => Promise<void>;
}

/** A first message to a unit. */
export const toUnit = (unit: { id?: string }, more: object = {}): object => ({
  resourceType: 'Communication',
  status: 'in-progress',
  recipient: [{ reference: `Organization/${unit.id}` }],
  topic: { text: 'Spørgsmål om min medicin' },
  payload: [{ contentString: 'Må jeg tage den om morgenen?' }],
  ...more,
});

/** An answer to a message. */
export const answerTo = ({ id }: { id?: string }, text = 'Ja, det må du gerne.'): object => ({
  resourceType: 'Communication',
  status: 'in-progress',
  inResponseTo: [{ reference: `Communication/${id}` }],
  payload: [{ contentString: text }],
});

export async function startMessaging(t: Test, options: HouseOptions = {}): Promise<Messaging> {
  const house = await startHouse(t, options);
  const post = (persona: string, message: object, headers: object = {}): Promise<Response> =>
    house.as(persona)('Communication', {
      ...{ method: 'POST', body: JSON.stringify(message), headers: { ...headers } },
    });
  const get = async <T extends Resource>(persona: string, path: string): Promise<T> =>
    (await house.as(persona)(path)).json() as Promise<T>;
  const units = await get<Bundle<Organization>>(
    'staff',
    `Organization?identifier=${personas(1).staff?.units?.[0]}`,
  );
  const unit = units.entry?.[0]?.resource as Organization & { id: string };
  return {
    ...house,
    ...{ post, get, unit },
    sent: async (persona, message) => {
      const response = await post(persona, message);
      if (response.status >= 300) throw new Error(await response.text());
      return response.json() as Promise<Kept>;
    },
    found: async (persona, query) => {
      const bundle = await get<Bundle>(persona, `Communication?${query}`);
      return (bundle.entry ?? []).map(({ resource }) => `${resource?.id}`);
    },
    settle: async () => {
      house.setNow(house.ports.now() + 60_000);
      await recover(house.sync);
      await synchronise(house.sync);
    },
  };
}
