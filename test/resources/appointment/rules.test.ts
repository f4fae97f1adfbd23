import t from 'tap';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { formatInstant, wallToInstant } from '../../../src/fhir/instant.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { noon } from '../../house.ts';
import { acts, at, bornAs, keys, type Reply, type Scene, scene, wish } from '../../sync/scene.ts';

const hourMs = 3_600_000;
const textOf = ({ body }: Reply): string => body.issue?.[0]?.details?.text ?? '';
const reasonSystem = 'https://samspil.example/fhir/CodeSystem/cancellation-reason';

async function content(house: Scene, id: string | undefined) {
  const { rows } = await house.sync.db.query<{ content: string }>(
    'select content from appointment where id = $1 and view & 1 <> 0',
    [id],
  );
  return JSON.parse(rows[0]?.content ?? '{}');
}

/** An appointment that staff made in Cura, as it is known here. */
async function madeByStaff(house: Scene, ydelsestypeId: string, start: number): Promise<string> {
  const aftale = house.cura.insert('aftale', {
    borgerId: 'borger-00001',
    ydelsestypeId,
    start: formatInstant(start),
    slut: formatInstant(start + hourMs / 2),
    status: 'planlagt',
    oprettet: formatInstant(house.sync.now()),
  });
  await synchronise(house.sync);
  return uuidv5(house.sync.namespace, `aftale/${aftale.id}`);
}

const house = await scene(t);

t.test(
  'a time is booked with the notice that the service asks for, by staff without',
  async (t) => {
    await at(house, noon);
    const slot = await house.slot();
    await at(house, Date.parse(slot.start) - hourMs / 2);
    const reply = await house.book('citizen', slot);
    t.equal(reply.status, 422);
    t.same(keys(reply), ['lead-time', 'nearest-free'], 'another time would do');
    t.equal(textOf(reply), 'Tiden skal bestilles senest 1 timer før.');
    const byStaff = await house.book('staff', slot);
    t.equal(byStaff.status, 201);
    const [act] = await acts(house, byStaff.body.id);
    const practitioner = uuidv5(house.sync.namespace, 'medarbejder/med-001');
    t.match(act, {
      kind: 'book',
      role: 'staff',
      who: `Practitioner/${practitioner}`,
      onBehalfOf: `Patient/${house.karen}`,
    });
    t.match((await bornAs(house, byStaff.body.id))[0]?.udfoertAf, {
      art: 'medarbejder',
      referenceId: 'med-001',
    });
    await at(house, Date.parse(slot.start) + 1);
    t.same(
      keys(await house.book('staff', slot)),
      ['future', 'slot-free', 'nearest-free'],
      'each rule that fails is named',
    );
  },
);

t.test(
  'a service that must be granted, or takes requests only, or is not for relatives, says so',
  async (t) => {
    await at(house, noon);
    const ungranted = await house.book('neighbour', await house.slot('yt-fystraening'));
    const medicine = await house.book('citizen', await house.slot('yt-medicin'));
    const forMother = await house.book('relative', await house.slot('yt-medicin'));
    t.same(
      [ungranted, medicine, forMother].map(({ status }) => status),
      [422, 422, 403],
    );
    t.same(keys(ungranted), ['granted-service']);
    t.same(keys(medicine), ['book-by-request', 'request-instead']);
    t.match(textOf(medicine), /ved at sende et ønske til enheden/);
    t.same(keys(forMother), ['relatives-may-book', 'book-by-request', 'request-instead']);
    t.match(textOf(forMother), /Ring til enheden/);
  },
);

t.test('a late cancellation is accepted and marked late, here and in Cura', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const { body } = await house.book('relative', slot);
  await at(house, Date.parse(slot.start) - 3 * hourMs);
  const reply = await house.cancel('relative', body.id);
  t.equal(reply.status, 200);
  t.match((await content(house, body.id)).cancelationReason, {
    coding: [
      { system: reasonSystem, code: 'citizen' },
      { system: reasonSystem, code: 'late' },
    ],
  });
  t.match((await bornAs(house, body.id))[0], {
    status: 'aflyst',
    aflysning: { aarsag: 'borger', sent: true },
  });
  const early = await house.book('relative', await house.slot());
  await house.cancel('relative', early.body.id);
  t.match((await bornAs(house, early.body.id))[0]?.aflysning, { sent: false });
});

t.test(
  'a service may refuse what comes after its deadline, and then says what to do',
  async (t) => {
    await at(house, noon);
    const start = wallToInstant('2026-11-25', '11:07');
    const id = await madeByStaff(house, 'yt-medicin', start);
    const reply = await house.cancel('citizen', id);
    t.equal(reply.status, 422);
    t.same(keys(reply), ['cancel-deadline']);
    t.match(textOf(reply), /senest 48 timer før.*Ring til enheden/);
    t.equal((await content(house, id)).status, 'booked');
    t.equal((await house.cancel('staff', id)).status, 200, 'staff answer for their own deadlines');
  },
);

t.test(
  'after its deadline, or for a service that takes requests, a move is refused with the way to ask',
  async (t) => {
    await at(house, noon);
    const slot = await house.slot();
    const { body } = await house.book('relative', slot);
    const to = await house.slot();
    await at(house, Date.parse(slot.start) - 3 * hourMs);
    const late = await house.move('relative', body.id, to);
    t.equal(late.status, 422);
    t.same(keys(late), ['move-deadline', 'request-instead']);
    t.match(textOf(late), /Send et ønske til enheden/);
    t.equal((await house.move('staff', body.id, to)).status, 200);
    await at(house, Date.parse(to.start) + 1);
    t.same(keys(await house.cancel('relative', body.id)), ['not-begun']);
  },
);

t.test('who may only see, or has no mandate, or is dead, books nothing', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const seeing = await house.book('seeonly', slot);
  t.equal(seeing.status, 403);
  t.same(keys(seeing), ['mandate-to-act']);
  for (const persona of ['expired', 'friend', 'dead', 'bereaved'])
    t.equal((await house.book(persona, slot)).status, 403, persona);
  const dead = uuidv5(house.sync.namespace, 'borger/borger-00004');
  t.equal((await house.send('bereaved', 'Appointment', wish(dead, slot))).status, 403);
  house.cura.change('borger', 'borger-00002', { doed: '2026-11-23' });
  await synchronise(house.sync);
  const byStaff = await house.send('staff', 'Appointment', wish(house.poul, slot));
  t.ok(byStaff.status === 422 || byStaff.status === 403);
  t.same(await acts(house, byStaff.body.id), []);
  t.equal((await house.book('citizen', slot)).status, 201, 'the time was free all along');
});
