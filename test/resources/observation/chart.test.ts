import type { Bundle, Parameters, ServiceRequest, Task } from '@medplum/fhirtypes';
import t from 'tap';
import { drawn } from '../../../src/interactions/chart-drawing.ts';
import type { Monitoring } from '../../../src/resources/municipality.ts';
import { ago, deliverAll, measuringIn, pressure, single, ucum } from './measuring.ts';

t.test('Measurements over a period are an image, a table and numbers', async (t) => {
  const { house, karen, post } = await measuringIn(t);
  const asHtml = { headers: { accept: 'text/html' } };
  const asFhir = { headers: { accept: 'application/fhir+json' } };
  const chart = (persona: string, query: string, init: RequestInit = asFhir) =>
    house.as(persona)(`Patient/${karen}/$chart?${query}`, init);
  await post('citizen', single(karen, '8310-5', ucum(36.5, 'Cel'), { effectiveDateTime: ago(24) }));
  await post('citizen', single(karen, '8310-5', ucum(38.2, 'Cel'), { effectiveDateTime: ago(2) }));

  await t.test('for people', async (t) => {
    const reply = await chart('citizen', 'code=8310-5', asHtml);
    t.equal(reply.headers.get('content-type'), 'text/html; charset=utf-8');
    const html = await reply.text();
    t.match(html, /<svg [^>]*role="img" aria-labelledby="(chart-[\da-f-]{36})-title \1-desc"/);
    t.match(html, /<title id="chart-[\da-f-]{36}-title">Temperatur<\/title>/);
    t.match(html, 'Temperatur: lavest 36,5, højest 38,2 °C.');
    t.match(
      html,
      '<th scope="row">man 23/11/2026 kl. 10.00</th><td>36,5</td>',
      'Danish, in Copenhagen',
    );
    t.match(html, 'Ingen holder øje med tallene');
    t.notMatch(html, '<script');
    const english = await chart('citizen', 'code=8310-5', {
      headers: { accept: 'text/html', 'accept-language': 'en' },
    });
    const page = await english.text();
    t.match(page, 'Nobody watches these numbers');
    t.match(page, '<h2>Temperature</h2>', 'in one language throughout');
    t.match(page, 'Mon 23 Nov 2026 at 10:00');
    const pulse = await (await chart('citizen', 'code=85354-9', asHtml)).text();
    const idsIn = (html: string) => [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    t.equal(new Set([...idsIn(html), ...idsIn(pulse)]).size, 4, 'two stand on one page');
    t.match(pulse, /<text [^>]*>Diastolisk<\/text>/, 'it says which line is which');
  });

  await t.test('for programs', async (t) => {
    const body = (await (
      await chart('relative', 'code=http://loinc.org|85354-9')
    ).json()) as Parameters;
    const named = (name: string) => (body.parameter ?? []).filter((one) => one.name === name);
    t.same(
      named('line').map(({ valueString }) => valueString),
      ['Systolisk', 'Diastolisk'],
    );
    t.ok(named('point').length >= 10, 'those of Cura');
    t.equal(named('point')[0]?.part?.length, 3);
    t.match(named('notice')[0]?.valueString, /Ingen holder øje/);
    const few = (await (
      await chart('citizen', 'code=85354-9&start=2026-11-20&end=2026-11-21')
    ).json()) as Parameters;
    t.equal((few.parameter ?? []).filter((one) => one.name === 'point').length, 2);
    const last = (await (
      await chart('citizen', 'code=85354-9&end=2026-11-12')
    ).json()) as Parameters;
    t.ok(
      last.parameter?.some(({ name }) => name === 'point'),
      'without a start it is of the month before the end',
    );
  });

  await t.test('for nobody else', async (t) => {
    t.equal((await chart('neighbour', 'code=8310-5')).status, 403);
    t.equal((await chart('citizen', 'code=nonsense')).status, 400);
    t.equal((await chart('citizen', '')).status, 400);
  });

  await t.test('with none there is no image', async (t) => {
    const nothing = {
      id: 'x',
      isCut: false,
      title: '<b>',
      unit: 'kg',
      lines: ['a'],
      points: [],
      notice: '&',
      language: 'da',
    } as const;
    t.equal(
      drawn(nothing),
      '<section lang="da"><h2>&lt;b&gt;</h2><p>&amp;</p><p>Der er ingen målinger i perioden.</p></section>',
    );
  });

  const average = async () => {
    const reply = await house.as('citizen')(`Patient/${karen}/$average?code=85354-9`);
    return { status: reply.status, body: (await reply.json()) as Parameters };
  };
  const tasks = async (): Promise<Task[]> => {
    const reply = await house.as('system')(`Task?patient=${karen}&code=out-of-range`);
    return (((await reply.json()) as Bundle<Task>).entry ?? []).map(
      ({ resource }) => resource as Task,
    );
  };
  const planned = async () => {
    const reply = await house.as('citizen')(`ServiceRequest?patient=${karen}&category=measurement`);
    const plan = ((await reply.json()) as Bundle<ServiceRequest>).entry?.[0]?.resource;
    return { plan, basedOn: [{ reference: `ServiceRequest/${plan?.id}` }] };
  };

  await t.test('what staff ask for is a plan that a measurement can be based on', async (t) => {
    const { plan, basedOn } = await planned();
    t.match(plan, {
      status: 'active',
      intent: 'order',
      occurrenceTiming: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
    });
    const good = await post('citizen', pressure(karen, 190, 95, { basedOn }));
    t.equal(good.status, 201, JSON.stringify(good.body.issue));
    const other = await post('citizen', single(karen, '29463-7', ucum(70, 'kg'), { basedOn }));
    t.match(other.body.issue, [{ expression: ['Observation.basedOn'] }]);
  });

  await t.test('nobody watches where nobody has declared it', async (t) => {
    t.equal((await average()).status, 404);
    t.same(await tasks(), []);
  });

  await t.test(
    'where it is declared the unit is told once, and the average names its rule',
    async (t) => {
      const monitoring: Monitoring = {
        responsible: 'Sundhedsklinikken',
        declared: '2026-11-01',
        limits: { '8480-6': { high: 160 } },
        average: { days: 3, dropFirstDay: true },
      };
      const places = [house.ports.municipality, house.sync.municipality];
      for (const place of places) Object.assign(place, { monitoring });

      const { basedOn } = await planned();
      const { body } = await post('citizen', pressure(karen, 170, 90, { basedOn }));
      await post('citizen', pressure(karen, 150, 90, { basedOn }));
      const unnamed = await post('citizen', pressure(karen, 175, 90));
      await deliverAll(house);
      t.same(
        (await tasks()).map(({ focus }) => focus?.reference).sort(),
        [`Observation/${body.id}`, `Observation/${unnamed.body.id}`].sort(),
        'also of one that names no plan, where there is one',
      );
      const { status, body: found } = await average();
      t.equal(status, 200);
      t.match(found.parameter?.[0], {
        name: 'rule',
        valueString:
          'Gennemsnit af de seneste 3 dage med målinger; den første dag tæller ikke med.',
      });
      t.ok(
        found.parameter?.some(
          ({ name, valueQuantity }) => name === 'average' && valueQuantity?.value,
        ),
      );
      const html = await (await chart('citizen', 'code=85354-9', asHtml)).text();
      t.match(html, 'Sundhedsklinikken får besked');
    },
  );
});
