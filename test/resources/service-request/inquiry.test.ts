import type { Bundle, OperationOutcome, ServiceRequest, Task } from '@medplum/fhirtypes';
import t from 'tap';
import { synchronise } from '../../../src/sync/inbound.ts';
import { citizenIdOf, fhir, people, resources, verdict } from '../../access/answer.ts';
import { idOf } from '../../access/story.ts';
import { startHouse } from '../../house.ts';
import { deliverAll, isAwaiting, json, stateOf } from './scene.ts';

t.test('An inquiry', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const ask = house.as;
  const [citizen, relative, seeonly] = [ask('citizen'), ask('relative'), ask('seeonly')];
  const [staff, neighbour] = [ask('staff'), ask('neighbour')];
  const patient = await citizenIdOf(house, 'citizen');
  const before = resources<ServiceRequest>(await json(citizen('ServiceRequest')));
  const unit = before[0]?.performer?.[0]?.reference ?? '';
  const asked = (more: object = {}) => ({
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'proposal',
    code: { text: 'Hjælp til indkøb' },
    subject: { reference: `Patient/${patient}` },
    performer: [{ reference: unit }],
    note: [{ text: 'Kan nogen handle for mig?\nJeg kan ikke gå så langt.' }],
    ...more,
  });
  const send = (ask: typeof citizen, body: object) =>
    ask('ServiceRequest', { method: 'POST', headers: fhir, body: JSON.stringify(body) });
  const withdraw = (ask: typeof citizen, id: string | undefined) =>
    ask(`ServiceRequest/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'replace', path: '/status', value: 'revoked' }]),
    });
  const inCura = async (id: string | undefined) => {
    const { rows } = await house.ports.db.query<{ cura_id: string }>(
      `select cura_id from cura_record where record = 'henvendelse' and id = $1`,
      [id],
    );
    return house.cura.read('henvendelse', `${rows[0]?.cura_id}`);
  };

  await t.test('is accepted while Cura is down, and reaches it once', async (t) => {
    house.cura.faults.down = true;
    const answer = await send(citizen, asked());
    const made = (await answer.json()) as ServiceRequest;
    t.equal(answer.status, 201, JSON.stringify(made));
    t.ok(isAwaiting(made), 'it says that Cura has not got it');
    t.match(made.category, [{ coding: [{ code: 'A1' }] }]);
    t.equal(made.requester?.reference, `Patient/${patient}`);
    await deliverAll(house);
    t.ok(isAwaiting(await json(citizen(`ServiceRequest/${made.id}`))), 'nor later');
    house.cura.heal();
    await deliverAll(house);
    await deliverAll(house);
    const now = await json<ServiceRequest>(citizen(`ServiceRequest/${made.id}`));
    t.notOk(isAwaiting(now));
    t.equal(now.meta?.versionId, '2', 'what Cura has is the next version');
    t.match(await inCura(made.id), {
      ...{ fra: 'A1', emne: 'Hjælp til indkøb', status: 'modtaget', eksternReference: made.id },
      udfoertAf: { art: 'borger' },
    });
    const { poster } = await house.sync.cura.list('henvendelse', { max: 1_000 });
    t.equal(poster.filter(({ emne }) => emne === 'Hjælp til indkøb').length, 1);
  });

  await t.test(
    'of a relative says so, in the resource and in Cura, with the mandate',
    async (t) => {
      const answer = await send(relative, asked({ code: { text: 'Mors medicin' } }));
      const made = (await answer.json()) as ServiceRequest;
      t.equal(answer.status, 201, JSON.stringify(made));
      t.match(made.category, [{ coding: [{ code: 'A2' }] }]);
      const who = `RelatedPerson/${await idOf(house, 'paaroerende', `${people.relative?.paaroerendeId}`)}`;
      t.equal(made.requester?.reference, who);
      await deliverAll(house);
      t.match(await inCura(made.id), {
        ...{ fra: 'A2', paaroerendeId: people.relative?.paaroerendeId },
        udfoertAf: { art: 'paaroerende', mandatReference: /./ },
      });
      const seen = await json<ServiceRequest>(staff(`ServiceRequest/${made.id}`));
      t.match(JSON.stringify(seen), /"valueCode":"relative"/);
      const acts = await json<Bundle>(staff(`Provenance?target=ServiceRequest/${made.id}`));
      t.match(JSON.stringify(acts), /POWATT/);
    },
  );

  await t.test('is refused with all that is amiss', async (t) => {
    const bad = asked({
      ...{
        status: 'draft',
        code: { coding: [{ code: 'x' }] },
        note: [{ text: 'a' }, { text: 'b' }],
      },
      ...{ performer: [{ reference: `Patient/${patient}` }], priority: 'stat' },
    });
    const answer = await send(citizen, bad);
    t.equal(answer.status, 422);
    const { issue } = (await answer.json()) as OperationOutcome;
    t.same(issue.map(({ details }) => details?.coding?.[0]?.code).sort(), [
      ...['inquiry-element', 'inquiry-new', 'inquiry-subject', 'inquiry-text', 'inquiry-unit'],
    ]);
    t.ok(issue.every(({ expression }) => expression?.[0]?.startsWith('ServiceRequest.')));
  });

  await t.test('can be sent by nobody else, and in nobody else’s name', async (t) => {
    t.equal(await verdict(await send(neighbour, asked())), '403 no-mandate');
    t.equal(await verdict(await send(seeonly, asked())), '403 mandate-to-act');
    t.equal(await verdict(await send(staff, asked())), '403 inquiry-by-citizen');
    const category = [{ coding: [{ system: 'urn:oid:1.2.208.176.2.21', code: 'A2' }] }];
    t.equal(await verdict(await send(citizen, asked({ category }))), '422 inquiry-sender');
    const nowhere = [{ reference: 'Organization/none' }];
    t.equal(await verdict(await send(citizen, asked({ performer: nowhere }))), '422 inquiry-unit');
  });

  await t.test('is withdrawn while nobody has taken it up, and not after', async (t) => {
    const { id } = await json<ServiceRequest>(send(citizen, asked()));
    await deliverAll(house);
    t.equal(await verdict(await withdraw(seeonly, id)), '403 mandate-to-act');
    t.equal(await verdict(await withdraw(staff, id)), '403 inquiry-by-citizen');
    const other = await citizen(`ServiceRequest/${id}`, {
      method: 'PUT',
      headers: fhir,
      body: JSON.stringify({
        ...(await json<ServiceRequest>(citizen(`ServiceRequest/${id}`))),
        code: { text: 'Noget andet' },
      }),
    });
    t.equal(await verdict(other), '422 inquiry-withdrawal');
    const gone = await withdraw(relative, id);
    t.equal(gone.status, 200);
    t.match(await gone.json(), { status: 'revoked' });
    t.match(await inCura(id), { status: 'annulleret' });
    t.equal(await verdict(await withdraw(citizen, before[0]?.id)), '422 inquiry-handled');
  });

  await t.test('that Cura has not got yet is withdrawn when it comes there', async (t) => {
    house.cura.faults.down = true;
    const { id } = await json<ServiceRequest>(send(citizen, asked()));
    t.equal((await withdraw(citizen, id)).status, 200);
    house.cura.heal();
    await deliverAll(house);
    await deliverAll(house);
    t.match(await inCura(id), { status: 'annulleret' });
    const now = await json<ServiceRequest>(citizen(`ServiceRequest/${id}`));
    t.same([now.status, stateOf(now), isAwaiting(now)], ['revoked', 'withdrawn', false]);
  });

  await t.test('that Cura refuses for good says so', async (t) => {
    house.cura.faults.down = true;
    const { id } = await json<ServiceRequest>(send(citizen, asked()));
    house.cura.heal();
    house.cura.change('borger', `${people.citizen?.borgerId}`, { doed: '2026-11-24' });
    await deliverAll(house);
    const { rows } = await house.ports.db.query<{ content: string }>(
      `select content from service_request where id = $1 and view & 1 <> 0`,
      [id],
    );
    house.cura.change('borger', `${people.citizen?.borgerId}`, { doed: null });
    await synchronise(house.sync);
    t.match(rows[0]?.content, /"code":"undelivered"/);
    t.match(rows[0]?.content, /"status":"revoked"/);
  });

  await t.test('leads to what is written on its case, as staff write it', async (t) => {
    const { id } = await json<ServiceRequest>(send(citizen, asked()));
    await deliverAll(house);
    const henvendelseId = `${(await inCura(id))?.id}`;
    const sag = house.cura.insert('sag', {
      ...{ borgerId: people.citizen?.borgerId, sagsnummer: '2026-9001', titel: 'Indkøb' },
      ...{ enhedId: (await inCura(id))?.enhedId, henvendelseId, lovgrundlag: 'serviceloven' },
      ...{ status: 'modtaget', oprettet: '2026-11-24T09:00:00Z', notater: [] },
    });
    house.cura.change('henvendelse', henvendelseId, { status: 'behandles' });
    const tekst = 'Vi ringer til dig i morgen.';
    const notater = [{ tidspunkt: '2026-11-24T09:30:00Z', tekst }];
    house.cura.change('sag', sag.id, { notater, status: 'oplyses' });
    await synchronise(house.sync);
    for (const ask of [citizen, relative, staff]) {
      const query = `Task?based-on=ServiceRequest/${id}&_include=Task:based-on&patient=${patient}`;
      const found = await json<Bundle>(ask(query));
      const [task, inquiry] = resources<Task | ServiceRequest>(found);
      t.match(task, { status: 'in-progress', note: [{ text: tekst }] });
      t.equal(inquiry?.id, id, 'which was born here');
      t.equal(inquiry && stateOf(inquiry as ServiceRequest), 'in-progress');
    }
    const task = resources<Task>(await json(citizen(`Task?based-on=ServiceRequest/${id}`)))[0];
    const change = await citizen(`Task/${task?.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'replace', path: '/status', value: 'cancelled' }]),
    });
    t.equal(await verdict(change), '422 case-in-cura');
  });
});
