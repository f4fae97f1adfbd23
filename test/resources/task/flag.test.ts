import type { Task } from '@medplum/fhirtypes';
import t from 'tap';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { formatInstant } from '../../../src/fhir/instant.ts';
import { checkQuality } from '../../../src/resources/task/quality-round.ts';
import { recording } from '../../../src/sync/act.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { noon } from '../../house.ts';
import { at, scene } from '../../sync/scene.ts';

const hourMs = 3_600_000;
const house = await scene(t);
await at(house, noon);

const ahead = noon + 6 * 24 * hourMs;

async function insert(given: object): Promise<{ cura: string; id: string }> {
  const { id } = house.cura.insert('aftale', {
    borgerId: 'borger-00001',
    ydelsestypeId: 'yt-maaling',
    start: formatInstant(ahead),
    slut: formatInstant(ahead + hourMs / 4),
    status: 'planlagt',
    oprettet: formatInstant(noon - 48 * hourMs),
    ...given,
  } as never);
  await synchronise(house.sync);
  return { cura: id, id: uuidv5(house.sync.namespace, `aftale/${id}`) };
}

async function change(cura: string, given: object): Promise<void> {
  house.cura.change('aftale', cura, given as never);
  await synchronise(house.sync);
}

const check = () => checkQuality({ ...house.sync, record: recording(house.sync) });

async function tasks(id: string, code: string): Promise<Task[]> {
  const { rows } = await house.sync.db.query<{ content: string }>(
    `select content from task where view & 1 <> 0 and p_focus && array[$1] and content like $2 order by id`,
    [`Appointment/${id}`, `%"code":"${code}"%`],
  );
  return rows.map(({ content }) => JSON.parse(content));
}

const stateOf = async (id: string, code: string): Promise<string[]> =>
  (await tasks(id, code)).map(({ status }) => status);

t.test(
  'the unit is told at once of a cancellation after the deadline, unless it cancelled itself',
  async (t) => {
    const slot = await house.slot();
    const { body } = await house.book('relative', slot);
    const early = await house.book('relative', await house.slot());
    const own = await house.book('relative', await house.slot());
    t.equal((await house.cancel('relative', early.body.id)).status, 200);
    t.same(await tasks(early.body.id ?? '', 'late-cancellation'), [], 'in time: nothing');
    house.setNow(Date.parse(slot.start) - hourMs);
    t.equal((await house.cancel('relative', body.id)).status, 200);
    const [told] = await tasks(body.id ?? '', 'late-cancellation');
    t.match(told, {
      status: 'requested',
      intent: 'order',
      priority: 'urgent',
      owner: { reference: /^Organization\// },
      description: /^Afbud efter fristen/,
    });
    t.equal((await house.as('citizen')(`Task/${told?.id}`)).status, 404, 'it is the unit’s own');
    const found = (await (
      await house.as('staff')('Task?code=late-cancellation&status=requested&_summary=count')
    ).json()) as { total: number };
    t.ok(found.total >= 1);
    const counted = (await (
      await house.as('staff')(
        `Appointment?patient=${house.karen}&cancelation-reason=late&_summary=count`,
      )
    ).json()) as { total: number };
    t.ok(counted.total >= 1, 'late cancellations are counted by a search');
    await house.cancel('staff', own.body.id);
    t.same(await tasks(own.body.id ?? '', 'late-cancellation'), []);
    const seen = await house.send(
      'staff',
      `Task/${told?.id}`,
      [{ op: 'replace', path: '/status', value: 'completed' }],
      { method: 'PATCH', headers: { 'content-type': 'application/json-patch+json' } },
    );
    t.equal(seen.status, 200);
    await at(house, noon);
  },
);

t.test('what Cura does beside the table of states is stored, and the unit is told', async (t) => {
  const { cura, id } = await insert({});
  await change(cura, { status: 'ankommet' });
  t.same(await tasks(id, 'data-quality'), [], 'Cura may do that');
  await change(cura, { status: 'planlagt' });
  const now = await house.as('citizen')(`Appointment/${id}`);
  t.equal(((await now.json()) as { status: string }).status, 'booked', 'it is stored');
  t.match((await tasks(id, 'data-quality'))[0], {
    status: 'requested',
    reasonCode: { coding: [{ code: 'transition' }] },
  });
});

t.test(
  'an appointment without its exact place is flagged once, shown all the same, and done with when mended',
  async (t) => {
    const { cura, id } = await insert({
      lokationId: 'lok-sundhedshus-a-1',
      start: formatInstant(ahead + 3 * hourMs),
      slut: formatInstant(ahead + 4 * hourMs),
    });
    const bare = await insert({
      start: formatInstant(ahead + 5 * hourMs),
      slut: formatInstant(ahead + 6 * hourMs),
    });
    const video = await insert({
      ydelsestypeId: 'yt-diaet',
      start: formatInstant(ahead + 7 * hourMs),
      slut: formatInstant(ahead + 8 * hourMs),
    });
    const home = await insert({
      ydelsestypeId: 'yt-forebyggende',
      lokationId: 'lok-hjem',
      start: formatInstant(ahead + 9 * hourMs),
      slut: formatInstant(ahead + 10 * hourMs),
    });
    await check();
    await check();
    t.match(await tasks(id, 'place'), [
      { status: 'requested', code: { coding: [{ code: 'data-quality' }] } },
    ]);
    t.same(await stateOf(bare.id, 'place'), ['requested']);
    t.same(await stateOf(video.id, 'place'), [], 'video takes no place');
    t.same(await stateOf(home.id, 'place'), [], 'nor does a home');
    t.equal((await house.as('citizen')(`Appointment/${id}`)).status, 200, 'it is not hidden');
    await change(cura, { lokationId: 'lok-sundhedshus-a-sal' });
    await check();
    t.same(await stateOf(id, 'place'), ['completed']);
    await change(cura, { lokationId: 'lok-sundhedshus-a-1' });
    await check();
    t.same(await stateOf(id, 'place'), ['requested'], 'it comes back');
    const { rows } = await house.sync.db.query<{ kinds: string[] }>(
      `select array_agg(content::jsonb -> 'activity' -> 'coding' -> 1 ->> 'code') as kinds from provenance
     where view & 1 <> 0 and content like $1`,
      [`%"Task/${(await tasks(id, 'place'))[0]?.id}/_history/%`],
    );
    t.same(rows[0]?.kinds, ['flag', 'flag', 'flag'], 'each leaves its Provenance');
  },
);

t.test('a place that is mended, or spoilt, reaches the appointments there', async (t) => {
  const time = {
    start: formatInstant(ahead + 24 * hourMs),
    slut: formatInstant(ahead + 25 * hourMs),
  };
  const { id } = await insert({ lokationId: 'lok-kildevej-b-sal', ...time });
  await check();
  t.same(await stateOf(id, 'place'), []);
  house.cura.change('lokation', 'lok-kildevej-b-0', { overordnetId: 'lok-kildevej' });
  await synchronise(house.sync);
  await check();
  t.same(await stateOf(id, 'place'), ['requested'], 'the building is gone from the chain');
  house.cura.change('lokation', 'lok-kildevej-b-0', { overordnetId: 'lok-kildevej-b' });
  await synchronise(house.sync);
  await check();
  t.same(await stateOf(id, 'place'), ['completed']);
});

t.test('time that Cura gave twice is flagged on both, until one of them gives way', async (t) => {
  const time = {
    start: formatInstant(ahead + 48 * hourMs),
    slut: formatInstant(ahead + 49 * hourMs),
  };
  const place = { medarbejderId: 'med-001', lokationId: 'lok-sundhedshus-a-sal', ...time };
  const first = await insert(place);
  const second = await insert({ ...place, borgerId: 'borger-00002' });
  await check();
  t.same(await stateOf(first.id, 'double-booked'), ['requested']);
  t.same(await stateOf(second.id, 'double-booked'), ['requested']);
  await change(second.cura, {
    start: formatInstant(ahead + 50 * hourMs),
    slut: formatInstant(ahead + 51 * hourMs),
  });
  await check();
  t.same(await stateOf(first.id, 'double-booked'), ['completed']);
  t.same(await stateOf(second.id, 'double-booked'), ['completed']);
});
