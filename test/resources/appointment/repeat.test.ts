import t from 'tap';
import { noon } from '../../house.ts';
import { at, keys, scene } from '../../sync/scene.ts';

const house = await scene(t);

const patch = (id: string | undefined, operations: unknown) =>
  house.as('relative')(`Appointment/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json-patch+json' },
    body: JSON.stringify(operations),
  });

t.test('who repeats a booking, a move or a cancellation gets its outcome', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const first = await house.book('relative', slot);
  const again = await house.book('relative', slot);
  t.same([first.status, again.status], [201, 201]);
  t.equal(again.body.id, first.body.id);
  t.same(keys(await house.book('neighbour', slot)).includes('slot-free'), true);
  const to = await house.slot();
  t.equal((await house.move('relative', first.body.id, to)).status, 200);
  t.equal((await house.move('relative', first.body.id, to)).status, 200);
  t.equal((await house.cancel('relative', first.body.id)).status, 200);
  t.equal((await house.cancel('relative', first.body.id)).status, 200);
  const anew = await house.book('relative', slot);
  t.equal(anew.status, 201, 'what was given up since is booked anew');
  t.not(anew.body.id, first.body.id);
});

t.test('a change that would be dropped is refused by name', async (t) => {
  await at(house, noon);
  const { body } = await house.book('relative', await house.slot());
  const to = await house.slot();
  const slot = { op: 'add', path: '/slot', value: [{ reference: `Slot/${to.id}` }] };
  const other = { op: 'replace', path: '/participant/0/actor/reference', value: 'Patient/1' };
  const late = { op: 'replace', path: '/start', value: '2031-01-01T10:00:00+01:00' };
  const cancelled = { op: 'replace', path: '/status', value: 'cancelled' };
  const reason = (coding: object) => ({ op: 'add', path: '/cancelationReason', value: coding });
  const wrong = [
    [slot, other],
    [slot, late],
    [cancelled, late],
    [cancelled, reason({ text: 'Syg' })],
    [cancelled, reason({ coding: [{ system: 'http://wrong', code: 'citizen' }] })],
    [cancelled, reason({ coding: [{ code: 'staff' }] })],
  ];
  for (const operations of wrong) {
    const reply = await patch(body.id, operations);
    t.equal(reply.status, 422, JSON.stringify(operations));
  }
  t.equal((await patch(body.id, [slot])).status, 200, 'another slot alone moves it');
});

t.test('a booking is for the citizen who is named, or for nobody', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const parameter = (patient: string, participant: string) => [
    { name: 'patient-reference', valueReference: { reference: `Patient/${patient}` } },
    {
      name: 'appointment-resource',
      resource: {
        resourceType: 'Appointment',
        status: 'proposed',
        slot: [{ reference: `Slot/${slot.id}` }],
        participant: [{ status: 'needs-action', actor: { reference: participant } }],
      },
    },
  ];
  const book = async (patient: string, participant: string) => {
    const body = JSON.stringify({
      resourceType: 'Parameters',
      parameter: parameter(patient, participant),
    });
    return house.as('relative')('Appointment/$book', { method: 'POST', body });
  };
  t.equal((await book(house.karen, 'Patient/another')).status, 422);
  const reply = await book(house.karen, 'HealthcareService/any');
  t.equal(reply.status, 201);
  t.match(await reply.text(), `Patient/${house.karen}`);
});
