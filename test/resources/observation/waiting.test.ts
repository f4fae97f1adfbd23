import type { Bundle, Observation } from '@medplum/fhirtypes';
import t from 'tap';
import { extensionOf } from '../../../src/resources/extension.ts';
import { deliver } from '../../../src/sync/recovery.ts';
import { deliverAll, inCura, measuringIn, pressure } from './measuring.ts';

const confirmed = 'https://samspil.example/fhir/StructureDefinition/confirmed-unlikely';

t.test('What is corrected while Cura has not heard of it stands, and reaches Cura', async (t) => {
  const { house, karen, post, read } = await measuringIn(t);
  const change = async (id: string | undefined, path: string, value: unknown) => {
    const reply = await house.as('citizen')(`Observation/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'replace', path, value }]),
    });
    t.equal(reply.status, 200, await reply.text());
  };
  const systolic = (id: string | undefined, value: number) =>
    change(id, '/component/0/valueQuantity/value', value);
  const told = ({ status, component, meta }: Observation) => [
    status,
    component?.[0]?.valueQuantity?.value,
    meta?.tag?.[0]?.code,
  ];
  const history = async (id: string | undefined) => {
    const reply = await house.as('citizen')(`Observation/${id}/_history`);
    const { entry = [] } = (await reply.json()) as Bundle<Observation>;
    return entry.map(({ resource }) => resource && told(resource));
  };
  const recordOf = async (id: string | undefined) => {
    const found = (await inCura(house)).find(({ eksternReference }) => eksternReference === id);
    return [found?.status, found?.version, found?.vaerdier[0]?.vaerdi];
  };

  await t.test('however often, while Cura is away', async (t) => {
    const { id } = (await post('citizen', pressure(karen, 134, 82))).body;
    await deliverAll(house);
    house.cura.faults.down = true;
    await systolic(id, 140);
    await systolic(id, 141);
    await change(id, '/status', 'entered-in-error');
    await deliverAll(house);
    house.cura.faults.down = false;
    await deliverAll(house);
    t.same(told(await read('citizen', `${id}`)), ['entered-in-error', 141, undefined]);
    t.same(await recordOf(id), ['fejl', 4, 141]);
  });

  await t.test('the arrival of the first does not take the correction back', async (t) => {
    const { id } = (await post('citizen', pressure(karen, 134, 82))).body;
    await systolic(id, 143);
    const { rows } = await house.sync.db.query<{ id: string }>(
      `select id from intent where state = 'open' order by id limit 1`,
    );
    await deliver(house.sync, [`${rows[0]?.id}`]);
    t.same(await recordOf(id), ['endelig', 1, 134], 'Cura has the first');
    t.same(told(await read('citizen', `${id}`)), ['corrected', 143, 'awaiting-delivery']);
    await deliverAll(house);
    t.same(await recordOf(id), ['rettet', 2, 143]);
    t.same(await history(id), [
      ['corrected', 143, undefined],
      ['corrected', 143, 'awaiting-delivery'],
      ['final', 134, 'awaiting-delivery'],
    ]);
  });

  await t.test('what is no longer unlikely is confirmed no longer', async (t) => {
    const { id } = (
      await post(
        'citizen',
        pressure(karen, 230, 82, { extension: [{ url: confirmed, valueBoolean: true }] }),
      )
    ).body;
    await systolic(id, 130);
    const stands = await read('citizen', `${id}`);
    t.same([told(stands)[1], extensionOf(stands, confirmed)], [130, undefined]);
  });
});
