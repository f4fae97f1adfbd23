import t from 'tap';
import { minuteMs } from '../../../src/fhir/calendar.ts';
import { formatInstant } from '../../../src/fhir/instant.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { noon } from '../../house.ts';
import { at, bornAs, keys, type Reply, settleAll, type Time } from '../../sync/scene.ts';
import { waitlistScene } from './waitlist-scene.ts';

t.setTimeout(180_000);
const house = await waitlistScene(t);
const { karen, poul, measured } = house;

const planned = async (id: string | undefined): Promise<number> =>
  (await bornAs(house, id)).filter(({ status }) => status === 'planlagt').length;

t.test('what Cura may be booking at this moment is not let go of', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const { id } = (await house.hold('relative', slot)).appointment;
  Object.assign(house.cura.faults, { cutAfterCommit: 1 });
  t.equal((await house.on('relative', id, '$book')).status, 503, 'nobody knows');
  for (const persona of ['relative', 'staff']) {
    const refused = await house.on(persona, id, '$cancel');
    t.same([refused.status, refused.keys], [409, ['slot-free']], persona);
  }
  await synchronise(house.sync);
  await settleAll(house);
  t.same([await house.stateOf(id), await planned(id)], ['booked', 1]);
  t.equal((await house.cancel('relative', id)).status, 200, 'now it is');
});

t.test('booked and let go of at once, it is one of both, here and in Cura', async (t) => {
  await at(house, noon);
  const came = new Set<string>();
  for (let round = 0; round < 8; round += 1) {
    const { id } = (await house.hold('relative', await house.slot())).appointment;
    const [booked, let_go] = await Promise.all([
      house.on('relative', id, '$book'),
      new Promise((resolve) => setTimeout(resolve, round)).then(() =>
        house.on('relative', id, '$cancel'),
      ),
    ]);
    await settleAll(house);
    const state = await house.stateOf(id);
    came.add(state);
    t.equal(await planned(id), state === 'booked' ? 1 : 0, `${booked.status} ${let_go.status}`);
    t.equal(let_go.status === 200, state === 'cancelled', `${let_go.status} ${state}`);
    const anew = booked.appointment.id;
    for (const one of new Set([id, anew]))
      if (await planned(one)) await house.cancel('relative', one);
  }
  t.ok(came.size > 0);
});

t.test('a hold that was swept is over, as one that only the clock has ended', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const { id } = (await house.hold('relative', slot)).appointment;
  house.setNow(noon + 11 * minuteMs);
  t.equal(await house.sweep(), 1);
  const renewed = await house.on('relative', id, '$hold');
  t.same([renewed.status, renewed.keys], [422, ['hold-expired']]);
  const booked = await house.on('relative', id, '$book');
  t.same([booked.status, booked.appointment.status], [201, 'booked'], 'nobody else has the time');
  await house.cancel('relative', booked.appointment.id);
});

t.test('a rule is not set aside by a citizen who confirms a hold', async (t) => {
  await at(house, noon);
  const { id } = (await house.hold('relative', await house.slot())).appointment;
  const refused = await house.send('relative', `Appointment/${id}/$book`, {
    resourceType: 'Parameters',
    parameter: [{ name: 'override-reason', valueString: 'Aftalt med lederen.' }],
  });
  t.equal(refused.status, 403);
  await house.cancel('relative', id);
});

t.test('an appointment is moved to the time that is held for it', async (t) => {
  await at(house, noon);
  const move = (id: string | undefined, held: string | undefined, persona = 'relative') =>
    house.send(persona, 'Appointment/$book', {
      resourceType: 'Parameters',
      parameter: [
        { name: 'appointment-reference', valueReference: { reference: `Appointment/${held}` } },
        { name: 'cancelled-appt-id', valueReference: { reference: `Appointment/${id}` } },
      ],
    });
  const { id } = (await house.book('relative', await house.slot())).body;
  const [to, further] = [await house.slot(), await house.slot()];
  const held = (await house.hold('relative', to)).appointment.id;
  t.equal((await move(id, held, 'citizen')).status, 409, 'another holds it');
  t.equal((await move(id, held, 'neighbour')).status, 404);
  t.equal((await move(id, held)).status, 200);
  t.same([await house.statusOf(to), await house.stateOf(held)], ['busy', 'cancelled']);
  await house.hold('relative', further);
  t.equal((await house.move('relative', id, further)).status, 200, '$reschedule does the same');
  t.same([await house.statusOf(to), await house.statusOf(further)], ['free', 'busy']);
  t.match(await bornAs(house, id), [{ status: 'planlagt' }]);
  await house.cancel('relative', id);
});

const join = (persona: string, service: string, more: readonly object[]): Promise<Reply> =>
  house.send(persona, 'Appointment/$join-waitlist', {
    resourceType: 'Parameters',
    parameter: [
      { name: 'service', valueReference: { reference: `HealthcareService/${service}` } },
      {
        name: 'patient-reference',
        valueReference: { reference: `Patient/${persona === 'neighbour' ? poul : karen}` },
      },
      ...more,
    ],
  });

const within = (start: number, end: number): object[] => [
  { name: 'start', valueDateTime: formatInstant(start) },
  { name: 'end', valueDateTime: formatInstant(end) },
];

t.test('a wish that could never be met is refused', async (t) => {
  const window = within(noon, noon + 40 * 24 * 60 * minuteMs);
  const nobody = { reference: 'Practitioner/nobody' };
  const unknown = await join('relative', measured, [
    ...window,
    { name: 'practitioner', valueReference: nobody },
  ]);
  t.equal(unknown.status, 404);
  const comment = { name: 'comment', valueString: 'x'.repeat(2_001) };
  const long = await join('relative', measured, [...window, comment]);
  t.same([long.status, keys(long)], [400, ['parameter-value']]);
});

/** Free times of all that begin with that one, of others. */
async function besides({ id, start }: Time): Promise<Time[]> {
  const { rows } = await house.sync.db.query<{ content: string }>(
    `select content from slot where view & 1 <> 0 and p_status && '{free}' and id <> $1
       and (content::jsonb ->> 'start')::timestamptz = $2::timestamptz order by id`,
    [id, start],
  );
  return rows.map(({ content }) => JSON.parse(content));
}

t.test('who has something else at a time that is free is offered the next', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const start = Date.parse(slot.start);
  const elsewhere: Reply[] = [];
  for (const one of await besides(slot))
    if (!elsewhere.some(({ status }) => status === 201))
      elsewhere.push(await house.book('relative', one));
  const busy = elsewhere.find(({ status }) => status === 201);
  t.ok(busy, 'she is elsewhere then');
  const joined = await join('relative', measured, within(start, start + 90 * minuteMs));
  t.equal(await house.offer(), 1);
  t.equal(await house.stateOf(joined.body.id), 'pending');
  await house.clear({ two: joined.body.id });
  await house.cancel('relative', busy?.body.id);
});

/** So many more rows like one of a table, under other ids. */
async function copied(table: string, id: string, count: number): Promise<void> {
  const { rows } = await house.owner.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  const names = rows.map(({ name }) => name);
  const values = names.map((name) => (name === 'id' ? `'copy-' || n` : `a.${name}`));
  await house.owner.query(
    `insert into ${table} (${names}) select ${values} from ${table} a, generate_series(1, ${count}) n where a.id = $1`,
    [id],
  );
}

t.test('a long line that nothing fits keeps nobody behind it', async (t) => {
  await at(house, noon);
  const [gone, open] = [await house.slot(), await house.slot()];
  const { body } = await house.book('relative', gone);
  const first = await house.join('relative', gone);
  await copied('appointment', first.body.id ?? '', 250);
  // Not of one who logs in: a login would find all of them.
  const { rows } = await house.owner.query<{ id: string }>(
    'select id from patient where view & 1 <> 0 and id <> all($1::text[]) order by id desc limit 1',
    [[karen, poul]],
  );
  await copied('patient', rows[0]?.id ?? '', 250);
  await house.owner.query(
    `insert into waiting (appointment, patient, service, joined_at)
     select 'copy-' || n, 'copy-' || n, $1, to_timestamp(0) from generate_series(1, 250) n`,
    [measured],
  );
  const last = await house.join('neighbour', open);
  t.equal(await house.offer(), 1);
  t.equal(await house.stateOf(last.body.id), 'pending');
  await house.clear({ one: last.body.id, two: first.body.id });
  await house.cancel('relative', body.id);
});
