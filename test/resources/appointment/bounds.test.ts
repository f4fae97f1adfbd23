import t from 'tap';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { proposalId } from '../../../src/scheduling/proposal-id.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { noon } from '../../house.ts';
import { at, bornAs, keys, measuring, type Reply, type Time } from '../../sync/scene.ts';
import { askingIn, given, taskOf, text, yes } from '../task/asking.ts';
import { classScene, join } from './class-scene.ts';

t.setTimeout(120_000);
const house = await classScene(t);
const { karen, balance } = house;
const measured = uuidv5(house.sync.namespace, `ydelsestype/${measuring}`);

/** What a Bundle or a resource refuses. */
const refusals = (reply: Reply): (string | undefined)[] => {
  const { entry } = reply.body as { entry?: { resource: Reply['body'] }[] };
  return keys({ ...reply, body: entry?.[0]?.resource ?? reply.body });
};

t.test('staff note who came to a session of a class', async (t) => {
  await at(house, noon);
  const [session] = await house.sessions(balance);
  const { joined } = await join(house, 'citizen', { patient: karen, slot: session?.id ?? '' });
  const arrived = await house.send(
    'staff',
    `Appointment/${joined[0]?.id}`,
    [{ op: 'replace', path: '/status', value: 'arrived' }],
    { method: 'PATCH', headers: { 'content-type': 'application/json-patch+json' } },
  );
  t.same([arrived.status, arrived.body.status], [200, 'arrived']);
});

t.test('who has more bookings than are allowed may still move one', async (t) => {
  await at(house, noon);
  const [a, b, c, d] = [
    await house.slot(),
    await house.slot(),
    await house.slot(),
    await house.slot(),
  ];
  const [one, two] = [await house.book('citizen', a), await house.book('citizen', b)];
  house.cura.change('ydelsestype', measuring, { maksAabneAftaler: 1 });
  await synchronise(house.sync);
  const third = await house.book('citizen', c);
  t.same([third.status, keys(third)], [422, ['open-bookings']]);
  const moved = await house.move('citizen', two.body.id, d);
  t.same([moved.status, keys(moved)], [200, []]);
  house.cura.change('ydelsestype', measuring, { maksAabneAftaler: null });
  await synchronise(house.sync);
  for (const { body } of [one, two]) await house.cancel('citizen', body.id);
});

t.test('a wish for one service is not answered with a time of another', async (t) => {
  await at(house, noon);
  const asking = askingIn(house);
  const asked = await house.send(
    'citizen',
    'Appointment/$request-booking',
    given([
      { name: 'service', valueReference: { reference: `HealthcareService/${measured}` } },
      text('comment', 'Helst om morgenen.'),
    ]),
  );
  t.equal(asked.status, 201);
  const [session] = await house.sessions(balance);
  const wrong = await asking.answer('staff', asked.body.id, yes({ id: session?.id ?? '' }));
  t.equal(wrong.status, 404);
  const { task } = await asking.read('staff', asked.body.id);
  t.same([task.status, task.output], ['requested', undefined], 'it waits for another answer');
  const right = await asking.answer('staff', asked.body.id, yes(await house.slot()));
  t.same([right.status, taskOf(right).status], [200, 'completed']);
});

t.test('two of a unit who give the same time at once give it once', async (t) => {
  await at(house, noon);
  const asking = askingIn(house);
  const asked = await house.send(
    'citizen',
    'Appointment/$request-booking',
    given([
      { name: 'service', valueReference: { reference: `HealthcareService/${measured}` } },
      text('comment', 'Helst om aftenen.'),
    ]),
  );
  const slot = await house.slot();
  house.cura.faults.latencyMs = 400;
  const first = asking.answer('staff', asked.body.id, yes(slot));
  await new Promise((resolve) => setTimeout(resolve, 250));
  const second = await asking.answer('nurse', asked.body.id, yes(slot));
  t.equal(second.status, 409, 'the time is taken by the other');
  house.cura.faults.latencyMs = 0;
  t.same([(await first).status, taskOf(await first).status], [200, 'completed']);
  const { task } = await asking.read('staff', asked.body.id);
  t.equal(task.status, 'completed', 'nobody answers it once more');
});

t.test('what is held is an Appointment, with a word that a unit would read', async (t) => {
  await at(house, noon);
  const proposal = proposalId({ slotId: (await house.slot()).id, serviceId: measured });
  const held = (parameter: readonly object[]): Promise<Reply> =>
    house.send('citizen', 'Appointment/$hold', given(parameter));
  const other = await held([
    { name: 'appointment-resource', resource: { resourceType: 'Patient', active: true } },
  ]);
  t.same([other.status, refusals(other)], [400, ['parameter-value']]);
  const long = await held([
    { name: 'appointment-reference', valueReference: { reference: `Appointment/${proposal}` } },
    text('comment', 'x'.repeat(2_001)),
  ]);
  t.same([long.status, refusals(long)], [400, ['parameter-value']]);
});

t.test('what Cura has moved since is not what was asked for again', async (t) => {
  await at(house, noon);
  const [first, second, third] = [await house.slot(), await house.slot(), await house.slot()];
  const { body } = await house.book('citizen', first);
  const movedTo = async (time: Time): Promise<void> => {
    const [aftale] = await bornAs(house, body.id);
    house.cura.change('aftale', aftale?.id ?? '', { start: time.start, slut: time.end });
    await synchronise(house.sync);
  };
  await movedTo(second);
  const anew = await house.book('citizen', first);
  t.equal(anew.status, 201);
  t.not(anew.body.id, body.id, 'the first time is free again, and asked for');
  t.equal((await house.move('citizen', body.id, third)).status, 200);
  await movedTo(second);
  const again = await house.move('citizen', body.id, third);
  t.match(again, { status: 200, body: { start: third.start } });
  for (const { id } of [body, anew.body]) await house.cancel('citizen', id);
});
