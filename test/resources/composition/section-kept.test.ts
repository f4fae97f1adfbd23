import type { AuditEvent, Bundle, Composition } from '@medplum/fhirtypes';
import t from 'tap';
import { validate } from '../../../src/fhir/validate.ts';
import { definitionsOf } from '../../../src/main/foundation.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { citizenIdOf, people, resources, verdict } from '../../access/answer.ts';
import { idOf } from '../../access/story.ts';
import { startHouse } from '../../house.ts';

const afsnit = (noegle: string, tekst: string, aaben = true) => ({
  ...{ noegle, overskrift: noegle, tekst, aaben },
});

t.test('Sections that staff keep to themselves', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const patient = await citizenIdOf(house, 'citizen');
  const [citizen, relative, staff] = ['citizen', 'relative', 'staff'].map(house.as);
  if (!citizen || !relative || !staff) throw new Error('nobody asks');
  const borgerId = `${people.citizen?.borgerId}`;
  const known = house.cura.read('journalnotat', `jou-${borgerId.slice(7)}-1`);
  const note = {
    ...{ borgerId, tidspunkt: '2026-11-23T09:00:00Z', emne: 'Notat', status: 'endelig' },
    ...{ medarbejderId: known?.medarbejderId, enhedId: known?.enhedId },
  };
  const both = [afsnit('observation', 'Åbent'), afsnit('vurdering', 'Fortrudttekst')];
  house.cura.insert('journalnotat', { ...note, id: 'n-later', afsnit: both });
  const whole = [afsnit('intern', 'Helthemmelig', false)];
  house.cura.insert('journalnotat', {
    ...note,
    id: 'n-whole',
    emne: 'Hemmeligtemne',
    afsnit: whole,
  });
  await synchronise(house.sync);
  const later = await idOf(house, 'journalnotat', 'n-later');

  await t.test('and nothing else: the document is not there', async (t) => {
    const id = await idOf(house, 'journalnotat', 'n-whole');
    t.equal((await staff(`Composition/${id}`)).status, 200);
    for (const ask of [citizen, relative]) {
      t.equal(await verdict(await ask(`Composition/${id}`)), '404 not-found');
      t.notMatch(await (await ask(`Composition?patient=${patient}`)).text(), 'Hemmeligtemne');
    }
  });

  await t.test('from some day on are gone from earlier versions too', async (t) => {
    const past = [`Composition/${later}/_history/1`, `Composition/${later}/_history`];
    for (const path of past) t.match(await (await citizen(path)).text(), 'Fortrudttekst');
    const kept = [afsnit('observation', 'Åbent'), afsnit('vurdering', 'Fortrudttekst', false)];
    house.cura.change('journalnotat', 'n-later', { afsnit: kept });
    await synchronise(house.sync);
    t.notMatch(await (await citizen('Composition/_history')).text(), 'Fortrudttekst');
    for (const path of [...past, `Composition/${later}`]) {
      t.match(await (await staff(path)).text(), 'Fortrudttekst', path);
      for (const ask of [citizen, relative]) {
        const text = await (await ask(path)).text();
        t.match(text, 'Åbent', path);
        t.notMatch(text, 'Fortrudttekst', path);
      }
    }
    house.cura.change('journalnotat', 'n-later', { afsnit: both });
    await synchronise(house.sync);
    t.match(await (await citizen(past[0] ?? '')).text(), 'Fortrudttekst', 'and come back');
    house.cura.change('journalnotat', 'n-later', { afsnit: kept });
    await synchronise(house.sync);
  });

  await t.test('are not named in who has looked at them', async (t) => {
    for (const code of ['observation', 'vurdering'])
      t.equal((await staff(`Composition/${later}/$section?code=${code}`)).status, 200);
    const queries = async (persona: string) =>
      resources<AuditEvent>(
        (await (
          await house.as(persona)(`AuditEvent?entity=Composition/${later}&patient=${patient}`)
        ).json()) as Bundle,
      ).flatMap(({ entity = [] }) =>
        entity.flatMap(({ query = '' }) => Buffer.from(query, 'base64').toString() || []),
      );
    const asked = (code: string) => `Composition/${later}/$section?code=${code}`;
    const mine = await queries('citizen');
    t.ok(mine.includes(asked('observation')));
    t.ok(mine.includes(asked('-')));
    t.notOk(mine.includes(asked('vurdering')), mine.join(' '));
    t.ok((await queries('auditor')).includes(asked('vurdering')));
  });

  await t.test('are not in the document that is made of it, which is a valid one', async (t) => {
    const answer = await citizen(`Composition/${later}/$document`);
    const made = (await answer.json()) as Bundle;
    t.equal(answer.status, 200);
    t.notMatch(JSON.stringify(made), 'Fortrudttekst');
    const [first] = resources<Composition>(made);
    t.same([made.type, first?.resourceType, first?.id], ['document', 'Composition', later]);
    const types = new Set(resources<Composition>(made).map(({ resourceType }) => resourceType));
    const definitions = await definitionsOf([...types]);
    t.same(
      validate(made, definitions).filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  await t.test('nor is somebody who has left to be reached', async (t) => {
    const path = `Practitioner/${await idOf(house, 'medarbejder', `${known?.medarbejderId}`)}`;
    t.match(await (await citizen(path)).json(), { telecom: [{}] });
    house.cura.change('medarbejder', `${known?.medarbejderId}`, { aktiv: false });
    await synchronise(house.sync);
    for (const ask of [citizen, relative])
      for (const version of ['', '/_history', '/_history/1']) {
        const left = await ask(`${path}${version}`);
        t.equal(left.status, 200);
        t.notMatch(await left.text(), 'telecom', version);
      }
    t.match(await (await staff(path)).json(), { active: false, telecom: [{}] });
  });
});
