import type { Bundle, Parameters, Subscription } from '@medplum/fhirtypes';
import t from 'tap';
import { ours } from '../../src/fhir/canonical.ts';
import { buildApp } from '../../src/http/app.ts';
import { citizenIdOf, people, verdict } from '../access/answer.ts';
import { idOf, stopFor } from '../access/story.ts';
import { startHouse } from '../house.ts';
import {
  appointmentsOf,
  change,
  heartbeat,
  listenTo,
  partOf,
  post,
  subscribe,
  tokenFor,
  until,
  wished,
} from './subscriber.ts';

t.test('Over a websocket', async (t) => {
  const house = await startHouse(t);
  const [citizen, relative] = [house.as('citizen'), house.as('relative')];
  const patient = await citizenIdOf(house, 'citizen');
  const [first, second] = await appointmentsOf(house, patient);
  if (!first || !second) throw new Error('no appointments');
  const bind = async (ask = citizen, wish = {}) => {
    const subscription = await subscribe(ask, wish);
    const word = `bind-with-token: ${await tokenFor(ask, subscription.id)}`;
    const ear = await listenTo(t, house.base, word);
    t.ok(await until(() => ear.heard.length > 0));
    return { subscription, ear, word };
  };

  await t.test('a citizen is told of what happens to the own appointments', async (t) => {
    const { subscription, ear } = await bind();
    await change(house, first, 'one');
    t.ok(await until(() => ear.heard.length === 2));
    const [hello, told] = ear.heard;
    t.match(hello, { kind: 'handshake', events: 0, numbers: [] });
    t.match(told, { kind: 'event-notification', events: 1, numbers: [1] });
    const read = await (await citizen(`Appointment/${first.id}`)).json();
    t.same(told?.bundle.entry?.[1]?.resource, read, 'as the citizen reads it');
    const status = (await (
      await citizen(`Subscription/${subscription.id}/$status`)
    ).json()) as Bundle;
    const [entry] = status.entry ?? [];
    t.equal(partOf(entry?.resource as Parameters, 'events-since-subscription-start'), '1');
    const looked = await house.ports.db.query(
      `select from ledger where interaction = 'notification' and patient = $1`,
      [patient],
    );
    t.ok(looked.rowCount > 0, 'it is kept that it was shown');
    ear.close();
  });

  await t.test('only what the filters ask for is numbered and told', async (t) => {
    const filter = `Appointment?_id=${second.id}`;
    const { ear } = await bind(citizen, { filter, content: 'id-only' });
    await change(house, first, 'two');
    await change(house, second, 'two');
    t.ok(await until(() => ear.heard.length === 2));
    t.match(ear.heard[1], { events: 1, numbers: [1] });
    t.notOk(ear.heard[1]?.bundle.entry?.[1]?.resource);
    ear.close();
  });

  await t.test('nobody is told of another, or reads, changes or binds what is hers', async (t) => {
    const { subscription, ear } = await bind();
    const other = house.as('neighbour');
    const address = `Subscription/${subscription.id}`;
    t.equal(await verdict(await other(address)), '404 not-found');
    t.equal(await verdict(await relative(address)), '404 not-found');
    t.equal(await verdict(await house.as('staff')(address)), '404 not-found');
    t.equal(await verdict(await house.as('system')(address)), '404 not-found');
    t.equal(await verdict(await other(`${address}/$get-ws-binding-token`)), '404 not-found');
    t.equal(await verdict(await other(`${address}/$events`)), '404 not-found');
    const put = { method: 'PUT', body: JSON.stringify({ ...subscription, status: 'off' }) };
    t.equal(await verdict(await other(address, put)), '404 not-found');
    t.equal((await other(address, { method: 'DELETE' })).status, 204);
    t.equal((await citizen(address)).status, 200, 'it stands');
    const stolen = wished({ filter: `Appointment?patient=Patient/${patient}` });
    t.equal(await verdict(await post(other, 'Subscription', stolen)), '403 no-mandate');
    const found = (await (await other('Subscription')).json()) as Bundle;
    t.equal(found.total, 0);
    ear.close();
  });

  await t.test('a stop ends it: nothing more is told, and it is off', async (t) => {
    const filter = `Appointment?patient=Patient/${patient}`;
    const { subscription, ear } = await bind(relative, { filter });
    await change(house, first, 'three');
    t.ok(await until(() => ear.heard.length === 2));
    const name = await idOf(house, 'paaroerende', `${people.relative?.paaroerendeId}`);
    const policy = [{ uri: `${ours}/policy/dk/forvaltningsloven` }];
    const laid = await post(citizen, 'Consent', { ...stopFor(patient, name), policy });
    t.equal(laid.status, 201);
    await change(house, first, 'four');
    t.match(await ear.closed, /^1008 right-ended|^1000 subscription-ended/);
    t.equal(ear.heard.length, 2);
    const { rows } = await house.ports.db.query<{ content: string }>(
      'select content from subscription where id = $1',
      [subscription.id],
    );
    t.match(JSON.parse(`${rows[0]?.content}`), { status: 'off', error: /^right-ended/ });
    const lift = [{ op: 'replace', path: '/status', value: 'inactive' }];
    const { id } = (await laid.json()) as { id: string };
    await citizen(`Consent/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify(lift),
    });
  });

  await t.test('a login that expires takes its connection with it', async (t) => {
    const now = house.ports.now();
    const { ear } = await bind();
    house.setNow(now + 16 * 60_000);
    t.equal(await ear.closed, '1008 login-ended');
    house.setNow(now);
  });

  await t.test('its heart beats, and it is turned off by its owner', async (t) => {
    const { subscription, ear } = await bind(citizen, { channel: heartbeat(1) });
    t.ok(await until(() => ear.heard.some(({ kind }) => kind === 'heartbeat')));
    const body = JSON.stringify({ ...subscription, status: 'off' });
    const put = await citizen(`Subscription/${subscription.id}`, { method: 'PUT', body });
    t.equal(put.status, 200);
    t.equal(((await put.json()) as Subscription).status, 'off');
    t.match(await ear.closed, /^1000 subscription-ended/);
  });

  await t.test('it reaches whatever process one is connected to', async (t) => {
    const app = buildApp(house.service);
    t.teardown(() => app.close());
    const other = `${await app.listen({ port: 0, host: '127.0.0.1' })}/fhir`;
    const { ear, word } = await bind();
    const there = await listenTo(t, other, word);
    t.ok(await until(() => there.heard.length === 1));
    for (const comment of ['five', 'six', 'seven']) await change(house, first, comment);
    const all = ({ heard }: typeof ear) => heard.flatMap(({ numbers }) => numbers).join();
    t.ok(await until(() => all(ear) === '1,2,3' && all(there) === '1,2,3'));
    for (const one of [ear, there]) one.close();
  });

  await t.test('whoever sends what is no token is let go', async (t) => {
    const token = await tokenFor(citizen, (await subscribe(citizen)).id);
    for (const word of ['', 'hello', `bind-with-token: ${token.slice(0, -3)}xyz`]) {
      const ear = await listenTo(t, house.base, word);
      t.equal(await ear.closed, '1008 refused', word.slice(0, 20));
    }
    const long = await listenTo(t, house.base, 'x'.repeat(20_000));
    t.match(await long.closed, /^1009/);
    const elsewhere = await listenTo(t, `${house.base}/nowhere/fhir`, '');
    t.match(await elsewhere.closed, /^1006/);
  });

  await t.test('what was told can be told again', async (t) => {
    const { subscription, ear } = await bind(citizen, { content: 'empty' });
    for (const comment of ['eight', 'nine', 'ten']) await change(house, first, comment);
    t.ok(await until(() => ear.heard.at(-1)?.numbers.at(-1) === 3));
    t.equal(ear.heard[1]?.bundle.entry?.length, 1, 'nothing but that it happened');
    const query = 'eventsSinceNumber=2&eventsUntilNumber=3&content=id-only';
    const again = await citizen(`Subscription/${subscription.id}/$events?${query}`);
    const bundle = (await again.json()) as Bundle;
    const parameters = bundle.entry?.[0]?.resource as Parameters;
    const events = parameters.parameter?.filter(({ name }) => name === 'notification-event');
    t.match(
      events?.map(({ part }) => part?.map((one) => one.valueString ?? one.valueReference)),
      [
        ['2', undefined, { reference: new RegExp(`/Appointment/${first.id}$`) }],
        ['3', undefined, { reference: new RegExp(`/Appointment/${first.id}$`) }],
      ],
    );
    t.equal(partOf(parameters, 'type'), 'query-event');
    ear.close();
  });
});
