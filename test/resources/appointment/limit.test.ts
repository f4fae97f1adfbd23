import type { Provenance } from '@medplum/fhirtypes';
import t from 'tap';
import { synchronise } from '../../../src/sync/inbound.ts';
import { noon } from '../../house.ts';
import {
  at,
  bornAs,
  keys,
  measuring,
  type Reply,
  scene,
  type Time,
  wish,
} from '../../sync/scene.ts';

const hourMs = 3_600_000;
const house = await scene(t);
await at(house, noon);

const bookWhy = (persona: string, time: Time, patient: string, reason?: string) =>
  house.send(persona, 'Appointment/$book', {
    resourceType: 'Parameters',
    parameter: [
      { name: 'appointment-resource', resource: wish(patient, time) },
      ...(reason === undefined ? [] : [{ name: 'override-reason', valueString: reason }]),
    ],
  });

interface Outcome {
  readonly resource: { readonly resourceType: string; readonly id: string; readonly issue?: never };
}
/** `$book` answers with a Bundle. */
const inside = ({ body }: Reply): Outcome['resource'] =>
  (body as { entry?: Outcome[] }).entry?.[0]?.resource as Outcome['resource'];
const why = (reply: Reply): (string | undefined)[] =>
  keys({ ...reply, body: inside(reply) as never });

/** Services that need no granted one, so that it is the two places alone that are in the way. */
const needNoGrant = ['G1.41', '119_afklarende_samtale', '119_behovssamtale'];

/** A free time that begins with that one, of others in other rooms, that anybody may book. */
async function besides(time: Time): Promise<Time | undefined> {
  const { rows } = await house.sync.db.query<{ content: string }>(
    `select s.content from slot s where s.view & 1 <> 0 and s.p_status && '{free}'
       and (s.content::jsonb ->> 'start')::timestamptz = $2::timestamptz
       and s.content ~ $3
       and not exists (select from slot o join schedule_use a on 'Schedule/' || a.schedule = o.p_schedule[1]
         join schedule_use b on b.actor = a.actor where o.id = $1 and 'Schedule/' || b.schedule = s.p_schedule[1])
     order by s.id`,
    [time.id, time.start, `"code":"(${needNoGrant.join('|')})"`],
  );
  const [found] = rows;
  return found && JSON.parse(found.content);
}

async function twoTimes(): Promise<{ slot: Time; other: Time }> {
  const slot = await house.slot();
  const other = await besides(slot);
  return other ? { slot, other } : twoTimes();
}

t.test(
  'nobody is in two places: a second time at that time is refused with others, except to staff',
  async (t) => {
    const { slot, other } = await twoTimes();
    const { body } = await house.book('relative', slot);
    t.ok(body.id);
    const refused = await house.book('citizen', other);
    t.equal(refused.status, 422);
    t.ok(keys(refused).includes('citizen-busy'), `${keys(refused)}`);
    const staff = await house.book('staff', other);
    t.equal(staff.status, 201, 'staff know what they do');
    await house.cancel('staff', staff.body.id);
    await house.cancel('relative', body.id);
  },
);

t.test('of two times at one time, asked for at once, one is booked', async (t) => {
  for (let trial = 0; trial < 5; trial += 1) {
    const { slot, other } = await twoTimes();
    const replies = await Promise.all([house.book('relative', slot), house.book('citizen', other)]);
    t.same(replies.map(({ status }) => status).sort(), [201, 422]);
    const won = replies.find(({ status }) => status === 201)?.body.id;
    await house.cancel('citizen', won);
  }
});

t.test(
  'so many appointments stand ahead as the service says, however many are asked for at once',
  async (t) => {
    const { rows } = await house.sync.db.query<{ n: number }>(
      `select count(*)::int as n from appointment where view & 1 <> 0 and patient = $1 and p_status && '{booked}'
       and sort > to_timestamp($2 / 1000.0) and content like $3`,
      [house.poul, noon, '%"code":"G1.41"%'],
    );
    const standing = rows[0]?.n ?? 0;
    house.cura.change('ydelsestype', measuring, { maksAabneAftaler: standing + 2 });
    await synchronise(house.sync);
    const slots = await Promise.all([1, 2, 3, 4, 5].map(() => house.slot()));
    const replies = await Promise.all(slots.map((slot) => house.book('neighbour', slot)));
    t.same(replies.map(({ status }) => status).sort(), [201, 201, 422, 422, 422]);
    const refused = replies.find(({ status }) => status === 422) as Reply;
    t.ok(keys(refused).includes('open-bookings'));
    t.match(JSON.stringify(refused.body), new RegExp(`${standing + 2} kommende aftaler`));
    const slot = await house.slot();
    const byStaff = await bookWhy('staff', slot, house.poul);
    t.equal(byStaff.status, 422);
    t.same(
      why(byStaff),
      ['open-bookings', 'may-override'],
      'staff are told what a reason sets aside',
    );
    t.equal((await bookWhy('neighbour', slot, house.poul, 'Jeg vil gerne')).status, 403);
    t.equal((await bookWhy('staff', slot, house.poul, 'x'.repeat(501))).status, 400);
    const reason = 'Lægen har bedt om ugentlige målinger.';
    const overridden = await bookWhy('staff', slot, house.poul, reason);
    t.equal(overridden.status, 201);
    const { id } = inside(overridden);
    t.match((await bornAs(house, id))[0]?.udfoertAf, { art: 'medarbejder', begrundelse: reason });
    const found = await house.sync.db.query<{ content: string }>(
      'select content from provenance where view & 1 <> 0 and content like $1',
      [`%"Appointment/${id}/_history/%`],
    );
    t.match(JSON.parse(found.rows[0]?.content ?? '{}') as Provenance, {
      reason: [{ text: reason }],
    });
    const shown = JSON.stringify(await (await house.as('neighbour')(`Appointment/${id}`)).json());
    t.match(
      shown,
      new RegExp(`"url":"reason","valueString":"${reason}"`),
      'it stands in the resource',
    );
    house.cura.change('ydelsestype', measuring, { maksAabneAftaler: undefined as never });
  },
);

t.test('a reason sets no taken time, no right and no state aside', async (t) => {
  const slot = await house.slot();
  const { body } = await house.book('relative', slot);
  t.ok(why(await bookWhy('staff', slot, house.poul, 'Det haster.')).includes('slot-free'));
  t.equal((await house.cancel('relative', body.id)).status, 200);
  const again = await house.send('staff', `Appointment/${body.id}/$reschedule`, {
    resourceType: 'Parameters',
    parameter: [
      { name: 'slot', valueReference: { reference: `Slot/${slot.id}` } },
      { name: 'override-reason', valueString: 'Fortrød.' },
    ],
  });
  t.same(keys(again)[0], 'movable-status');
});

t.test('who asks too early, too late or for what is over is told of other times', async (t) => {
  const slot = await house.slot();
  await at(house, Date.parse(slot.start) - hourMs / 2);
  const late = await house.book('citizen', slot);
  t.same(keys(late), ['lead-time', 'nearest-free']);
  t.match(JSON.stringify(late.body), /Slot\//);
  await at(house, noon);
});
