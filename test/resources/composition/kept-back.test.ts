import type { AuditEvent, Bundle, Provenance, Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { relabelRoom } from '../../../src/ledger/relabel.ts';
import { registryFor } from '../../../src/registry.ts';
import { reindex } from '../../../src/store/reindex.ts';
import { storeRoom } from '../../../src/store/stored-room.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { citizenIdOf, people, resources, verdict } from '../../access/answer.ts';
import { idOf } from '../../access/story.ts';
import { startHouse } from '../../house.ts';
import { rules } from './closed.ts';

type Kept = Resource & { id: string };

t.test('What is kept back is not named', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const patient = await citizenIdOf(house, 'citizen');
  const [citizen, relative, staff, auditor] = ['citizen', 'relative', 'staff', 'auditor'].map(
    house.as,
  );
  if (!citizen || !relative || !staff || !auditor) throw new Error('nobody asks');
  const found = async <T>(ask: typeof citizen, path: string): Promise<T[]> =>
    resources<T>((await (await ask(path)).json()) as Bundle);
  const borgerId = `${people.citizen?.borgerId}`;
  const own = borgerId.slice(7);
  const known = house.cura.read('journalnotat', `jou-${own}-1`);
  const note = {
    ...{ borgerId, tidspunkt: '2026-11-23T09:00:00Z', emne: 'Notat', status: 'endelig' },
    ...{ medarbejderId: known?.medarbejderId, enhedId: known?.enhedId },
    afsnit: [{ noegle: 'observation', overskrift: 'Observation', tekst: 'Tekst' }],
  };
  house.cura.insert('journalnotat', { ...note, id: 'n-open' });
  house.cura.insert('journalnotat', { ...note, id: 'n-kept', fritaget: 'borger' });
  await synchronise(house.sync);
  const open = await idOf(house, 'journalnotat', 'n-open');
  const kept = await idOf(house, 'journalnotat', 'n-kept');

  /** The rows of who looked, with what was asked in plain text. */
  const looks = async (ask: typeof citizen, query = '') => {
    const events = await found<AuditEvent>(
      ask,
      `AuditEvent?patient=${patient}&agent-role=staff&_count=1000${query}`,
    );
    return events.map(({ entity = [], ...event }) => ({
      ...event,
      entity: entity.map(({ query, ...one }) => ({
        ...one,
        ...(query !== undefined && { query: Buffer.from(query, 'base64').toString() }),
      })),
    }));
  };
  const naming = async (ask: typeof citizen, id: string): Promise<number> =>
    (await looks(ask)).filter((event) => JSON.stringify(event).includes(id)).length;

  const asked = [
    ...[`Composition/${kept}`, `Composition?patient=${patient}`, `Composition?_id=${kept}`],
    ...[`Composition/${kept}/$section?code=observation`, `Provenance?target=Composition/${kept}`],
  ];

  await t.test('in who has looked, though that somebody looked is told', async (t) => {
    for (const path of [`Composition/${open}`, ...asked])
      t.equal((await staff(path)).status, 200, path);
    t.ok((await naming(auditor, kept)) >= asked.length, 'the auditor sees it');
    t.equal(await naming(citizen, kept), 0);
    t.ok((await naming(citizen, open)) >= 2, 'the others are named as before');
    const [all, mine] = [await looks(auditor), await looks(citizen)];
    t.same(
      mine.map(({ id, agent, recorded }) => ({ id, agent, recorded })),
      all.map(({ id, agent, recorded }) => ({ id, agent, recorded })),
    );
    const queries = mine.flatMap(({ entity }) => entity.flatMap(({ query = [] }) => query));
    t.ok(queries.includes('Composition/-/$section?code=-'), queries.join(' '));
    const by = (id: string) => `&entity=Composition/${id}`;
    t.equal((await looks(citizen, by(kept))).length, 0);
    t.ok((await looks(auditor, by(kept))).length > 0);
    t.ok((await looks(citizen, by(open))).length > 0);
    t.equal(await verdict(await relative(`Composition/${kept}`)), '404 not-found');
    const told = await found<AuditEvent>(citizen, `AuditEvent?patient=${patient}&outcome=4`);
    t.ok(told.length > 0);
    t.notMatch(JSON.stringify(told), kept);
  });

  const acts = (ask: typeof citizen, target: string) =>
    found<Provenance & { id: string }>(ask, `Provenance?target=${target}&patient=${patient}`);

  await t.test('nor what was seen or done before it was kept back', async (t) => {
    const [act] = await acts(citizen, `Composition/${open}`);
    t.ok((await acts(relative, `Composition/${open}`)).length > 0);
    house.cura.change('journalnotat', 'n-open', { fritaget: 'borger' });
    await synchronise(house.sync);
    t.equal(await naming(citizen, open), 0);
    for (const ask of [citizen, relative]) {
      t.same(await acts(ask, `Composition/${open}`), []);
      t.equal((await ask(`Provenance/${act?.id}`)).status, 404);
      t.equal((await ask(`Provenance/${act?.id}/_history/1`)).status, 404);
    }
    t.equal((await acts(staff, `Composition/${open}`)).length, 2);
    house.cura.change('journalnotat', 'n-open', { fritaget: 'vaerge' });
    await synchronise(house.sync);
    t.equal((await acts(citizen, `Composition/${open}`)).length, 3, 'and comes back with it');
    t.same(await acts(relative, `Composition/${open}`), []);
    t.ok((await naming(citizen, open)) >= 2);
  });

  await t.test('in what refers to it', async (t) => {
    for (const type of ['EpisodeOfCare', 'Goal']) {
      const path = `${type}?patient=${patient}`;
      t.match(JSON.stringify(await found(staff, path)), '"Condition/', type);
      for (const ask of [citizen, relative]) {
        const seen = await found(ask, path);
        t.ok(seen.length > 0);
        t.notMatch(JSON.stringify(seen), '"Condition/', type);
        t.same((await found<Kept>(ask, `${path}&_include=*`)).filter(isCondition), []);
      }
    }
    const behind = `Condition?patient=${patient}&_has:Goal:addresses:_id`;
    const [goal] = await found<Kept>(staff, `Goal?patient=${patient}&addresses:missing=false`);
    t.equal((await found(staff, `${behind}=${goal?.id}`)).length, 1);
    t.equal((await found(citizen, `${behind}=${goal?.id}`)).length, 0);
  });

  await t.test('when its room is closed, nor what was done there', async (t) => {
    const [goal] = await found<Kept>(citizen, `Goal?patient=${patient}`);
    t.ok((await acts(citizen, `Goal/${goal?.id}`)).length > 0);
    const { db, now, room } = house.ports;
    const closed = registryFor({ insight: rules }).find(({ type }) => type === 'Goal');
    if (!closed) throw new Error('There is no Goal.');
    const stored = storeRoom(closed, room('Goal').key);
    await reindex(db, stored);
    await relabelRoom(db, stored, room('Provenance'), now());
    for (const ask of [citizen, relative]) t.same(await acts(ask, `Goal/${goal?.id}`), []);
    t.ok((await acts(staff, `Goal/${goal?.id}`)).length > 0);
  });
});

const isCondition = ({ resourceType }: Kept): boolean => resourceType === 'Condition';
