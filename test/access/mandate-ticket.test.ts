import type { Bundle, Consent, Provenance, RelatedPerson } from '@medplum/fhirtypes';
import t from 'tap';
import { synchronise } from '../../src/sync/inbound.ts';
import { loadAll } from '../../src/sync/load.ts';
import { misfits } from '../contracts/profile-rule.ts';
import { noon, startHouse } from '../house.ts';
import { citizenIdOf, people, resources, verdict } from './answer.ts';
import { openDoor, person, ticket } from './logged-in.ts';
import { keep, stopFor } from './story.ts';

const minuteMs = 60_000;

t.test('A mandate that the login alone shows', async (t) => {
  const house = await startHouse(t);
  const door = await openDoor(t, house);
  const { db } = house.ports;
  const patient = await citizenIdOf(house, 'citizen');
  const giver = `${people.citizen?.cpr}`;
  // A number that nobody here has.
  const cpr = '0101700000';
  const login = (...tickets: Parameters<typeof ticket>[2][]) =>
    person(house, cpr, { tickets: tickets.map((rights) => ticket(house, giver, rights)) });
  const standing = async <T>(type: string, where: string): Promise<T[]> => {
    const { rows } = await db.query<{ content: string }>(
      `select content from ${house.ports.room(type).table} where view & 1 <> 0 and ${where}`,
    );
    return rows.map(({ content }) => JSON.parse(content));
  };
  const consents = () => standing<Consent>('Consent', `p_mandate_source && '{ticket}'`);
  const made = () =>
    standing<RelatedPerson>('RelatedPerson', 'id in (select related_person from login_relative)');
  const asked = `Appointment?patient=${patient}&_count=1`;

  await t.test('makes relative and Consent once, however many ask at once', async (t) => {
    const ask = door(login(['see']));
    const all = await Promise.all(Array.from({ length: 20 }, () => ask(asked)));
    t.same([...new Set(all.map(({ status }) => status))], [200]);
    const [consent, ...others] = await consents();
    const [relative, ...more] = await made();
    t.same([others, more], [[], []]);
    t.match(consent, {
      meta: { versionId: '1' },
      extension: [{ valueCode: 'ticket' }],
      status: 'active',
      patient: { reference: `Patient/${patient}` },
      provision: {
        type: 'permit',
        actor: [{ reference: { reference: `RelatedPerson/${relative?.id}` } }],
      },
    });
    const { start = '', end = '' } = consent?.provision?.period ?? {};
    t.equal(Date.parse(end) - Date.parse(start), 15 * minuteMs);
    t.match(relative, { meta: { versionId: '1' }, active: true, name: [{ text: 'Åge Ømand' }] });
    t.same(
      [consent, relative].flatMap((one) => misfits(one as Consent)),
      [],
      'as the profiles say',
    );
    const acts = await standing<Provenance>('Provenance', `p_activity && '{login}'`);
    t.same(acts.map(({ target }) => target[0]?.reference?.split('/')[0]).sort(), [
      'Consent',
      'RelatedPerson',
    ]);
    const { rows } = await db.query<{ text: string }>(
      `select string_agg(t::text, '') as text from (select id, content from consent where p_mandate_source && '{ticket}'
       union all select id, content from related_person where id in (select related_person from login_relative)) t`,
    );
    t.notMatch(rows[0]?.text, new RegExp(`${cpr}|${giver}`), 'and nowhere a number');
  });

  await t.test('is there to be read, and gives the rights that the login gives', async (t) => {
    const ask = door(login(['see']));
    const bundle = (await (await ask(`Consent?patient=${patient}`)).json()) as Bundle;
    t.equal(resources<Consent>(bundle).length, 1, 'the own one alone');
    const [first] = resources<{ id: string }>(await (await ask(asked)).json());
    const cancel = await ask(`Appointment/${first?.id}/$cancel`, { method: 'POST' });
    t.equal(await verdict(cancel), '403 mandate-to-act');
  });

  await t.test('is nothing to another token of the same person', async (t) => {
    t.equal(await verdict(await door(login())(asked)), '403 not-known');
    const other = person(house, '0101710000', { tickets: [] });
    t.equal(await verdict(await door(other)(asked)), '403 not-known');
    const elsewhere = person(house, cpr, { patient: 'x', tickets: [ticket(house, giver)] });
    t.equal(await verdict(await door(elsewhere)(asked)), '403 not-known', 'nor of another citizen');
  });

  await t.test('ends with the token, and after a quarter of an hour at most', async (t) => {
    const now = house.ports.now();
    const rights = async (issuedAt: number, expiresAt: number) => {
      const tickets = [ticket(house, giver)];
      const caller = person(house, cpr, { tickets, issuedAt, expiresAt });
      return (await house.service.grant(caller)).mandates.map((one) => one.rights.join());
    };
    t.same(await rights(now - minuteMs, now), [], 'the token has expired');
    t.same(await rights(now - 15 * minuteMs, now + minuteMs), [], 'the ticket is old');
    t.same(
      await rights(now - 14 * minuteMs, now + minuteMs),
      ['see'],
      'no more than a newer login gave',
    );
  });

  await t.test(
    'is written anew by a newer login, which an older token does not outdo',
    async (t) => {
      house.setNow(noon + 5 * minuteMs);
      const version = async () => Number((await consents())[0]?.meta?.versionId);
      const before = await version();
      const wide = login(['see', 'act']);
      t.same(
        (await house.service.grant(wide)).mandates.map((one) => one.rights),
        [['see', 'act']],
      );
      await Promise.all(Array.from({ length: 5 }, () => house.service.grant(wide)));
      t.equal(await version(), before + 1, 'one version a login');
      house.setNow(noon + 6 * minuteMs);
      await house.service.grant(login(['see']));
      t.same(
        (await house.service.grant(wide)).mandates.map((one) => one.rights),
        [['see']],
      );
    },
  );

  await t.test('outlives a resync as what it is', async (t) => {
    const before = await consents();
    await loadAll(house.sync);
    t.same(await consents(), before);
    t.equal((await made()).length, 1);
  });

  await t.test('follows the stop that is laid on either of two names of one person', async (t) => {
    const [own] = await made();
    const stop = await keep(house, stopFor(patient, `${own?.id}`));
    const given = login(['see', 'act']);
    t.equal(await verdict(await door(given)(asked)), '403 not-known');
    const paaroerende = house.cura.insert('paaroerende', {
      ...{ borgerId: `${people.citizen?.borgerId}`, cpr, fornavn: 'Åge', efternavn: 'Ømand' },
      relation: 'nabo',
    });
    await synchronise(house.sync);
    t.equal(
      await verdict(await door(given)(asked)),
      '403 not-known',
      'also when Cura knows the person',
    );
    await keep(house, { ...stop, status: 'inactive' });
    const { mandates } = await house.service.grant(given);
    t.match(mandates, [{ patient, rights: ['see', 'act'], source: 'ticket' }]);
    t.not(mandates[0]?.relatedPerson, own?.id, "the mandate names Cura's from then on");
    t.match(await made(), [{ active: false }], 'and the one that the login made is put aside');
    t.equal((await consents()).length, 1, 'the Consent is the same');
    house.cura.remove('paaroerende', paaroerende.id);
    await synchronise(house.sync);
    t.match((await house.service.grant(given)).mandates, [{ relatedPerson: own?.id }]);
    t.match(await made(), [{ active: true }], 'and is taken up again when Cura forgets the person');
  });

  await t.test('ends at the death of the giver, between two pages', async (t) => {
    const ask = door(login(['see']));
    const page = (await (await ask(asked)).json()) as Bundle;
    const next = page.link?.find(({ relation }) => relation === 'next')?.url.split('?')[1];
    house.cura.change('borger', `${people.citizen?.borgerId}`, { doed: '2026-11-23' });
    await synchronise(house.sync);
    t.equal(await verdict(await ask(`Appointment?${next}`)), '403 not-known');
    const before = (await consents())[0]?.meta?.versionId;
    t.equal(
      await verdict(await door(login(['see', 'act']))(asked)),
      '403 not-known',
      'a new login too',
    );
    t.equal((await consents())[0]?.meta?.versionId, before, 'which is not even noted');
  });
});
