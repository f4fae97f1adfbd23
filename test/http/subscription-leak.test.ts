import { connect } from 'node:net';
import type { Appointment, Bundle, Subscription } from '@medplum/fhirtypes';
import t, { type Test } from 'tap';
import { dispatch } from '../../src/interactions/subscription-dispatch.ts';
import { putAll, removeAll } from '../../src/store/put.ts';
import { citizenIdOf, fhir, people, verdict } from '../access/answer.ts';
import { openDoor, person, ticket } from '../access/logged-in.ts';
import { idOf, stopFor } from '../access/story.ts';
import { startHouse } from '../house.ts';
import {
  type Ask,
  appointmentsOf,
  change,
  liveUrl,
  post,
  subscribe,
  wished,
} from './subscriber.ts';

type Kept = Appointment & { id: string };

/** Ids of the resources that a Subscription has been told of, as its owner can ask for them. */
async function toldOf(ask: Ask, id: string): Promise<string[]> {
  const { entry = [] } = (await (await ask(`Subscription/${id}/$events`)).json()) as Bundle;
  return entry.slice(1).map(({ fullUrl }) => `${fullUrl?.split('/').at(-1)}`);
}

async function scene(t: Test) {
  const house = await startHouse(t);
  const { ports } = house;
  const patient = await citizenIdOf(house, 'citizen');
  const room = ports.room('Appointment');
  const run = (work: Parameters<typeof ports.db.transaction>[0]) => ports.db.transaction(work);
  return {
    ...{ house, patient, ports },
    mine: `Appointment?patient=Patient/${patient}`,
    all: await appointmentsOf(house, patient),
    remove: ({ id }: Kept) => run((tx) => removeAll(tx, room, [id], ports.now())),
    hide: (one: Kept) => {
      const { meta: _, ...rest } = one;
      const hidden = { ...rest, meta: { security: [{ code: 'not-citizen' }] } };
      return run((tx) => putAll(tx, room, [hidden as Kept], ports.now()));
    },
    settle: () => dispatch(house.workers.subscription.teller),
  };
}

t.test('A Subscription', async (t) => {
  const { house, mine, all, remove, hide, settle, patient, ports } = await scene(t);
  const [seen, hidden, kept, first] = all as [Kept, Kept, Kept, Kept];
  const [citizen, relative] = [house.as('citizen'), house.as('relative')];

  await t.test('is told of what is taken away only what its owner could have seen', async (t) => {
    const wish = { content: 'id-only', filter: mine };
    const hers = await subscribe(citizen, wish);
    const strange = await subscribe(house.as('system'), wish);
    const others = await subscribe(house.as('otherstaff'), wish);
    const saw = (await house.as('otherstaff')(`Appointment/${seen.id}`)).status === 200;
    await hide(hidden);
    await settle();
    t.same(await toldOf(citizen, hers.id), []);
    for (const one of [hidden, seen]) await remove(one);
    await settle();
    t.same(await toldOf(citizen, hers.id), [seen.id], 'not the id of a hidden one');
    t.equal(((await toldOf(house.as('system'), strange.id)) as string[]).includes(hidden.id), true);
    t.equal((await toldOf(house.as('otherstaff'), others.id)).length > 0, saw, 'as staff see it');
  });

  await t.test('is told nothing of what is kept from its owner', async (t) => {
    const { id } = await subscribe(relative, { content: 'id-only', filter: mine });
    const name = await idOf(house, 'paaroerende', `${people.relative?.paaroerendeId}`);
    const stop = stopFor(patient, name);
    const provision = {
      ...stop.provision,
      class: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Appointment' }],
    };
    const policy = [{ uri: 'https://samspil.example/fhir/policy/dk/forvaltningsloven' }];
    const laid = await post(citizen, 'Consent', { ...stop, policy, provision });
    t.equal(laid.status, 201);
    await remove(kept);
    await settle();
    t.equal((await relative(`Subscription/${id}`)).status, 200, 'she is a relative still');
    t.same(await toldOf(relative, id), []);
  });

  const { citizen: karen, neighbour } = people;

  await t.test('that is moved to another citizen is told by the right to that one', async (t) => {
    const door = await openDoor(t, house);
    const tickets = [ticket(house, `${karen?.cpr}`)];
    const ask = door(person(house, `${neighbour?.cpr}`, { tickets }));
    const send = async (path: string, method: string, body: object) =>
      (await (
        await ask(path, { method, headers: fhir, body: JSON.stringify(body) })
      ).json()) as Subscription;
    const made = await send('Subscription', 'POST', wished());
    const { _criteria } = wished({ filter: mine });
    const moved = await send(`Subscription/${made.id}`, 'PUT', { ...made, _criteria });
    const { rows } = await ports.db.query(
      'select citizen, patient, who from subscription_run where id = $1',
      [made.id],
    );
    const owner = moved.extension?.find(({ url }) => url.endsWith('subscription-owner'));
    t.same(rows, [{ citizen: patient, patient, who: owner?.valueReference?.reference }]);
    t.match(owner?.valueReference?.reference, /^RelatedPerson/);
  });

  await t.test('has filters of one line', async (t) => {
    const filter = `${mine}\nstatus=booked`;
    const refused = await post(house.as('citizen'), 'Subscription', wished({ filter }));
    t.equal(await verdict(refused), '422 subscription-filter');
  });

  await t.test('is told of what was about to be committed when it was made', async (t) => {
    const door = house.as('citizen');
    await ports.db.query('delete from subscription_run');
    const room = ports.room('Appointment');
    const { meta: _, ...rest } = first;
    let made: Promise<Subscription & { id: string }> | undefined;
    let isMade = false;
    await ports.db.transaction(async (tx) => {
      await putAll(tx, room, [{ ...rest, comment: 'between' }], ports.now());
      tx.last(async () => {
        // It was looked who waits, and nobody did; the commit is still to come.
        made = subscribe(door, { content: 'id-only' }).then((one) => {
          isMade = true;
          return one;
        });
        await new Promise((done) => setTimeout(done, 300));
        t.equal(isMade, false, 'nobody says that it stands before that is committed');
      });
    });
    const { id } = (await made) as { id: string };
    const now = (await (await door(`Appointment/${first.id}`)).json()) as Appointment;
    t.equal(now.comment, 'between', 'who reads then has it');
    await change(house, first, 'behind');
    await settle();
    t.same(await toldOf(door, id), [first.id]);
  });

  await t.test('gives back the place of a stream whose reader left at once', async (t) => {
    const ask = house.as('citizen');
    const { id } = await subscribe(ask);
    const address = `${liveUrl(house.base)}/${id}`;
    const { hostname, port, pathname } = new URL(address);
    const header = await (async () => {
      const token = await house.identity.token('citizen', {});
      return `GET ${pathname} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    })();
    for (let nth = 0; nth < 25; nth += 1)
      await new Promise<void>((done) => {
        const socket = connect(Number(port), hostname);
        socket.on('close', () => done()).on('error', () => undefined);
        socket.write(header, () => setTimeout(() => socket.destroy(), 1));
      });
    const abort = new AbortController();
    const response = await ask(address, { signal: abort.signal });
    t.equal(response.status, 200);
    abort.abort();
  });
});
