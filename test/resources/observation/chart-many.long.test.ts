import type { Parameters } from '@medplum/fhirtypes';
import t from 'tap';
import { ago, measuringIn, single, ucum } from './measuring.ts';

t.setTimeout(120_000);

t.test('Of very many measurements the newest are shown, and that there are more', async (t) => {
  const { house, karen, send } = await measuringIn(t);
  const chart = (accept: string) =>
    house.as('citizen')(`Patient/${karen}/$chart?code=8867-4`, { headers: { accept } });
  for (let from = 0; from < 1_001; from += 143) {
    const entry = Array.from({ length: 143 }, (_, nth) => ({
      resource: single(karen, '8867-4', ucum(64, '/min'), {
        effectiveDateTime: ago((from + nth + 1) / 2),
      }),
    }));
    await send('citizen', 'Observation/$submit-measurements', {
      ...{ resourceType: 'Bundle', type: 'collection', entry },
    });
  }
  const { parameter = [] } = (await (await chart('application/fhir+json')).json()) as Parameters;
  const points = parameter.filter(({ name }) => name === 'point');
  t.same([points.length, points.at(-1)?.part?.[0]?.valueDateTime], [1_000, ago(0.5)]);
  t.equal(parameter.find(({ name }) => name === 'cut')?.valueBoolean, true);
  const html = await (await chart('text/html')).text();
  t.match(html, 'Kun de nyeste målinger i perioden vises.');
});
