import t from 'tap';
import { narrowerQueries } from '../../src/manual/audit-page.ts';
import { startHouse } from '../house.ts';
import { raw } from '../http/wire.ts';

const badRule = {
  ...{ resourceType: 'Observation', status: 'final', code: { text: 'x' } },
  ...{ valueInteger: 1, dataAbsentReason: { text: 'x' } },
};

t.test('What the server points to is there', async (t) => {
  const house = await startHouse(t);

  await t.test('each refusal leads to a line of the catalogue', async (t) => {
    const citizen = house.as('citizen');
    const body = JSON.stringify(badRule);
    const rule = await citizen('Observation', { method: 'POST', body });
    t.match(await rule.text(), '"code":"obs-6"', 'a rule by a name of R4');
    const bundled = await citizen('Appointment/$book?appt-id=x', { method: 'POST' });
    t.match(await bundled.text(), '"resourceType":"Bundle"', 'refused in a Bundle');
    const unread = await raw(house, 'Hej Kommune\r\n\r\n');
    const links = [rule.headers.get('link'), bundled.headers.get('link'), unread];
    const catalogue = await (await fetch(new URL('/docs/errors.html', house.base))).text();
    for (const link of links) {
      const [, anchor] = /errors\.html#([\w-]+)>; rel="help"/.exec(link ?? '') ?? [];
      t.match(catalogue, `id="${anchor}"`);
    }
  });

  await t.test('and the questions that auditors are told to ask are answered', async (t) => {
    t.ok(narrowerQueries.length > 6);
    for (const query of narrowerQueries) {
      const answer = await house.as('auditor')(query.slice(1).replace('<id>', 'one'));
      t.equal(answer.status, 200, `${query}: ${(await answer.text()).slice(0, 200)}`);
    }
  });
});
