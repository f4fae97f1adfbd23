import type { Appointment } from '@medplum/fhirtypes';
import t from 'tap';
import { recover } from '../../src/sync/recovery.ts';
import { writeThroughOf } from '../../src/sync/write-through.ts';
import { agree } from './agree.ts';
import { acts, bornAs, byDaughter, scene } from './scene.ts';

const house = await scene(t);

async function cancelledUnheard(): Promise<string> {
  const { body } = await house.book('relative', await house.slot());
  house.cura.faults.cutAfterCommit = 1;
  t.equal((await house.cancel('relative', body.id)).status, 503);
  return body.id ?? '';
}

t.test('a first sending that arrives while recovery sends again is what counts', async (t) => {
  const id = await cancelledUnheard();
  let asked = 0;
  const cura: typeof house.sync.cura = {
    ...house.sync.cura,
    outcome: async (key) => {
      asked += 1;
      return asked === 1 ? null : house.sync.cura.outcome(key);
    },
  };
  t.equal(await recover({ ...house.sync, cura, patienceMs: -1_000 }), 1);
  t.equal(asked, 2);
  t.same(
    await acts(house, id),
    ['book', 'cancel'].map((kind) => byDaughter(house, kind)),
  );
  await agree(t, house);
});

t.test('one write that cannot be settled keeps no other from it, and is told of', async (t) => {
  const ids = [await cancelledUnheard(), await cancelledUnheard()];
  const first = (
    await house.sync.db.query<{ id: string }>(
      `select id from intent where state = 'open' order by made_at`,
    )
  ).rows[0]?.id;
  const cura: typeof house.sync.cura = {
    ...house.sync.cura,
    outcome: async (key) => {
      if (key === first) throw new TypeError('unforeseen');
      return house.sync.cura.outcome(key);
    },
  };
  await t.rejects(recover({ ...house.sync, cura, patienceMs: -1_000 }), { name: 'AggregateError' });
  t.equal((await acts(house, ids[1])).length, 2);
  t.equal(await recover({ ...house.sync, patienceMs: -1_000 }), 1);
  t.equal((await acts(house, ids[0])).length, 2);
  await agree(t, house);
});

t.test('a change decided on what is past by now is 412 and never sent', async (t) => {
  const { body } = await house.book('relative', await house.slot());
  const { rows } = await house.sync.db.query<{ content: string }>(
    'select content from appointment where id = $1',
    [body.id],
  );
  const resource = JSON.parse(rows[0]?.content ?? '{}') as Appointment & { id: string };
  t.equal((await house.move('relative', body.id, await house.slot())).status, 200);
  const plan = {
    kind: 'cancel',
    record: 'aftale',
    method: 'replace',
    patient: house.karen,
    policy: 'urn:law',
  } as const;
  const actor = { capacity: 'self', who: `Patient/${house.karen}` } as const;
  const refused = await writeThroughOf(house.sync)(
    { ...plan, basedOn: 1, resource: { ...resource, status: 'cancelled' } },
    actor,
  ).catch((error: unknown) => error);
  t.match(refused, { name: 'FhirError', status: 412 });
  t.match(await bornAs(house, body.id), [{ status: 'planlagt', version: 2 }]);
});
