import type { Appointment, Bundle, CareTeam, Practitioner } from '@medplum/fhirtypes';
import t from 'tap';
import { deriveDueTeams } from '../../../src/resources/care-team/derive.ts';
import { latelyMs } from '../../../src/resources/care-team/team.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { citizenIdOf, people, resources } from '../../access/answer.ts';
import { keepBack } from '../../access/story.ts';
import { noon, startHouse } from '../../house.ts';

const counted = ['booked', 'arrived', 'checked-in', 'fulfilled'];

t.test('The people whom a citizen has appointments with', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const patient = await citizenIdOf(house, 'citizen');
  const citizen = house.as('citizen');
  const asked = async <T>(path: string): Promise<T[]> =>
    resources<T>((await (await citizen(path)).json()) as Bundle);
  const teams = () => asked<CareTeam>('CareTeam');
  const membersOf = (team: CareTeam | undefined): string[] =>
    (team?.participant ?? []).map(({ member }) => `${member?.reference}`);

  await t.test('are a team, with function, unit and direct contact', async (t) => {
    const [team, ...others] = await asked<CareTeam | Practitioner>(
      'CareTeam?_include=CareTeam:participant',
    );
    const members = membersOf(team as CareTeam);
    t.ok(members.length > 0, `${members.length} people`);
    t.same(others.map(({ resourceType, id }) => `${resourceType}/${id}`).sort(), members.sort());
    t.ok(others.every((one) => 'telecom' in one && 'name' in one));
    t.ok((team as CareTeam).participant?.every(({ role, onBehalfOf }) => role && onBehalfOf));
    const meant = (await asked<Appointment>('Appointment?_count=1000'))
      .filter(
        ({ status, end }) => counted.includes(status) && Date.parse(`${end}`) > noon - latelyMs,
      )
      .flatMap(({ participant }) => participant.map(({ actor }) => `${actor?.reference}`))
      .filter((one) => one.startsWith('Practitioner/'));
    t.same(new Set(members), new Set(meant));
    for (const persona of ['relative', 'staff']) {
      const seen = await house.as(persona)(`CareTeam?patient=${patient}`);
      t.equal(resources((await seen.json()) as Bundle).length, 1, persona);
    }
  });

  const everybody = (await house.sync.cura.list('medarbejder', { max: 100 })).poster;
  const known = (await house.sync.cura.list('aftale', { max: 1_000 })).poster.find(
    ({ borgerId, status }) => borgerId === people.citizen?.borgerId && status === 'planlagt',
  );
  /** An appointment with somebody else of the staff. */
  const meet = async (id: string, more: object = {}) => {
    const medarbejderId = everybody.at(-1)?.id;
    house.cura.insert('aftale', { ...known, id, medarbejderId, ...more });
    await synchronise(house.sync);
  };

  await t.test('change with the appointments, under the same id', async (t) => {
    const [before] = await teams();
    await meet('aft-team');
    const [after] = await teams();
    t.equal(after?.id, before?.id);
    t.equal(membersOf(after).length, membersOf(before).length + 1);
    house.cura.change('aftale', 'aft-team', { status: 'aflyst' });
    await synchronise(house.sync);
    t.same(membersOf((await teams())[0]), membersOf(before), 'who was cancelled is none of it');
    const past = await citizen(`CareTeam/${before?.id}/_history`);
    t.equal(resources((await past.json()) as Bundle).length, 3);
  });

  await t.test('are kept from whom the appointments are kept from', async (t) => {
    const [team] = await teams();
    const seenBy = async (persona: string) => [
      (await house.as(persona)(`CareTeam/${team?.id}`)).status,
      resources((await (await house.as(persona)(`CareTeam?patient=${patient}`)).json()) as Bundle)
        .length,
    ];
    t.same(await seenBy('seeonly'), [200, 1]);
    await keepBack(house);
    t.same(await seenBy('seeonly'), [404, 0]);
    t.same(await seenBy('relative'), [200, 1]);
  });

  await t.test('leave it by the clock', async (t) => {
    const then = { start: '2026-10-20T09:00:00+02:00', slut: '2026-10-20T09:30:00+02:00' };
    await meet('aft-past', { ...then, status: 'gennemfoert' });
    const [team] = await teams();
    const ends = (team?.participant ?? []).map(({ period }) => Date.parse(`${period?.end}`));
    const [first, last] = [Math.min(...ends), Math.max(...ends)];
    t.ok(first < last);
    house.setNow(first + latelyMs);
    t.ok((await deriveDueTeams(house.ports.db, house.sync)) > 0);
    const [smaller] = await teams();
    t.equal(membersOf(smaller).length, ends.filter((end) => end > first).length);
    t.equal(await deriveDueTeams(house.ports.db, house.sync), 0, 'done twice it changes nothing');
    house.setNow(last + latelyMs + 1);
    t.same(await teams(), [], 'nobody, when nobody was met for long');
  });
});
