import type { Bundle, Patient } from '@medplum/fhirtypes';
import t from 'tap';
import { synchronise } from '../../src/sync/inbound.ts';
import { startHouse } from '../house.ts';
import { citizenIdOf, people } from './answer.ts';

t.test('A protected address stays hidden from relatives', async (t) => {
  const house = await startHouse(t);
  const borger = `${people.protected?.borgerId}`;
  const patient = await citizenIdOf(house, 'protected');
  const [own, mothers] = [house.as('protected'), house.as('protectedRelative')];
  const seen = (await (await own(`Patient/${patient}`)).json()) as Patient;
  const [street, phone] = [seen.address?.[0]?.line?.[0], seen.telecom?.[0]?.value];
  t.ok(street && phone, 'the citizen sees them');
  const pages = ['Patient', `Patient/${patient}`, `Patient/${patient}/_history`];
  const texts = await Promise.all(pages.map(async (path) => (await mothers(path)).text()));
  for (const text of texts) {
    t.match(text, 'Kjærsgaard', 'the person is seen');
    t.notMatch(text, street ?? '');
    t.notMatch(text, phone ?? '');
  }
  const found = async (ask: typeof own) =>
    ((await (await ask(`Patient?phone=${encodeURIComponent(phone ?? '')}`)).json()) as Bundle).entry
      ?.length ?? 0;
  t.equal(await found(own), 1, 'the citizen is found by the number');
  t.equal(await found(mothers), 0, 'a relative finds nobody by it');

  await t.test('also in what was written before it was protected', async (t) => {
    house.cura.change('borger', borger, { beskyttet: false });
    await synchronise(house.sync);
    t.match(await (await mothers(`Patient/${patient}`)).text(), street ?? '', 'open for a while');
    house.cura.change('borger', borger, { beskyttet: true });
    await synchronise(house.sync);
    for (const path of ['', '/_history', '/_history/1', '/_history/2', '/_history/3'])
      t.notMatch(await (await mothers(`Patient/${patient}${path}`)).text(), street ?? '', path);
    t.match(await (await own(`Patient/${patient}/_history`)).text(), street ?? '', 'her own');
  });
});
