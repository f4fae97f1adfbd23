import type { HealthcareService, Provenance } from '@medplum/fhirtypes';
import t, { type Test } from 'tap';
import { type Faults, noFaults } from '../../../src/sandbox/cura/faults.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { startHouse } from '../../house.ts';
import { settleAll } from '../../sync/scene.ts';
import { approverIn, namesOf, open, send, stateOf, wanted } from './activity-scene.ts';

/** What befalls a write on its way to Cura, whether Cura took it, and whether its feed is heard before anybody recovers. */
interface Case {
  readonly name: string;
  readonly faults: Partial<Faults>;
  readonly taken: boolean;
}

const cases: readonly Case[] = [
  { name: 'cut before', faults: { cutBeforeCommit: 1 }, taken: false },
  { name: 'cut after', faults: { cutAfterCommit: 1 }, taken: true },
  {
    name: 'failed after',
    faults: { failNext: { n: 1, status: 502, afterCommit: true } },
    taken: true,
  },
];

t.test('an activity is written once, whatever befalls Cura', async (t) => {
  const house = await startHouse(t, { citizens: 14, patienceMs: 300, curaTimeoutMs: 300 });
  const association = house.as('association');
  const approver = house.as(approverIn(house));
  const kept = async (name: string) => {
    const { rows } = await house.ports.db.query<{ content: string }>(
      `select content from healthcare_service where view & 1 <> 0 and strpos(content, $1) > 0`,
      [`"name":"${name}"`],
    );
    return rows.map(({ content }) => JSON.parse(content) as HealthcareService);
  };
  const actsOn = async (id: string | undefined) => {
    const { rows } = await house.ports.db.query<{ content: string }>(
      `select content from provenance where p_target && $1::text[]`,
      [`{HealthcareService/${id}}`],
    );
    return rows
      .map(({ content }) => JSON.parse(content) as Provenance)
      .map(({ agent }) => agent[0]?.role?.[0]?.coding?.[0]?.code);
  };

  const befall = async (t: Test, { name, faults, taken }: Case, order: 'feed' | 'recovery') => {
    const called = `Tur ${name} ${order}`;
    Object.assign(house.cura.faults, faults);
    const answer = await association(
      'HealthcareService',
      send('POST', { ...wanted, name: called }),
    );
    Object.assign(house.cura.faults, noFaults());
    t.ok([201, 503].includes(answer.status), `${answer.status}`);
    if (order === 'feed') await synchronise(house.sync);
    await settleAll(house);
    await synchronise(house.sync);
    const [found, twice] = await kept(called);
    const acts = found ? await actsOn(found.id) : undefined;
    t.equal(twice, undefined);
    t.same(acts, taken || acts ? ['association'] : undefined, 'the one who did it, once');
  };
  for (const one of cases)
    for (const order of ['feed', 'recovery'] as const)
      await t.test(`${one.name}, the ${order} first`, async (t) => befall(t, one, order));

  t.test('an approval whose answer is lost is one approval, by staff', async (t) => {
    const made = await association(
      'HealthcareService',
      send('POST', { ...wanted, name: 'Sidste' }),
    );
    const { id } = (await made.json()) as HealthcareService;
    Object.assign(house.cura.faults, { cutAfterCommit: 1 });
    const answer = await approver(`HealthcareService/${id}/$approve?version=1`, { method: 'POST' });
    Object.assign(house.cura.faults, noFaults());
    t.ok([200, 503].includes(answer.status), `${answer.status}`);
    await synchronise(house.sync);
    await settleAll(house);
    t.same((await kept('Sidste')).map(stateOf), ['approved']);
    t.same((await actsOn(id)).sort(), ['association', 'staff']);
    t.same(await namesOf(open(house), 'name=Sidste'), ['Sidste']);
  });
});
