import type { Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import { uuidv7 } from '../../src/fhir/id.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { noon, startHouse } from '../house.ts';
import { citizenIdOf, curaMandateOf, people, resources, verdict } from './answer.ts';
import { openDoor, person } from './logged-in.ts';
import { idOf, keep, stopFor } from './story.ts';

t.test('A mandate that ended a moment ago ends', async (t) => {
  const house = await startHouse(t);
  const door = await openDoor(t, house);
  // What the login itself shows is told of elsewhere: here it shows nothing, and Cura is the source.
  const as = (persona: string) => door(person(house, `${people[persona]?.cpr}`));
  const patient = await citizenIdOf(house, 'citizen');
  const asked = `Appointment?patient=${patient}&_count=1`;
  const end = async (by: () => Promise<unknown>) => {
    const daughter = as('relative');
    const bundle = (await (await daughter(asked)).json()) as Bundle;
    const next = bundle.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    const [read] = resources<{ id: string }>(bundle);
    await by();
    const paths = {
      search: asked,
      page: `Appointment?${next.split('?')[1]}`,
      read: `Appointment/${read?.id}`,
    };
    const answers = Object.entries(paths).map(async ([name, path]) => [
      name,
      await verdict(await daughter(path)),
    ]);
    return Object.fromEntries(await Promise.all(answers));
  };
  const refused = { search: '403 not-known', page: '403 not-known', read: '403 not-known' };

  await t.test('when Cura says so in the feed', async (t) => {
    const mandate = await curaMandateOf(house, 'relative');
    const change = (status: 'aktiv' | 'ophoert') => async () => {
      house.cura.change('fuldmagt', mandate, { status });
      await synchronise(house.sync);
    };
    t.same(await end(change('ophoert')), refused);
    await change('aktiv')();
    t.equal((await as('relative')(asked)).status, 200, 'and begins again with Cura');
  });

  await t.test('when its period is over', async (t) => {
    const mandate = await curaMandateOf(house, 'relative');
    const before = house.cura.read('fuldmagt', mandate)?.gyldigTil ?? null;
    const until = (gyldigTil: string | null) => async () => {
      house.cura.change('fuldmagt', mandate, { gyldigTil });
      await synchronise(house.sync);
    };
    t.same(await end(until('2026-11-23')), refused);
    await until('2026-11-24')();
    t.equal((await as('relative')(asked)).status, 200, 'its last day counts');
    await until(before)();
  });

  await t.test('when the citizen lays a stop on the relative', async (t) => {
    const relative = await idOf(house, 'paaroerende', `${people.relative?.paaroerendeId}`);
    const stop = stopFor(patient, relative);
    const id = uuidv7(noon);
    t.same(await end(() => keep(house, { ...stop, id })), refused);
    t.equal((await as('seeonly')(asked)).status, 200, 'another relative goes on');
    await keep(house, { ...stop, id, status: 'inactive' });
    t.equal((await as('relative')(asked)).status, 200, 'and it ends when it is lifted');
  });

  await t.test('when Cura has not been heard for a quarter of an hour', async (t) => {
    house.cura.faults.down = true;
    t.same(await end(async () => house.setNow(noon + 16 * 60_000)), refused);
    t.equal((await house.as('citizen')(asked)).status, 200, 'the citizen herself goes on');
    house.cura.heal();
    await synchronise(house.sync);
    t.equal((await as('relative')(asked)).status, 200, 'and begins again with the feed');
  });

  await t.test('when the citizen dies', async (t) => {
    const borger = `${people.citizen?.borgerId}`;
    t.same(
      await end(async () => {
        house.cura.change('borger', borger, { doed: '2026-11-23' });
        await synchronise(house.sync);
      }),
      refused,
    );
    t.equal((await house.as('citizen')(asked)).status, 403, 'and so does the own access');
  });
});
