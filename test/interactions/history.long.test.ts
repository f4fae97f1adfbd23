import type { Patient } from '@medplum/fhirtypes';
import t from 'tap';
import { synchronise } from '../../src/sync/inbound.ts';
import { citizenIdOf, verdict } from '../access/answer.ts';
import { asker } from '../access/ask.ts';
import { startHouse } from '../house.ts';
import { live, together, withHistory } from './past.ts';
import { bundleAt, linkTo, pagesFrom, versionsIn } from './walk.ts';

t.test('The history of a type and of the system is that of all their resources', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const [mine, theirs] = [
    await citizenIdOf(house, 'citizen'),
    await citizenIdOf(house, 'neighbour'),
  ];
  await live(house, mine, theirs);
  house.cura.change('borger', 'borger-00001', { telefon: '+4500123456' });
  await synchronise(house.sync);

  for (const [persona, self] of [
    ['citizen', mine],
    ['relative', 'nobody'],
    ['staff', undefined],
    ['auditor', undefined],
    ['system', undefined],
  ] as const)
    await t.test(`for ${persona}`, async (t) => {
      const ask = await asker(house, persona);
      const all = new Set<string>();
      for (const { type } of withHistory) {
        const pages = await pagesFrom(ask, `${type}/_history?_count=7`);
        const versions = versionsIn(pages);
        const parts = await together(house, ask, type, self);
        t.equal(new Set(versions).size, versions.length, `${type}: none comes twice`);
        t.same(new Set(versions), parts, `${type}: ${parts.size} versions`);
        for (const one of parts) all.add(one);
      }
      const pages = await pagesFrom(ask, '_history?_count=23');
      const versions = versionsIn(pages);
      t.equal(new Set(versions).size, versions.length, 'none comes twice');
      t.same(new Set(versions), all, `the system: ${all.size} versions`);
      t.ok(all.size > 10, `${all.size}`);
      const times = pages.flatMap(({ entry = [] }) =>
        entry.map(({ response }) => Date.parse(`${response?.lastModified}`)),
      );
      t.same(
        times,
        times.toSorted((a, b) => b - a),
        'newest first',
      );
    });

  const citizen = await asker(house, 'citizen');
  const system = await asker(house, 'system');
  const ofMessages = async (query: string, id = '', ask = citizen) =>
    versionsIn([await bundleAt(ask, `Communication${id && `/${id}`}/_history${query}`)]);

  await t.test('shows what was deleted to who may know', async (t) => {
    t.same(await ofMessages('', 'mine-gone'), [
      'Communication/mine-gone W/"2" DELETE',
      'Communication/mine-gone W/"1" POST',
    ]);
    const [last, first] = (await bundleAt(citizen, 'Communication/mine-gone/_history')).entry ?? [];
    t.match(last, { resource: undefined, request: { url: 'Communication/mine-gone' } });
    t.match(first, { resource: { status: 'in-progress' }, response: { status: '201' } });
    t.equal(await verdict(await citizen('Communication/mine-gone')), '410 gone');
    t.equal(await verdict(await citizen('Communication/mine-gone/_history/2')), '410 gone');
    t.equal((await citizen('Communication/mine-gone/_history/1')).status, 200);
    for (const path of ['', '/_history', '/_history/1', '/_history/2'])
      t.equal(
        await verdict(await citizen(`Communication/theirs-gone${path}`)),
        '404 not-found',
        `another’s${path}`,
      );
  });

  await t.test('shows nothing of what staff may not know, or came back hidden', async (t) => {
    const staff = await asker(house, 'staff');
    for (const path of ['', '/_history', '/_history/1', '/_history/2']) {
      t.equal(await verdict(await staff(`Communication/mine-gone${path}`)), '404 not-found');
      t.equal(await verdict(await citizen(`Appointment/visit${path}`)), '404 not-found', path);
    }
    t.notMatch(await ofMessages('?_count=1000', '', staff), /-gone/);
    t.equal((await bundleAt(system, 'Appointment/visit/_history')).total, 3);
    t.equal(await verdict(await system('Appointment/visit/_history/2')), '410 gone');
  });

  await t.test('shows no version of when a resource was another’s', async (t) => {
    t.same(await ofMessages('', 'moved'), ['Communication/moved W/"2" PUT']);
    t.equal((await citizen('Communication/moved/_history/1')).status, 404);
    t.equal((await ofMessages('', 'moved', system)).length, 1);
  });

  await t.test('since a moment, and at a time', async (t) => {
    const back = [3, 2, 1].map(
      (version) =>
        `Communication/mine-back W/"${version}" ${{ 3: 'PUT', 2: 'DELETE', 1: 'POST' }[version]}`,
    );
    const cases: readonly (readonly [string, readonly number[]])[] = [
      ['', [3, 2, 1]],
      ['?_since=2026-11-24T09:22:00Z', [3, 2]],
      ['?_since=2026-11-24T10:22:00.001%2B01:00', [3]],
      ['?_since=2026-11-25', []],
      ['?_at=2026-11-24T09:12:00.000Z', [1]],
      ['?_at=2026-11-24T09:11:59Z', []],
      ['?_at=2026-11-24T09:21Z', [1]],
      ['?_at=2026-11-24T09:22Z', [2]],
      ['?_at=2026-11-24T09:31:59.999Z', [2]],
      ['?_at=2026-11-24T09:40Z', [3]],
      ['?_at=2026-11-24', [3, 2, 1]],
      ['?_at=2026', [3, 2, 1]],
      ['?_at=2027-01', [3]],
      ['?_at=2025', []],
      ['?_at=2026-11&_since=2026-11-24T09:30:00Z', [3]],
    ];
    for (const [query, versions] of cases)
      t.same(
        await ofMessages(query, 'mine-back'),
        back.filter((_, at) => versions.includes(3 - at)),
        query,
      );
    // Messages that Cura has stand from when the house was loaded.
    const atTheTime = await ofMessages('?_at=2026-11-24T09:11:30Z&_count=1000');
    t.same(
      atTheTime.filter((version) => /-(gone|kept|back) /.test(version)),
      ['Communication/mine-gone W/"1" POST', 'Communication/mine-kept W/"1" POST'],
    );
    t.same(
      versionsIn([
        await bundleAt(system, '_history?_at=2026-11-24T09:14:30Z&_since=2026-11-24T09:14Z'),
      ]),
      ['Device/scale W/"2" PUT'],
    );
  });

  await t.test('in pages that lead forwards and back', async (t) => {
    for (const path of ['_history', 'Device/_history', 'Communication/mine-back/_history']) {
      const forward = await pagesFrom(system, `${path}?_count=1&_since=2026-11-24T09:05:00Z`);
      const back = await pagesFrom(
        system,
        `${linkTo(forward.at(-2) as never, 'next')}`,
        'previous',
      );
      t.same(versionsIn(back.toReversed()), versionsIn(forward), `${path}: ${forward.length}`);
      t.ok(forward.length > 1);
      const relations = (at: number) => forward.at(at)?.link?.map(({ relation }) => relation);
      t.same(relations(0), ['self', 'first', 'next']);
      t.same(relations(-1), ['self', 'first', 'previous']);
    }
    const { total, entry } = await bundleAt(system, `Communication/mine-back/_history?_count=2`);
    t.same([total, entry?.length], [3, 2], 'with the number of all versions of one resource');
    const counted = await bundleAt(system, `Communication/mine-back/_history?_count=0`);
    t.same([counted.total, counted.entry], [3, undefined]);
  });

  await t.test('in part', async (t) => {
    const { entry = [] } = await bundleAt(citizen, `Patient/${mine}/_history?_elements=telecom`);
    for (const { resource } of entry)
      t.same(Object.keys(resource as Patient).sort(), ['id', 'meta', 'resourceType', 'telecom']);
  });

  await t.test('and of what cannot be used says so', async (t) => {
    for (const [query, key] of [
      ['_since=yesterday', 'unreadable-value'],
      ['_at=2026-13', 'unreadable-value'],
      ['_at=ge2026', 'unreadable-value'],
      ['_count=-1', 'unreadable-value'],
      ['_sort=date', 'unknown-parameter'],
      ['status=completed', 'unknown-parameter'],
      ['_since=2026&_since=2027', 'parameter-repeated'],
      ['_page=x&_count=2', 'page'],
      ['_page=x', 'page'],
    ])
      for (const path of ['_history', 'Device/_history', `Patient/${mine}/_history`])
        t.equal(await verdict(await citizen(`${path}?${query}`)), `400 ${key}`, `${path}?${query}`);
  });

  await t.test('and leaves an access record of each citizen shown', async (t) => {
    await house.owner.query('delete from ledger');
    await bundleAt(system, 'Communication/_history?_count=1000');
    const { rows } = await house.ports.db.query(
      'select distinct patient, interaction from ledger order by 1',
    );
    const seen = [mine, theirs].sort().map((patient) => ({ patient, interaction: 'history-type' }));
    t.match(
      rows.filter(({ patient }) => patient === mine || patient === theirs),
      seen,
    );
    const owners = await house.ports.db.query(
      'select distinct patient from (select patient from communication union all select patient from communication_history) all_of_them where patient is not null',
    );
    t.equal(
      rows.filter(({ patient }) => patient !== null).length,
      owners.rows.length,
      'and of everybody else',
    );
  });
});
