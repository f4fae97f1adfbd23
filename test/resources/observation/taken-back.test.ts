import type { Bundle, Observation, Provenance, Task } from '@medplum/fhirtypes';
import t from 'tap';
import type { Maaling } from '../../../src/cura/dialogue-records.ts';
import type { Monitoring } from '../../../src/resources/municipality.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { deliverAll, inCura, measuringIn, pressure } from './measuring.ts';

t.test('A correction that Cura refuses is taken back', async (t) => {
  t.setTimeout(120_000);
  const { house, karen, post, read } = await measuringIn(t);
  const { db } = house.sync;
  const change = async (id: string, path: string, value: unknown): Promise<void> => {
    const reply = await house.as('citizen')(`Observation/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'replace', path, value }]),
    });
    t.equal(reply.status, 200, await reply.text());
  };
  const correct = (id: string, value: number): Promise<void> =>
    change(id, '/component/0/valueQuantity/value', value);
  const told = ({ status, component, meta }: Observation) => [
    status,
    component?.[0]?.valueQuantity?.value,
    meta?.tag?.[0]?.code,
  ];
  const stands = async (id: string) => told(await read('citizen', id));
  const history = async (id: string) => {
    const reply = await house.as('citizen')(`Observation/${id}/_history`);
    const { entry = [] } = (await reply.json()) as Bundle<Observation>;
    return entry.map(({ resource }) => resource && told(resource));
  };
  /** What was done, oldest version first. */
  const acts = async (id: string) => {
    const reply = await house.as('auditor')(`Provenance?target=Observation/${id}&_count=50`);
    const { entry = [] } = (await reply.json()) as Bundle<Provenance>;
    return entry
      .flatMap(({ resource }) => (resource ? [resource] : []))
      .map(({ target, activity }) => [
        Number(target[0]?.reference?.split('/').at(-1)),
        activity?.coding?.find(({ system }) => system?.includes('samspil'))?.code,
      ])
      .sort();
  };
  const recordOf = async (id: string): Promise<Maaling> => {
    const found = (await inCura(house)).find(({ eksternReference }) => eksternReference === id);
    if (!found) throw new Error('Cura has no such measurement.');
    return found;
  };
  const made = async (systolic = 134): Promise<string> => {
    const { body } = await post('citizen', pressure(karen, systolic, 82));
    await deliverAll(house);
    return `${body.id}`;
  };
  /** Cura takes nothing for a citizen who is dead. */
  const refusing = async (work: () => Promise<unknown>): Promise<void> => {
    const own = (await inCura(house)).find(({ eksternReference }) => eksternReference);
    const borger = `${own?.borgerId}`;
    house.cura.change('borger', borger, { doed: '2026-11-01' });
    await work();
    house.cura.change('borger', borger, { doed: null });
  };
  const refused = [
    ['final', 134, undefined],
    ['corrected', 150, 'undelivered'],
    ['corrected', 150, 'awaiting-delivery'],
    ['final', 134, undefined],
    ['final', 134, 'awaiting-delivery'],
  ];

  await t.test('what Cura has stands again, and all of it can be seen', async (t) => {
    const id = await made();
    await correct(id, 150);
    t.same(await stands(id), ['corrected', 150, 'awaiting-delivery']);
    await refusing(() => deliverAll(house));
    t.same(await stands(id), ['final', 134, undefined]);
    t.same(await history(id), refused);
    t.same((await acts(id)).slice(-2), [
      [4, 'undelivered'],
      [5, 'reinstate'],
    ]);
    await synchronise(house.sync);
    t.same(await history(id), refused, 'the feed has nothing to add');
    await correct(id, 140);
    await deliverAll(house);
    t.same(await stands(id), ['corrected', 140, undefined], 'and it can be corrected again');
    t.equal((await recordOf(id)).vaerdier[0]?.vaerdi, 140);
  });

  await t.test('also when the process ends between the refusal and what follows', async (t) => {
    const id = await made();
    await correct(id, 150);
    await refusing(async () => {
      const dying = { ...db, transaction: () => Promise.reject(new Error('ended')) };
      await t.rejects(deliverAll({ sync: { ...house.sync, db: dying } }));
      t.same(await stands(id), ['corrected', 150, 'awaiting-delivery']);
      await deliverAll(house);
      await deliverAll(house);
    });
    t.same(await history(id), refused);
  });

  for (const feed of ['before', 'after'] as const)
    await t.test(`what staff wrote meanwhile stands, told ${feed} the refusal`, async (t) => {
      const id = await made();
      await correct(id, 150);
      house.cura.change('maaling', (await recordOf(id)).id, { kommentar: 'Set' });
      if (feed === 'before') await synchronise(house.sync);
      await deliverAll(house);
      await synchronise(house.sync);
      const last = await read('citizen', id);
      t.same([...told(last), last.note?.[0]?.text], ['final', 134, undefined, 'Set']);
      const versions = await history(id);
      t.same(
        versions.filter((one) => one?.[2] === 'undelivered'),
        [['corrected', 150, 'undelivered']],
      );
      t.same(versions[0], ['final', 134, undefined]);
    });

  await t.test('a newer correction on top of the refused one stays', async (t) => {
    const id = await made();
    await correct(id, 150);
    await correct(id, 151);
    const { rows } = await db.query<{ id: string }>(
      `select id from intent where state = 'open' order by id limit 1`,
    );
    await refusing(async () => {
      const { deliver } = await import('../../../src/sync/recovery.ts');
      await deliver(house.sync, [`${rows[0]?.id}`]);
    });
    t.same(await stands(id), ['corrected', 151, 'awaiting-delivery']);
    await deliverAll(house);
    t.same(await stands(id), ['corrected', 151, undefined]);
    t.equal((await recordOf(id)).vaerdier[0]?.vaerdi, 151);
  });

  await t.test('the unit is told of what lies outside, and when it no longer does', async (t) => {
    const monitoring: Monitoring = {
      ...{ responsible: 'Sundhedsklinikken', declared: '2026-11-01' },
      limits: { '8480-6': { high: 160 } },
    };
    const watch = (watching: Monitoring | undefined): void => {
      for (const place of [house.ports.municipality, house.sync.municipality])
        Object.assign(place, { monitoring: watching });
    };
    const taskOf = async (id: string): Promise<Task | undefined> => {
      const reply = await house.as('system')(`Task?patient=${karen}&code=out-of-range&_count=50`);
      const { entry = [] } = (await reply.json()) as Bundle<Task>;
      return entry
        .map(({ resource }) => resource)
        .find((one) => one?.focus?.reference === `Observation/${id}`);
    };
    const state = async (id: string) => (await taskOf(id))?.status;
    watch(monitoring);
    const [right, error, off] = [await made(170), await made(171), await made(172)];
    t.same([await state(right), await state(error)], ['requested', 'requested']);
    await correct(right, 140);
    await change(error, '/status', 'entered-in-error');
    const closed = await taskOf(right);
    t.match(closed, { status: 'cancelled', statusReason: { text: /inden for/ } });
    t.match(await taskOf(error), { status: 'cancelled', statusReason: { text: /fejl/ } });
    await correct(right, 180);
    t.equal(await state(right), 'requested', 'and again when it is outside after all');
    await correct(right, 181);
    await deliverAll(house);
    t.equal(await state(right), 'requested', 'once');

    const kept = await made(175);
    await correct(kept, 140);
    t.equal(await state(kept), 'cancelled');
    await refusing(() => deliverAll(house));
    t.same(await stands(kept), ['final', 175, undefined]);
    t.equal(await state(kept), 'requested', 'the refused correction told it away too early');

    watch(undefined);
    await correct(off, 140);
    t.equal(await state(off), 'cancelled', 'what was told is taken back where nobody watches now');
    t.equal(await state(await made(190)), undefined);
  });
});
