import type { Bundle, Consent, Provenance } from '@medplum/fhirtypes';
import t from 'tap';
import { loadAll } from '../../src/sync/load.ts';
import { misfits } from '../contracts/profile-rule.ts';
import { startHouse } from '../house.ts';
import { citizenIdOf, fhir, people, resources, verdict } from './answer.ts';
import type { Ask } from './ask.ts';
import { openDoor, person } from './logged-in.ts';
import { idOf, stopFor } from './story.ts';

t.test('A stop', async (t) => {
  const house = await startHouse(t);
  const door = await openDoor(t, house);
  const as = (key: string): Ask => door(person(house, `${people[key]?.cpr}`));
  const [citizen, daughter, brother] = [as('citizen'), as('relative'), as('seeonly')];
  const patient = await citizenIdOf(house, 'citizen');
  const relative = await idOf(house, 'paaroerende', `${people.relative?.paaroerendeId}`);
  const stranger = await idOf(house, 'paaroerende', `${people.guardian?.paaroerendeId}`);
  const asked = `Appointment?patient=${patient}&_count=1`;
  const whole = (change: Partial<Consent> = {}): Consent => ({
    ...stopFor(patient, relative),
    policy: [{ uri: 'urn:uuid:5f0c5f0a-4b0e-4a6e-9d6b-0d9a3b7d7f11' }],
    ...change,
  });
  const within = (change: Consent['provision']): Consent =>
    whole({ provision: { ...whole().provision, ...change } });
  const send = (ask: Ask, method: string, path: string, body: unknown, headers = {}) =>
    ask(path, { method, headers: { ...fhir, ...headers }, body: JSON.stringify(body) });
  const lay = (ask: Ask, stop: unknown = whole()) => send(ask, 'POST', 'Consent', stop);
  const lift = (ask: Ask, { id }: Consent, headers = {}) =>
    send(ask, 'PATCH', `Consent/${id}`, [{ op: 'replace', path: '/status', value: 'inactive' }], {
      'content-type': 'application/json-patch+json',
      ...headers,
    });
  const parameters = (...given: [string, string][]) => ({
    resourceType: 'Parameters',
    parameter: given.map(([name, valueString]) => ({ name, valueString })),
  });

  await t.test('works on all that comes after it, at once, and so does its lifting', async (t) => {
    const first = await daughter(asked);
    const etag = `${first.headers.get('etag')}`;
    const bundle = (await first.json()) as Bundle;
    const next = bundle.link?.find(({ relation }) => relation === 'next')?.url.split('?')[1];
    const [seen] = resources<{ id: string }>(bundle);
    const found = await daughter(
      `Appointment/$find?patient-reference=${patient}&start=2026-11-27&end=2026-12-11`,
    );
    const [time] = resources<{ id: string }>(await found.json());
    const entry = { request: { method: 'GET', url: `Appointment/${seen?.id}` } };
    const book = parameters(
      ['appointment-reference', `${time?.id}`],
      ['patient-reference', patient],
    );
    const all: Record<string, () => Promise<Response>> = {
      search: () => daughter(asked),
      page: () => daughter(`Appointment?${next}`),
      known: () => daughter(asked, { headers: { 'if-none-match': etag } }),
      read: () => daughter(`Appointment/${seen?.id}`),
      history: () => daughter(`Appointment/${seen?.id}/_history`),
      everything: () => daughter(`Patient/${patient}/$everything`),
      entry: () =>
        send(daughter, 'POST', '', { resourceType: 'Bundle', type: 'batch', entry: [entry] }),
      book: () => send(daughter, 'POST', 'Appointment/$book', book),
    };
    const verdicts = async () => {
      const asking = Object.entries(all).map(async ([name, ask]) => [
        name,
        await verdict(await ask()),
      ]);
      return Object.fromEntries(await Promise.all(asking));
    };
    const known = await all.known?.();
    t.equal(known?.status, 304, 'it would be 304');
    const laid = await lay(citizen);
    t.equal(laid.status, 201);
    const stop = (await laid.json()) as Consent;
    t.same(
      await verdicts(),
      Object.fromEntries(Object.keys(all).map((name) => [name, '403 not-known'])),
    );
    t.equal((await brother(asked)).status, 200, 'another relative goes on');
    t.equal((await citizen(asked)).status, 200);
    await loadAll(house.sync);
    t.equal(await verdict(await daughter(asked)), '403 not-known', 'a resync leaves it');
    t.match(await (await lift(citizen, stop)).json(), { status: 'inactive' });
    t.equal((await all.read?.())?.status, 200);
    t.same(misfits(stop), [], 'it is as the profile says');
    const acts = await citizen(`Provenance?target=Consent/${stop.id}`);
    t.match(
      resources<Provenance>(await acts.json()).map(({ agent }) => agent[0]?.who?.reference),
      [`Patient/${patient}`, `Patient/${patient}`],
    );
  });

  await t.test('is laid and lifted by staff with a relation to the citizen, too', async (t) => {
    const staff = house.as('staff');
    const laid = await lay(staff as Ask);
    t.equal(laid.status, 201);
    const stop = (await laid.json()) as Consent;
    t.equal(await verdict(await daughter(asked)), '403 not-known');
    t.equal(await verdict(await lift(house.as('otherstaff') as Ask, stop)), '404 not-found');
    t.equal(await verdict(await lift(citizen, stop, { 'if-match': 'W/"7"' })), '412 stale-version');
    t.equal((await lift(citizen, stop, { 'if-match': 'W/"1"' })).status, 200);
    t.equal((await lift(citizen, stop)).status, 200, 'what is lifted is lifted');
    const again = await send(citizen, 'PUT', `Consent/${stop.id}`, { ...stop, status: 'active' });
    t.equal(await verdict(again), '422 stop-lifting');
    t.equal((await daughter(asked)).status, 200);
  });

  await t.test('is neither laid nor lifted by anybody else', async (t) => {
    const { id } = (await (
      await lay(citizen, within({ class: [coding('CarePlan')] }))
    ).json()) as Consent;
    t.same(
      {
        relative: await verdict(await lay(daughter)),
        lifting: await verdict(await lift(daughter, { id } as Consent)),
        neighbour: await verdict(await lay(as('neighbour'))),
        otherstaff: await verdict(await lay(house.as('otherstaff') as Ask)),
        system: (await lay(house.as('system') as Ask)).status,
      },
      {
        relative: '403 stop-by-citizen-or-staff',
        lifting: '403 stop-by-citizen-or-staff',
        neighbour: '403 no-mandate',
        otherstaff: '403 no-mandate',
        system: 403,
      },
    );
    await lift(citizen, { id } as Consent);
  });

  await t.test('says what is wrong with it, all at once', async (t) => {
    const refused = async (stop: Consent) => verdict(await lay(citizen, stop));
    t.same(
      {
        permit: await refused(within({ type: 'permit' })),
        status: await refused(whole({ status: 'proposed' })),
        element: await refused(whole({ identifier: [{ value: '1' }] })),
        code: await refused(within({ code: [{ text: 'money' }] })),
        stranger: await refused({ ...whole(), ...stopFor(patient, stranger) }),
        nobody: await refused(within({ actor: [] as never })),
        class: await refused(within({ class: [coding('Nothing')] })),
      },
      {
        permit: '422 mandate-elsewhere',
        status: '422 stop-status',
        element: '422 stop-element',
        code: '422 stop-element',
        stranger: '422 stop-relative',
        nobody: '422 empty',
        class: '422 stop-class',
      },
    );
  });

  await t.test(
    'is the only thing that can be written: a mandate is changed where it is given',
    async (t) => {
      const all = resources<Consent>(await (await citizen(`Consent?patient=${patient}`)).json());
      const mandate = all.find(
        ({ provision }) =>
          provision?.type === 'permit' &&
          provision.actor?.[0]?.reference.reference === `RelatedPerson/${relative}`,
      );
      t.ok(mandate);
      t.equal(await verdict(await lift(citizen, mandate as Consent)), '422 mandate-elsewhere');
      const byHolder = await send(daughter, 'PUT', `Consent/${mandate?.id}`, mandate);
      t.equal(await verdict(byHolder), '403 stop-by-citizen-or-staff');
    },
  );

  await t.test('of some types leaves the rest', async (t) => {
    const stop = (await (
      await lay(citizen, within({ class: [coding('CarePlan')] }))
    ).json()) as Consent;
    t.equal((await daughter(asked)).status, 200);
    const { mandates } = await house.service.grant(person(house, `${people.relative?.cpr}`));
    t.match(mandates, [{ denied: ['CarePlan'] }]);
    const plans = await (await daughter(`CarePlan?patient=${patient}`)).json();
    t.same(resources(plans), []);
    await lift(citizen, stop);
    const after = await (await daughter(`CarePlan?patient=${patient}`)).json();
    t.ok(resources(after).length > 0);
  });
});

const coding = (code: string) => ({ system: 'http://hl7.org/fhir/resource-types', code });
