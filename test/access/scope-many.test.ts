import type { Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import type { Grant } from '../../src/access/grant.ts';
import { permitted } from '../../src/access/permission.ts';
import type { Asking, Desk } from '../../src/interactions/exchange.ts';
import { deskFor } from '../../src/interactions/permission.ts';
import type { Route } from '../../src/interactions/route.ts';
import { binder } from '../../src/store/predicate.ts';
import { startHouse, type TestHouse } from '../house.ts';
import { citizenIdOf, verdict } from './answer.ts';
import { person } from './logged-in.ts';
import { scoped } from './scoped.ts';

const narrow = (count: number): string =>
  Array.from({ length: count }, (_, at) => `patient/*.rs?_id=a${at}`).join(' ');

const asking: Asking = {
  ...{ method: 'GET', path: [], query: [], conditions: {}, body: () => undefined },
  prefer: { lenient: false, async: false },
};

/** A desk that counts how often search parameters of a scope are read, each of which looks at the clock. */
function counting({ ports, service }: TestHouse, caller: Grant['caller']) {
  const read = { times: 0 };
  const now = (): number => {
    read.times += 1;
    return ports.now();
  };
  const grant: Grant = { caller, at: 0, mandates: [], units: [] };
  const desk: Desk = {
    ...{ rooms: service.rooms, definitions: service.definitions },
    ...{ base: 'http://a.test/fhir', request: '', holder: '' },
    call: { ports: { ...ports, now }, grant, language: 'en' },
  };
  return { desk, read };
}

t.test('A token that narrows much costs little', async (t) => {
  const house = await startHouse(t);

  await t.test('as one that would cost much is refused', async (t) => {
    const many = await scoped(house, 'citizen', `openid ${narrow(21)}`);
    t.equal(await verdict(await many('Appointment')), '403 too-many-scopes');
    const patient = await citizenIdOf(house, 'citizen');
    const some = await scoped(house, 'citizen', `${narrow(19)} patient/*.rs?_id=${patient}`);
    const { entry } = (await (await some('_history?_count=500')).json()) as Bundle;
    t.same(
      entry?.map(({ resource }) => resource?.id),
      [patient],
    );
  });

  await t.test('as each search parameter is read once for a type, in a Bundle too', async (t) => {
    const query = [['_id', 'a']] as const;
    const scopes = [
      { context: 'patient', type: '*', permissions: 'rs', query },
      { context: 'patient', type: 'Patient', permissions: 'rs', query: [['gender', 'female']] },
    ] as const;
    const { desk, read } = counting(house, person(house, '0101010001', { scopes }));
    const routes = house.service.rooms.map(
      (room): Route => ({
        ...{ name: 'search-type', method: 'GET', path: '', permission: 's', room },
        run: () => Promise.reject(new RangeError('nothing is carried out')),
      }),
    );
    const [bundle] = routes;
    if (!bundle) throw new RangeError('there is no room');
    const batch = deskFor(desk, { ...bundle, permission: '' }, asking, {});
    const conditions = routes.map((route) => {
      const { grant } = deskFor(batch, route, asking, {}).call;
      const texts = [1, 2, 3].map(() => {
        const rows = permitted(grant, 'Patient');
        return typeof rows === 'function' ? rows('r', binder().bind) : rows;
      });
      t.equal(new Set(texts).size, 1);
      return texts[0];
    });
    t.equal(read.times, 2, `of ${conditions.length} entries`);
    t.equal(conditions[0]?.match(/ or /g)?.length, 1, 'and stands once in a condition');
  });
});
