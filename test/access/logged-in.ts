import type { Test } from 'tap';
import type { Caller, Ticket } from '../../src/access/grant.ts';
import { unlimited } from '../../src/access/grant.ts';
import { buildApp } from '../../src/http/app.ts';
import { personHash } from '../../src/store/index-row.ts';
import type { TestHouse } from '../house.ts';
import type { Ask } from './ask.ts';

export type Person = Extract<Caller, { kind: 'person' }>;

/** A login that is good for a quarter of an hour from now; of whoever has the number. */
export const person = (
  { ports }: TestHouse,
  cpr: string,
  given: Partial<Omit<Person, 'tickets'>> & { readonly tickets?: readonly Ticket[] } = {},
): Person => ({
  ...unlimited,
  ...{ kind: 'person', name: 'Åge Ømand', client: 'test', tickets: [] },
  hash: personHash(ports.secret('person'), cpr),
  issuedAt: ports.now(),
  expiresAt: ports.now() + 900_000,
  ...given,
});

/** A group of the privilege list: the giver and what is given. */
export const ticket = (
  { ports }: TestHouse,
  cpr: string,
  rights: Ticket['rights'] = ['see', 'act'],
  kind: Ticket['kind'] = 'power-of-attorney',
): Ticket => ({ hash: personHash(ports.secret('person'), cpr), rights, kind });

/** A second door to the house, where a login is what the test says that it is; all behind the token is as ever. */
export async function openDoor(t: Test, house: TestHouse): Promise<(caller: Caller) => Ask> {
  const callers = new Map<string, Caller>();
  const app = buildApp({
    ...house.service,
    verify: async (authorization = '') => {
      const caller = callers.get(authorization);
      if (!caller) throw new RangeError('nobody logged in so');
      return caller;
    },
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => app.close());
  const place = app.server.address();
  const port = typeof place === 'object' && place ? place.port : 0;
  return (caller) => {
    const authorization = `Bearer ${callers.size}`;
    callers.set(authorization, caller);
    return (path, init = {}) =>
      fetch(`http://127.0.0.1:${port}/fhir/${path}`, {
        ...init,
        headers: { authorization, ...(init.headers as Record<string, string>) },
      });
  };
}
