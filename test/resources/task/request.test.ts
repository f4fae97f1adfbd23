import t from 'tap';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { noon } from '../../house.ts';
import { at, bornAs, keys, type Reply, scene } from '../../sync/scene.ts';
import { askingIn, given, slotOf, taskOf, text, yes } from './asking.ts';

const hourMs = 3_600_000;
const house = await scene(t);
const { propose, answer, read, late } = askingIn(house);

async function provenance(id: string | undefined): Promise<string[]> {
  const { rows } = await house.sync.db.query<{ content: string }>(
    `select content from provenance where view & 1 <> 0 and content like $1 order by id`,
    [`%"Task/${id}/_history/%`],
  );
  return rows.map(({ content }) => JSON.parse(content).activity.coding[1].code);
}

t.test(
  'a wish after the deadline is sent to the unit, which moves the appointment by answering',
  async (t) => {
    const { id, to } = await late();
    const refused = await house.move('relative', id, to);
    t.same(keys(refused), ['move-deadline', 'request-instead']);
    t.equal(
      refused.body.issue?.find(({ details }) => details?.coding?.[0]?.code === 'request-instead')
        ?.diagnostics,
      `Appointment/${id}/$propose-move`,
      'the refusal names the operation',
    );
    const sent = await propose('relative', id, [
      slotOf(to),
      text('comment', 'Helst om formiddagen.'),
    ]);
    t.equal(sent.status, 201);
    const wish = taskOf(sent);
    t.match(wish, {
      status: 'requested',
      intent: 'proposal',
      code: { coding: [{ code: 'move-request' }] },
      focus: { reference: `Appointment/${id}` },
      for: { reference: `Patient/${house.karen}` },
      requester: { reference: `RelatedPerson/${house.daughter}` },
      input: [{ valueReference: { reference: `Slot/${to.id}` } }],
      note: [{ text: 'Helst om formiddagen.' }],
    });
    const { start = '', end = '' } = wish.restriction?.period ?? {};
    t.equal(
      Date.parse(end) - Date.parse(start),
      72 * hourMs,
      'the unit has three days unless the service says',
    );
    t.equal(
      (await read('citizen', wish.id)).status,
      200,
      'the citizen sees what was asked for her',
    );
    t.equal((await read('neighbour', wish.id)).status, 404);
    t.equal((await answer('citizen', wish.id, yes(to))).status, 403, 'nobody answers oneself');
    const done = await answer('staff', wish.id, yes(to));
    t.equal(done.status, 200);
    t.match(taskOf(done), {
      status: 'completed',
      output: [
        { valueReference: { reference: `Slot/${to.id}` } },
        { valueReference: { reference: `Appointment/${id}` } },
      ],
    });
    t.equal((await bornAs(house, id)).length, 1);
    const moved = (await (await house.as('citizen')(`Appointment/${id}`)).json()) as {
      slot: { reference: string }[];
    };
    t.equal(moved.slot[0]?.reference, `Slot/${to.id}`);
    const again = await answer('staff', wish.id, yes(to));
    t.equal(again.status, 200, 'the same answer again is the same');
    t.same(await provenance(wish.id), ['request', 'answer', 'answer']);
  },
);

t.test('a unit says no with a word, and the citizen reads it', async (t) => {
  const { id, to } = await late();
  const sent = await propose('citizen', id, [slotOf(to)]);
  t.equal((await answer('staff', sent.body.id, [text('answer', 'rejected')])).status, 400);
  t.same(keys(await answer('staff', sent.body.id, [text('answer', 'perhaps')])), ['answer-code']);
  const no = [text('answer', 'rejected'), text('comment', 'Der er desværre ingen tider.')];
  const stranger = await answer('therapist', sent.body.id, no);
  t.ok([403, 404].includes(stranger.status), 'another unit does not answer');
  t.equal((await read('citizen', sent.body.id)).task.status, 'requested');
  t.equal((await answer('staff', sent.body.id, no)).status, 200);
  t.match((await read('citizen', sent.body.id)).task, {
    status: 'rejected',
    note: [{ text: 'Der er desværre ingen tider.' }],
  });
  t.same(keys(await answer('staff', sent.body.id, yes(to))), ['request-answered']);
  t.equal((await propose('citizen', id, [slotOf(to)])).status, 201, 'a new wish may follow');
});

t.test(
  'one wish at a time stands, whoever sends it, and is withdrawn by who may act',
  async (t) => {
    const { id, to } = await late();
    const replies = await Promise.all(
      ['citizen', 'relative', 'citizen', 'relative'].map((who) => propose(who, id, [slotOf(to)])),
    );
    t.same(replies.map(({ status }) => status).sort(), [201, 422, 422, 422]);
    t.same(keys(replies.find(({ status }) => status === 422) as Reply), ['request-open']);
    const open = replies.find(({ status }) => status === 201)?.body.id;
    t.equal((await propose('seeonly', id, [slotOf(to)])).status, 403);
    const withdrawn = await house.send('relative', `Task/${open}/$withdraw`);
    t.equal(withdrawn.status, 200);
    t.equal(taskOf(withdrawn).status, 'cancelled');
    const next = await propose('citizen', id, [slotOf(to)]);
    t.equal(next.status, 201);
    const patch = await house.send(
      'citizen',
      `Task/${next.body.id}`,
      [{ op: 'replace', path: '/status', value: 'cancelled' }],
      { method: 'PATCH', headers: { 'content-type': 'application/json-patch+json' } },
    );
    t.equal(patch.status, 200);
    t.equal(taskOf(patch).status, 'cancelled');
  },
);

t.test('a time that is gone leaves the wish open; a cancelled appointment ends it', async (t) => {
  const { id, to } = await late();
  const sent = await propose('citizen', id, [slotOf(to)]);
  await house.book('neighbour', to as never);
  const gone = await answer('staff', sent.body.id, yes(to));
  t.equal(gone.status, 409);
  t.equal((await read('citizen', sent.body.id)).task.status, 'requested');
  t.equal((await house.cancel('citizen', id)).status, 200);
  t.equal((await read('citizen', sent.body.id)).task.status, 'cancelled');
});

t.test(
  'a service that is booked by asking is asked for, and the answer is a booking',
  async (t) => {
    await at(house, noon);
    const service = uuidv5(house.sync.namespace, 'ydelsestype/yt-medicin');
    const slot = await house.slot('yt-medicin');
    const wish = [
      { name: 'service', valueReference: { reference: `HealthcareService/${service}` } },
      { name: 'period', valuePeriod: { start: '2026-11-30', end: '2026-12-04' } },
    ];
    const sent = await house.send('citizen', 'Appointment/$request-booking', given(wish));
    t.equal(sent.status, 201, JSON.stringify(sent.body));
    t.match(taskOf(sent), {
      code: { coding: [{ code: 'booking-request' }] },
      focus: { reference: `HealthcareService/${service}` },
      input: [{ valuePeriod: { start: '2026-11-30T00:00:00+01:00' } }],
    });
    const done = await answer('staff', sent.body.id, yes(slot));
    t.equal(done.status, 200, JSON.stringify(done.body));
    const booked = taskOf(done).output?.find(({ valueReference }) =>
      valueReference?.reference?.startsWith('Appointment/'),
    )?.valueReference?.reference;
    t.equal((await house.as('citizen')(booked ?? '')).status, 200);
    const wrong = [wish[0] as object, { name: 'period', valuePeriod: { start: '2026-12-04' } }];
    t.equal(
      (await house.send('citizen', 'Appointment/$request-booking', given(wrong))).status,
      400,
    );
    const nothing = await house.send(
      'citizen',
      'Appointment/$request-booking',
      given([wish[0] as object]),
    );
    t.equal(nothing.status, 400, 'neither a time nor a word');
  },
);

t.test('units find what waits for an answer', async (t) => {
  const { id, to } = await late();
  await propose('citizen', id, [slotOf(to)]);
  const found = (await (
    await house.as('staff')('Task?status=requested&code=move-request&_summary=count')
  ).json()) as { total: number };
  t.ok(found.total >= 1);
  const others = (await (
    await house.as('neighbour')('Task?code=move-request&_summary=count')
  ).json()) as { total: number };
  t.equal(others.total, 0);
});
