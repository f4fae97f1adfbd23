import type { Bundle, ServiceRequest } from '@medplum/fhirtypes';
import t from 'tap';
import { citizenIdOf, fhir, people, resources, verdict } from '../../access/answer.ts';
import { openDoor, person, ticket } from '../../access/logged-in.ts';
import { startHouse } from '../../house.ts';
import { deliverAll, isAwaiting, json } from './scene.ts';

t.test('An inquiry that is sent again', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const [citizen, relative, staff] = ['citizen', 'relative', 'staff'].map(house.as);
  if (!citizen || !relative || !staff) throw new Error('nobody asks');
  const patient = await citizenIdOf(house, 'citizen');
  const before = resources<ServiceRequest>(await json(citizen('ServiceRequest')));
  const identifier = (value: string) => ({ system: 'https://app.example/inquiry', value });
  const asked = (more: object) => ({
    ...{ resourceType: 'ServiceRequest', status: 'active', intent: 'proposal' },
    ...{ code: { text: 'Sendt igen' }, subject: { reference: `Patient/${patient}` } },
    performer: [{ reference: before[0]?.performer?.[0]?.reference }],
    note: [{ text: 'Hjælp' }],
    ...more,
  });
  const send = (ask: typeof citizen, more: object) =>
    ask('ServiceRequest', { method: 'POST', headers: fhir, body: JSON.stringify(asked(more)) });
  const inCura = async () =>
    (await house.sync.cura.list('henvendelse', { max: 1_000 })).poster.filter(
      ({ emne }) => emne === 'Sendt igen',
    );

  await t.test('with its identifier is the first, also at once and later', async (t) => {
    const all = await Promise.all(
      Array.from({ length: 8 }, () => send(citizen, { identifier: [identifier('1')] })),
    );
    t.same(all.map(({ status }) => status).sort(), [...Array(7).fill(200), 201]);
    const ids = await Promise.all(
      all.map(async (one) => ((await one.json()) as ServiceRequest).id),
    );
    t.equal(new Set(ids).size, 1);
    await deliverAll(house);
    t.match(await inCura(), [{ klientReference: 'https://app.example/inquiry|1' }]);
    const again = await send(citizen, { identifier: [identifier('1')], note: [{ text: 'Mere' }] });
    t.equal(again.status, 200);
    const first = (await again.json()) as ServiceRequest;
    t.match(first, { id: ids[0], note: [{ text: 'Hjælp' }] });
    t.notOk(isAwaiting(first));
    t.equal((await inCura()).length, 1);
    const path = `ServiceRequest?identifier=https://app.example/inquiry|1&patient=${patient}`;
    t.equal(resources(await json<Bundle>(citizen(path))).length, 1, 'and is found by it');
  });

  await t.test('by another, with another or with none, is another', async (t) => {
    for (const [ask, more] of [
      [relative, { identifier: [identifier('1')] }],
      [citizen, { identifier: [identifier('2')] }],
      [citizen, {}],
      [citizen, {}],
    ] as const)
      t.equal((await send(ask, more)).status, 201);
    await deliverAll(house);
    t.equal((await inCura()).length, 5);
  });

  await t.test('has one identifier at most, that Cura can keep', async (t) => {
    const cura = { system: 'https://samspil.example/fhir/cura/henvendelse', value: '1' };
    const bad = [
      ...[[identifier('1'), identifier('2')], [cura], [{ value: 'a|b' }], [{ system: 'urn:x' }]],
      ...[[identifier('x'.repeat(201))], [{ ...identifier('1'), use: 'usual' }]],
      ...[[{ system: `urn:${'x'.repeat(290)}`, value: '0123456' }]],
    ];
    for (const one of bad)
      t.equal(await verdict(await send(citizen, { identifier: one })), '422 inquiry-identifier');
  });

  await t.test('and one of a relative whom only a login tells of, names who asks', async (t) => {
    const tickets = [ticket(house, `${people.citizen?.cpr}`, ['see', 'act'])];
    // A number that nobody here has.
    const ask = (await openDoor(t, house))(person(house, '0101700000', { tickets }));
    const answer = await send(ask, { code: { text: 'Fra en ven' } });
    const made = (await answer.json()) as ServiceRequest;
    t.equal(answer.status, 201, JSON.stringify(made));
    t.match(made.requester?.reference, /^RelatedPerson\/./);
    t.match(JSON.stringify(made.extension), '"valueCode":"relative"');
    await deliverAll(house);
    const { poster } = await house.sync.cura.list('henvendelse', { max: 1_000 });
    const [record] = poster.filter(({ emne }) => emne === 'Fra en ven');
    t.match(record, { fra: 'A2', udfoertAf: { art: 'paaroerende', navn: /./ } });
    t.equal(record?.paaroerendeId, undefined);
    const now = await json<ServiceRequest>(staff(`ServiceRequest/${made.id}`));
    t.notOk(isAwaiting(now));
    t.same(now.requester, made.requester);
    const named = resources(
      await json<Bundle>(staff(`ServiceRequest?requester=${made.requester?.reference}`)),
    );
    t.equal(named.length, 1);
    const gone = await ask(`ServiceRequest/${made.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'replace', path: '/status', value: 'revoked' }]),
    });
    t.equal(gone.status, 200);
    t.same(((await gone.json()) as ServiceRequest).requester, made.requester);
  });
});
