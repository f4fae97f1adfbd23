import type { Bundle, HealthcareService } from '@medplum/fhirtypes';
import t from 'tap';
import type { Aktivitet } from '../../../src/cura/activity-records.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { startHouse } from '../../house.ts';
import { namesOf, open, structure } from './activity-scene.ts';

t.test('activities', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const [anybody, association, citizen] = [
    open(house),
    house.as('association'),
    house.as('citizen'),
  ];

  t.test('anybody finds those that are approved, by what they are', async (t) => {
    const all = await namesOf(anybody, '');
    t.equal(all.length, 9);
    t.notOk(all.includes('Svømning for seniorer'), 'waits to be approved');
    t.notOk(all.includes('Temaaften om kosttilskud'), 'was rejected');
    t.notOk(all.includes('Sorggruppe'), 'is withdrawn');
    t.same(await namesOf(citizen, ''), all, 'a citizen sees the same');
    const found = async (query: string) => (await namesOf(anybody, query)).join();
    t.equal(
      await found('audience=grief,dementia'),
      'Besøgsvenner i Sandby,Samtalegruppe for pårørende',
    );
    t.equal(await found('language=uk'), 'Sprogcafé');
    t.equal(await found('area=9978'), 'Fællesspisning,Gåtur langs fjorden');
    t.equal((await namesOf(anybody, 'area=9978,all')).length, 8);
    t.equal(await found('near=57.12|9.99|1|km'), 'Fællesspisning');
    t.equal(await found('near=57.0621|9.935|500|m'), 'Gåtur langs fjorden');
    t.equal(await found('name:contains=langs'), 'Gåtur langs fjorden');
    t.equal(await found('date=2026-12-05'), 'Åbent hus i Sundhedscentret');
    t.equal(await found('organization:Organization.name=Genoptr'), 'Balancehold');
    for (const bad of [
      'near=57.1',
      'near=97|9.9|1|km',
      'near=57|9.9|-1|km',
      'date=igaar',
      'kind=x',
    ])
      t.equal((await anybody(`HealthcareService?${bad}`)).status, 400, bad);
  });

  t.test('a time keeps its place on the wall when the clock changes', async (t) => {
    const found = (await (
      await anybody('HealthcareService?name=Hjælp til MitID')
    ).json()) as Bundle<HealthcareService>;
    const starts = (found.entry?.[0]?.resource?.extension ?? []).flatMap(({ url, valuePeriod }) =>
      url === structure('occasion') ? [valuePeriod?.start] : [],
    );
    t.ok(starts.includes('2026-10-23T10:00:00+02:00'));
    t.ok(starts.includes('2026-10-30T10:00:00+01:00'));
  });

  t.test('what is not in force any more, or not yet, is seen by staff alone', async (t) => {
    const service = house.ports.now();
    house.setNow(Date.UTC(2027, 11, 1));
    t.same(await namesOf(open(house), ''), []);
    t.equal((await namesOf(house.as('staff'), '')).length, 12);
    house.setNow(service);
  });

  t.test('an association gets nothing of any citizen, in any room', async (t) => {
    const closed = house.service.rooms.filter(({ access }) => access.kind === 'compartment');
    t.ok(closed.length > 8, `${closed.length} rooms`);
    for (const { type, interactions } of closed) {
      if (!interactions.includes('search-type')) continue;
      const answer = await association(`${type}?_total=accurate`);
      const total = answer.status === 200 ? ((await answer.json()) as Bundle).total : 0;
      t.equal(total, 0, type);
    }
    const patient = (await (await citizen('Patient')).json()) as Bundle;
    const id = patient.entry?.[0]?.resource?.id;
    for (const path of [`Patient/${id}`, `Patient/${id}/$everything`])
      t.ok([403, 404].includes((await association(path)).status), path);
    const find = await association(
      `Appointment/$find?patient-reference=${id}&start=2026-11-25&end=2026-11-26`,
    );
    t.ok([403, 404].includes(find.status), `$find ${find.status}`);
  });

  t.test('Cura approves, and changes come by its feed', async (t) => {
    const record = house.cura.read('aktivitet', 'akt-svoemning') as Aktivitet;
    house.cura.change('aktivitet', 'akt-svoemning', { ...record, status: 'godkendt' } as never);
    await synchronise(house.sync);
    t.same(await namesOf(anybody, 'name=Svømning'), ['Svømning for seniorer']);
  });
});
