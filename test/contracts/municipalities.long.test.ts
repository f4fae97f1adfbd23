import type { Parameters } from '@medplum/fhirtypes';
import t from 'tap';
import { mainLine, said } from './municipality-scene.ts';

t.setTimeout(480_000);

t.test('the house of København starts, does its main job and refuses what is off', async (t) => {
  await mainLine(t, '0101');
});

t.test('the house of Aalborg does, and takes messages for some units alone', async (t) => {
  const house = await mainLine(t, '0851');
  const form = await (await house.as('citizen')('Communication/$message-form')).json();
  const { parameter = [] } = form as Parameters;
  const units = parameter
    .flatMap(({ part = [] }) => part.flatMap(({ valueReference }) => valueReference?.display ?? []))
    .sort();
  t.same(units, ['Genoptræningen, Kildevej', 'Sygeplejeklinikken Sandby']);
  const { rows } = await house.ports.db.query<{ id: string }>(
    `select id from cura_record where record = 'enhed' and cura_id = 'enhed-sundhedscenter'`,
  );
  const message = JSON.stringify({
    resourceType: 'Communication',
    status: 'in-progress',
    recipient: [{ reference: `Organization/${rows[0]?.id}` }],
    topic: { text: 'Spørgsmål' },
    payload: [{ contentString: 'Hvornår har I åbent?' }],
  });
  const refused = await said(house, ['citizen', 'Communication', message]);
  t.match(refused, {
    status: 422,
    keys: ['feature-off', 'unit-contact'],
    text: /^Sandby Sundhedscenter tilbyder ikke beskeder her/,
  });
});
