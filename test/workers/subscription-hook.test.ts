import { createHmac } from 'node:crypto';
import type { Parameters, Subscription } from '@medplum/fhirtypes';
import t from 'tap';
import { dispatch } from '../../src/interactions/subscription-dispatch.ts';
import { NotTaken } from '../../src/workers/subscription-deliver.ts';
import { deliverHook } from '../../src/workers/subscription-hook.ts';
import { citizenIdOf, fhir, people, verdict } from '../access/answer.ts';
import { openDoor, person, ticket } from '../access/logged-in.ts';
import { startHouse } from '../house.ts';
import {
  appointmentsOf,
  change,
  heardIn,
  heartbeat,
  partOf,
  post,
  subscribe,
  until,
  wished,
} from '../http/subscriber.ts';
import { type Got, receiver } from './receiver.ts';

t.test('A rest-hook, with its workers', async (t) => {
  const house = await startHouse(t, { workers: true });
  const citizen = house.as('citizen');
  const [appointment] = await appointmentsOf(house, await citizenIdOf(house, 'citizen'));
  if (!appointment) throw new Error('no appointments');
  const statusOf = async (id: string): Promise<Subscription> =>
    (await (await citizen(`Subscription/${id}`)).json()) as Subscription;
  const { got, state, channel } = await receiver(t);

  const made = await subscribe(citizen, { channel });
  t.equal(made.status, 'requested');
  t.ok(await until(async () => (await statusOf(made.id)).status === 'active'), 'hands are shaken');
  t.match(heardIn(`${got[0]?.body}`), { kind: 'handshake', events: 0 });

  await t.test('is told of an event, signed', async (t) => {
    await change(house, appointment, 'one');
    t.ok(await until(() => got.length === 2));
    const { headers, body } = got[1] as Got;
    t.match(heardIn(body), { kind: 'event-notification', events: 1, numbers: [1] });
    t.match(headers, { authorization: 'Bearer theirs', 'content-type': 'application/fhir+json' });
    const told = await citizen(`Subscription/${made.id}/$signing-secret`);
    const secret = `${partOf((await told.json()) as Parameters, 'secret')}`.replace('whsec_', '');
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const expected = createHmac('sha256', Buffer.from(secret, 'base64')).update(signed);
    t.equal(headers['webhook-signature'], `v1,${expected.digest('base64')}`);
    t.equal(headers['webhook-id'], `${made.id}.1`);
  });

  await t.test('is told again what it did not take, under the same id', async (t) => {
    state.status = 500;
    await change(house, appointment, 'two');
    t.ok(await until(() => got.length >= 4), 'tried again');
    await change(house, appointment, 'three');
    state.status = 204;
    t.ok(await until(() => heardIn(`${got.at(-1)?.body}`).numbers.at(-1) === 3));
    const twos = got.filter(({ body }) => heardIn(body).numbers.includes(2));
    t.equal(new Set(twos.map(({ headers }) => headers['webhook-id'])).size, 1);
    t.equal(new Set(twos.map(({ body }) => heardIn(body).bundle.id)).size, 1);
    t.ok(await until(async () => (await statusOf(made.id)).status === 'active'));
  });

  await t.test('holds no person’s data in its jobs and its log', async (t) => {
    const { rows } = await house.owner.query<{ data: string }>(
      `select data::text as data from bullmq.job`,
    );
    const jobs = rows.map(({ data }) => data).filter((data) => data.includes(made.id));
    t.ok(jobs.length > 0);
    t.same([...new Set(jobs.map((data) => Object.keys(JSON.parse(data)).join()))], ['id']);
    t.notMatch(house.lines.join('\n'), /hook|theirs|whsec/);
  });

  await t.test('says that it does not come through when nobody shakes hands', async (t) => {
    const away = await receiver(t);
    away.state.status = 302;
    const { id } = await subscribe(citizen, { channel: away.channel });
    t.ok(await until(async () => (await statusOf(id)).status === 'error'));
    t.match((await statusOf(id)).error, /^no-handshake/);
    t.equal(heardIn(`${away.got[0]?.body}`).kind, 'handshake');
  });
});

t.test('A rest-hook', async (t) => {
  const house = await startHouse(t);
  const citizen = house.as('citizen');
  const [appointment] = await appointmentsOf(house, await citizenIdOf(house, 'citizen'));
  if (!appointment) throw new Error('no appointments');
  const context = house.workers.subscription;
  const { got, channel } = await receiver(t);

  await t.test('whose worker dies after sending is told again under the same id', async (t) => {
    const { id } = await subscribe(citizen, { channel: { ...channel } });
    await deliverHook(context, id);
    await change(house, appointment, 'one');
    await dispatch(context.teller);
    const { ports } = context.teller;
    const { query } = ports.db;
    const dying: typeof query = async (text, values, options) => {
      if (/set sent = |held_until = now\(\) where/.test(text)) throw new Error('killed');
      return query(text, values, options);
    };
    const teller = { ...context.teller, ports: { ...ports, db: { ...ports.db, query: dying } } };
    await t.rejects(deliverHook({ teller }, id), /killed/);
    await t.rejects(deliverHook(context, id), NotTaken, 'who was killed holds it for a moment');
    await ports.db.query('update subscription_run set held_until = now() where id = $1', [id]);
    await change(house, appointment, 'two');
    await dispatch(context.teller);
    await deliverHook(context, id);
    t.same(
      got.map(({ headers, body }) => [headers['webhook-id'], heardIn(body).numbers]),
      [
        [`${id}.handshake.1`, []],
        [`${id}.1`, [1]],
        [`${id}.1`, [1]],
        [`${id}.2`, [2]],
      ],
    );
  });

  await t.test('is told nothing before its address has taken the first greeting', async (t) => {
    const away = await receiver(t);
    away.state.status = 403;
    const { id } = await subscribe(citizen, { channel: away.channel });
    await t.rejects(deliverHook(context, id), NotTaken);
    await change(house, appointment, 'three');
    await dispatch(context.teller);
    await t.rejects(deliverHook(context, id), NotTaken);
    t.same(new Set(away.got.map(({ body }) => heardIn(body).kind)), new Set(['handshake']));
    away.state.status = 204;
    await deliverHook(context, id);
    t.same(
      away.got.slice(2).map(({ body }) => heardIn(body).kind),
      ['handshake', 'event-notification'],
    );
  });

  await t.test('hears that nothing has happened', async (t) => {
    const beating = await receiver(t);
    const seconds = { ...beating.channel, ...heartbeat(60) };
    const { id } = await subscribe(citizen, { channel: seconds });
    const now = house.ports.now();
    await deliverHook(context, id);
    house.setNow(now + 61_000);
    await deliverHook(context, id);
    await deliverHook(context, id);
    t.same(
      beating.got.map(({ body }) => heardIn(body).kind),
      ['handshake', 'heartbeat'],
    );
  });

  await t.test('that lets one wait takes no more than two places of one owner', async (t) => {
    const slow = await receiver(t);
    slow.state.status = 0;
    const made = await Promise.all(
      [1, 2, 3].map(() => subscribe(house.as('neighbour'), { channel: slow.channel })),
    );
    const all = Promise.allSettled(made.slice(0, 2).map(({ id }) => deliverHook(context, id)));
    t.ok(await until(() => slow.got.length === 2));
    await t.rejects(deliverHook(context, `${made[2]?.id}`), /held/);
    slow.drop();
    await all;
    t.equal(slow.got.length, 2);
  });

  await t.test('is refused to whose mandate stands in the login alone', async (t) => {
    const door = await openDoor(t, house);
    const { citizen: karen, neighbour } = people;
    const tickets = [ticket(house, `${karen?.cpr}`)];
    const ask = door(person(house, `${neighbour?.cpr}`, { tickets }));
    const patient = await citizenIdOf(house, 'citizen');
    const filter = `Appointment?patient=Patient/${patient}`;
    const send = (wish: object) =>
      ask('Subscription', {
        ...{ method: 'POST', headers: fhir },
        body: JSON.stringify(wished({ filter, ...wish })),
      });
    t.equal(await verdict(await send({ channel })), '403 subscription-lasts');
    const socket = await send({});
    t.equal(socket.status, 201, 'a socket lasts no longer than the login');
    const { end } = (await socket.json()) as Subscription;
    t.ok(Date.parse(`${end}`) <= house.ports.now() + 900_000);
  });

  await t.test('is refused where it may not be', async (t) => {
    const refused = async (ask: typeof citizen, endpoint: string) =>
      verdict(await post(ask, 'Subscription', wished({ channel: { ...channel, endpoint } })));
    for (const endpoint of ['http://hook.example/', 'https://10.0.0.1/', 'https://[fd00::1]/', 'x'])
      t.equal(await refused(citizen, endpoint), '422 subscription-endpoint', endpoint);
    const fine = 'https://hook.example/';
    t.equal(await refused(house.as('staff'), fine), '403 subscription-lasts');
  });
});
