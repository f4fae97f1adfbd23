import type { Bundle, Device } from '@medplum/fhirtypes';
import t from 'tap';
import { uuidv7 } from '../../src/fhir/id.ts';
import { validate } from '../../src/fhir/validate.ts';
import { citizenIdOf, verdict } from '../access/answer.ts';
import { type Ask, asker } from '../access/ask.ts';
import { keep } from '../access/story.ts';
import { noon, startHouse } from '../house.ts';
import { members, posted, referencesIn, refs } from './everything-part.ts';
import { message, statementsOf, tagAt } from './known.ts';
import { bundleAt, matchesIn, pagesFrom } from './walk.ts';

t.test('Everything about a citizen', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const [mine, theirs] = [
    await citizenIdOf(house, 'citizen'),
    await citizenIdOf(house, 'neighbour'),
  ];
  await keep(house, message(mine, uuidv7(noon)));
  await keep(house, message(theirs, uuidv7(noon)));
  const [citizen, relative, staff, auditor, system, neighbour] = (await Promise.all(
    ['citizen', 'relative', 'staff', 'auditor', 'system', 'neighbour'].map((one) =>
      asker(house, one),
    ),
  )) as [Ask, Ask, Ask, Ask, Ask, Ask];
  const path = `Patient/${mine}/$everything`;

  await t.test('is what the searches under the citizen find, in the caller’s view', async (t) => {
    for (const ask of [citizen, relative, staff, system]) {
      const all = await bundleAt(ask, path);
      const expected: string[] = [];
      for (const type of members)
        expected.push(...matchesIn([await bundleAt(ask, `Patient/${mine}/${type}?_count=1000`)]));
      t.same(refs(all, 'match').toSorted(), expected.toSorted(), `${expected.length} resources`);
      t.equal(all.total, expected.length);
      const seen = await (await ask(`Patient/${mine}`)).json();
      t.same(all.entry?.[0]?.resource, seen);
      t.same(validate(all, house.service.definitions), []);
    }
  });

  await t.test('has with it what that refers to outside of it, each once', async (t) => {
    for (const ask of [citizen, relative, system]) {
      const all = await bundleAt(ask, path);
      const included = refs(all, 'include');
      t.ok(included.length > 5, `${included.length} are referred to`);
      t.equal(new Set(all.entry?.map(({ fullUrl }) => fullUrl)).size, all.entry?.length);
      const pieces = (all.entry ?? []).filter(({ search }) => search?.mode === 'match');
      const wanted = new Set(referencesIn(pieces));
      t.ok(included.every((one) => wanted.has(one)));
      for (const one of wanted) {
        const isThere = refs(all, 'match').includes(one) || included.includes(one);
        const { status } = await ask(one);
        t.equal(isThere, status === 200 && !one.startsWith(`Patient/${theirs}`), one);
      }
    }
  });

  await t.test('is shown to nobody else, as reading the citizen is', async (t) => {
    for (const ask of [neighbour, auditor])
      t.same(
        [
          await verdict(await ask(path)),
          await verdict(await ask(`Patient/${uuidv7(noon)}/$everything`)),
        ],
        ['404 not-found', '404 not-found'],
      );
    t.equal(await verdict(await citizen(`Patient/${theirs}/$everything`)), '404 not-found');
    t.equal(await verdict(await system('Patient/$everything')), '422 one-citizen');
    t.equal(await verdict(await staff('Patient/$everything')), '422 one-citizen');
    const kept = refs(await bundleAt(citizen, path), 'match');
    const own = refs(await bundleAt(citizen, 'Patient/$everything'), 'match');
    t.same(own.slice(0, kept.length), kept);
    const looks = own.slice(kept.length);
    t.ok(looks.length > 5, `${looks.length} accesses come with the citizen’s own`);
    t.ok(looks.every((one) => one.startsWith('AuditEvent/')));
  });

  await t.test('comes in pages when that is asked for', async (t) => {
    const all = await bundleAt(citizen, path);
    for (const count of [1, 3, 1_000_000]) {
      const pages = await pagesFrom(citizen, `${path}?_count=${count}`);
      t.same(
        pages.flatMap((page) => refs(page, 'match')),
        refs(all, 'match'),
      );
    }
    const pages = await pagesFrom(citizen, `${path}?_count=4`);
    const last = pages.at(-1)?.link?.find(({ relation }) => relation === 'self')?.url ?? '';
    const back = await pagesFrom(citizen, last.replace(/^.*\/fhir\//, ''), 'previous');
    t.same(
      back.map((page) => refs(page, 'match')),
      pages.map((page) => refs(page, 'match')).reverse(),
    );
  });

  await t.test('is narrowed by type, date and change, by GET and POST alike', async (t) => {
    const all = await bundleAt(citizen, path);
    const typed = await bundleAt(citizen, `${path}?_type=Appointment,Location`);
    const ofTypes = (bundle: Bundle) => [
      ...new Set(bundle.entry?.map(({ resource }) => resource?.resourceType)),
    ];
    t.same(ofTypes(typed), ['Appointment', 'Location']);
    const post = await posted(citizen, path, [
      { name: '_type', valueCode: 'Appointment' },
      { name: '_type', valueCode: 'Location' },
    ]);
    t.same(((await post.json()) as Bundle).entry, typed.entry);
    const future = await bundleAt(citizen, `${path}?start=2026-11-24&_type=Appointment`);
    const past = await bundleAt(citizen, `${path}?end=2026-11-23&_type=Appointment`);
    const dates = (bundle: Bundle) =>
      (bundle.entry ?? []).map(({ resource }) =>
        resource?.resourceType === 'Appointment' ? `${resource.start}` : '',
      );
    t.ok(dates(future).length > 0 && dates(future).every((one) => one >= '2026-11-24'));
    t.ok(dates(past).length > 0 && dates(past).every((one) => one < '2026-11-24'));
    t.equal(
      dates(past).length + dates(future).length,
      refs(all, 'match').filter((one) => one.startsWith('Appointment/')).length,
    );
    const changed = await bundleAt(citizen, `${path}?_since=2030-01-01T00:00:00Z`);
    t.same([changed.total, changed.entry], [0, undefined]);
    t.equal((await bundleAt(citizen, `${path}?_since=2020-01-01T00:00:00Z`)).total, all.total);
  });

  await t.test('has an ETag that holds until something in it changes', async (t) => {
    const tag = await tagAt(citizen, path);
    const again = (known: string) => citizen(path, { headers: { 'if-none-match': known } });
    t.equal((await again(tag)).status, 304);
    t.not(await tagAt(relative, path), tag);
    t.not(await tagAt(citizen, `${path}?_type=Appointment`), tag);
    await keep(house, message(theirs, uuidv7(noon)));
    t.equal((await again(tag)).status, 304, 'another citizen’s change is none');
    await keep(house, message(mine, uuidv7(noon)));
    t.equal((await again(tag)).status, 200);
    const then = await tagAt(citizen, path);
    await house.ports.db.query(
      `update practitioner set content = replace(content, '"active":true', '"active":false')`,
    );
    await house.ports.db.query(
      `update healthcare_service set content = replace(content, '"active":true', '"active":false')`,
    );
    t.equal((await again(then)).status, 200, 'what is referred to has changed');
  });

  await t.test('leaves one access record, and takes two statements', async (t) => {
    const count = async () =>
      Number(
        (
          await house.ports.db.query<{ n: number }>(
            `select count(*)::int as n from ledger where interaction = '$everything'`,
          )
        ).rows[0]?.n,
      );
    const before = await count();
    const texts = await statementsOf(house, () => relative(path));
    t.equal(await count(), before + 1);
    t.equal(texts.filter((text) => / as place|outside/.test(text)).length, 2);
  });

  await t.test('holds nothing of another citizen, though something refers to it', async (t) => {
    const { id } = await keep<Device>(house, {
      resourceType: 'Device',
      status: 'active',
      deviceName: [{ name: 'Rollator', type: 'user-friendly-name' }],
      patient: { reference: `Patient/${theirs}` },
    });
    const recipient = [{ reference: `Device/${id}` }];
    await keep(house, { ...message(mine, uuidv7(noon)), recipient });
    t.equal((await system(`Device/${id}`)).status, 200);
    for (const ask of [citizen, staff, system]) {
      const all = await bundleAt(ask, path);
      t.ok(JSON.stringify(all).includes(`"Device/${id}"`), 'it is referred to');
      t.notOk(refs(all, 'include').includes(`Device/${id}`));
    }
  });

  await t.test('refuses what it does not take', async (t) => {
    for (const [query, expected] of [
      ['nonsense=1', '400 unknown-parameter'],
      ['_count=0', '400 unreadable-value'],
      ['_count=-1', '400 parameter-value'],
      ['_count=x', '400 parameter-value'],
      ['start=yesterday', '400 parameter-value'],
      ['_since=2026-13-01', '400 parameter-value'],
      ['_type=Unicorn', '400 unknown-type'],
      ['start=2026&start=2027', '400 parameter-repeated'],
      ['_page=x', '400 page'],
      ['_page=x&_count=1', '400 page'],
    ] as const)
      t.equal(await verdict(await citizen(`${path}?${query}`)), expected, query);
    t.equal((await citizen(path, { method: 'DELETE' })).status, 405);
    const wrong = await posted(citizen, path, [{ name: 'start', valueBoolean: true }]);
    t.equal(await verdict(wrong), '400 parameter-value');
    const first = await bundleAt(citizen, `${path}?_count=1`);
    const next = first.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    t.equal(await verdict(await relative(next.replace(/^.*\/fhir\//, ''))), '400 page');
  });
});
