import type { Bundle, OperationOutcome } from '@medplum/fhirtypes';
import t from 'tap';
import { citizenIdOf } from '../../access/answer.ts';
import { ago, deliverAll, inCura, measuringIn, pressure, single, ucum } from './measuring.ts';

const bundleOf = (all: readonly unknown[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: all.map((resource) => ({ resource })),
});

const told = (body: unknown): string[] =>
  ((body as Bundle).entry ?? []).map(({ response }) => {
    const { issue = [] } = (response?.outcome ?? {}) as Partial<OperationOutcome>;
    const key = issue[0]?.details?.coding?.[0]?.code;
    return [response?.status?.slice(0, 3), key].filter(Boolean).join(' ');
  });

t.test('Many measurements are sent at once, each accepted or refused for itself', async (t) => {
  const { house, karen, send } = await measuringIn(t);
  const submit = (persona: string, body: unknown) =>
    send(persona, 'Observation/$submit-measurements', body);
  const named = (nth: number, value = 70) =>
    single(karen, '29463-7', ucum(value, 'kg'), {
      identifier: [{ system: 'urn:app', value: `s-${nth}` }],
      effectiveDateTime: ago(nth),
    });
  const mixed = [
    named(1),
    pressure(karen, 1340, 82),
    { resourceType: 'Observation', status: 'nonsense' },
    named(1),
    named(1, 71),
    single('somebody-else', '29463-7', ucum(70, 'kg')),
  ];
  const first = await submit('citizen', bundleOf(mixed));
  t.equal(first.status, 200, JSON.stringify(first.body));
  t.same(told(first.body), [
    '201',
    '422 implausible-value',
    '422 not-in-value-set',
    '200',
    '409 identifier-used',
    '403 no-mandate',
  ]);
  const again = await submit('relative', {
    resourceType: 'Parameters',
    parameter: [{ name: 'measurements', resource: bundleOf([named(1), named(2)]) }],
  });
  t.same(told(again.body), ['409 identifier-used', '201'], 'what she sends is hers');

  await t.test('a machine sends those of several citizens', async (t) => {
    const other = await citizenIdOf(house, 'neighbour');
    const weights = [karen, other].map((one) => single(one, '29463-7', ucum(80, 'kg')));
    const heard = await submit('system', bundleOf(weights));
    t.same(told(heard.body), ['201', '201']);
  });

  await t.test('what two send at a time is there once', async (t) => {
    const all = Array.from({ length: 40 }, (_, nth) => named(100 + nth));
    const half = [...all.slice(20), ...all.slice(0, 20)];
    const heard = await Promise.all(
      [all, half, all].map((some) => submit('citizen', bundleOf(some))),
    );
    const statuses = heard.flatMap(({ body }) => told(body));
    t.equal(statuses.filter((one) => one === '201').length, 40);
    t.equal(statuses.filter((one) => one === '200').length, 80);
    await deliverAll(house);
    const references = (await inCura(house)).flatMap(
      ({ klientReference }) => klientReference ?? [],
    );
    t.equal(new Set(references).size, references.length, 'Cura has each once');
  });

  await t.test('a batch has a limit', async (t) => {
    const all = Array.from({ length: 200 }, (_, nth) =>
      pressure(karen, 120, 80, { effectiveDateTime: ago(nth + 1) }),
    );
    const heard = await submit('citizen', bundleOf(all));
    t.equal(told(heard.body).filter((one) => one === '201').length, 200);
    const more = await submit('citizen', bundleOf([...all, all[0]]));
    t.equal(more.status, 413);
    t.equal((await submit('citizen', named(3))).status, 400);
  });
});
