import type { Consent, RelatedPerson } from '@medplum/fhirtypes';
import t from 'tap';
import { synchronise } from '../../src/sync/inbound.ts';
import { noon, startHouse } from '../house.ts';
import { citizenIdOf, curaMandateOf, fhir, people, resources, verdict } from './answer.ts';
import { openDoor, person } from './logged-in.ts';
import { idOf } from './story.ts';

t.test('What a mandate reaches', async (t) => {
  const house = await startHouse(t);
  const door = await openDoor(t, house);
  // What the login itself shows is told of elsewhere: here it shows nothing, and Cura is the source.
  const as = (persona: string) => door(person(house, `${people[persona]?.cpr}`));
  const patient = await citizenIdOf(house, 'citizen');
  const appointment = async () => {
    const found = `Appointment?patient=${patient}&status=booked&date=ge2026-11-26`;
    return `${resources<{ id: string }>(await (await house.as('citizen')(found)).json())[0]?.id}`;
  };
  const proposal = async () => {
    const found = 'Appointment/$find?start=2026-11-27&end=2026-12-11';
    return `${resources<{ id: string }>(await (await house.as('citizen')(found)).json())[0]?.id}`;
  };

  await t.test('Who may only see can neither book, move, cancel nor change', async (t) => {
    const id = await appointment();
    const brother = as('seeonly');
    t.equal((await brother(`Appointment/${id}`)).status, 200, 'the appointment is seen');
    const post = async (path: string, ...parameters: [string, string][]) =>
      verdict(
        await brother(path, {
          method: 'POST',
          headers: fhir,
          body: JSON.stringify({
            resourceType: 'Parameters',
            parameter: parameters.map(([name, valueString]) => ({ name, valueString })),
          }),
        }),
      );
    const time = await proposal();
    const mine = await (await brother(`Patient/${patient}`)).json();
    t.same(
      {
        book: await post(
          'Appointment/$book',
          ['appointment-reference', time],
          ['patient-reference', patient],
        ),
        move: await post(`Appointment/${id}/$reschedule`, ['proposal', time]),
        cancel: await post(`Appointment/${id}/$cancel`, ['reason', 'illness']),
        patch: await verdict(
          await brother(`Appointment/${id}`, {
            method: 'PATCH',
            headers: { 'content-type': 'application/json-patch+json' },
            body: JSON.stringify([{ op: 'replace', path: '/status', value: 'cancelled' }]),
          }),
        ),
        update: await verdict(
          await brother(`Patient/${patient}`, {
            method: 'PUT',
            headers: fhir,
            body: JSON.stringify(mine),
          }),
        ),
      },
      {
        book: '403 mandate-to-act',
        move: '403 mandate-to-act',
        cancel: '403 mandate-to-act',
        patch: '403 mandate-to-act',
        update: '403 mandate-to-act',
      },
    );
  });

  await t.test('A relative sees the own relation and mandate, not those of others', async (t) => {
    const daughter = as('relative');
    const own = await idOf(house, 'paaroerende', `${people.relative?.paaroerendeId}`);
    const other = await idOf(house, 'paaroerende', `${people.seeonly?.paaroerendeId}`);
    const relations = await (await daughter(`RelatedPerson?patient=${patient}`)).json();
    t.same(
      resources<RelatedPerson>(relations).map(({ id }) => id),
      [own],
    );
    const consents = await (await daughter(`Consent?patient=${patient}`)).json();
    const actors = resources<Consent>(consents).flatMap(({ provision }) =>
      provision?.actor?.map(({ reference }) => reference.reference),
    );
    t.same(actors, [`RelatedPerson/${own}`]);
    t.equal((await daughter(`RelatedPerson/${other}`)).status, 404);
    const all = await (await house.as('citizen')('RelatedPerson')).json();
    t.ok(resources<RelatedPerson>(all).length > 1, 'there are others');
  });

  await t.test('A mandate for money alone gives nothing', async (t) => {
    const ward = await citizenIdOf(house, 'ward');
    const brother = house.as('economyOnly');
    t.equal(await verdict(await brother(`Appointment?patient=${ward}`)), '403 not-known');
    const mandate = await curaMandateOf(house, 'economyOnly');
    house.cura.change('fuldmagt', mandate, { omfatter: ['oekonomi', 'personlige'] });
    await synchronise(house.sync);
    t.equal((await brother(`Appointment?patient=${ward}`)).status, 200, 'personal matters do');
    house.cura.change('fuldmagt', mandate, { omfatter: ['oekonomi'] });
    await synchronise(house.sync);
    t.equal(await verdict(await brother(`Appointment?patient=${ward}`)), '403 not-known');
  });

  await t.test('A token made for one citizen is good for that citizen alone', async (t) => {
    const child = await citizenIdOf(house, 'child');
    const own = await citizenIdOf(house, 'parentCitizen');
    const token = await house.identity.token('parent', { patient: child });
    const get = async (path: string) =>
      (await fetch(`${house.base}/${path}`, { headers: { authorization: `Bearer ${token}` } }))
        .status;
    t.same(
      {
        child: await get(`Patient/${child}`),
        own: await get(`Patient/${own}`),
        childSearch: await get(`Appointment?patient=${child}`),
        ownSearch: await get(`Appointment?patient=${own}`),
        stranger: await get(`Appointment?patient=${patient}`),
      },
      { child: 200, own: 404, childSearch: 200, ownSearch: 403, stranger: 403 },
    );
  });

  await t.test('A custody ends on the 15th birthday in Copenhagen', async (t) => {
    const child = await citizenIdOf(house, 'child');
    const at = async (now: string) => {
      house.setNow(Date.parse(now));
      await synchronise(house.sync);
      return (await house.as('parent')(`Patient?_id=${child}`)).status;
    };
    t.equal(await at('2033-05-08T21:59:00Z'), 200);
    t.equal(await at('2033-05-08T22:00:30Z'), 403);
    house.setNow(noon);
    await synchronise(house.sync);
  });
});
