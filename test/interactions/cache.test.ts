import type { Bundle, Practitioner } from '@medplum/fhirtypes';
import t from 'tap';
import { codeSystem } from '../../src/fhir/canonical.ts';
import { citizenIdOf } from '../access/answer.ts';
import { asker } from '../access/ask.ts';
import { keep } from '../access/story.ts';
import { startHouse } from '../house.ts';
import { asking, message, remove, statementsOf, tagAt } from './known.ts';
import { bundleAt } from './walk.ts';

t.test('What the caller has already', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const [mine, theirs] = [
    await citizenIdOf(house, 'citizen'),
    await citizenIdOf(house, 'neighbour'),
  ];
  await keep(house, message(mine, 'first'));
  const citizen = await asker(house, 'citizen');
  const relative = await asker(house, 'relative');
  const staff = await asker(house, 'staff');

  await t.test('is not read again', async (t) => {
    const path = 'Communication/first';
    const { headers, etag } = await asking(citizen, {})(path);
    const modified = `${headers.get('last-modified')}`;
    const [before, after] = [-1, 1].map((days) =>
      new Date(Date.parse(modified) + days * 86_400_000).toUTCString(),
    );
    t.equal(etag, 'W/"1"');
    for (const [sent, status] of [
      [{ 'if-none-match': 'W/"1"' }, 304],
      [{ 'if-none-match': '"1"' }, 304],
      [{ 'if-none-match': '"7", W/"1" , "x"' }, 304],
      [{ 'if-none-match': '*' }, 304],
      [{ 'if-none-match': 'W/"2"' }, 200],
      [{ 'if-none-match': 'W/"2"', 'if-modified-since': `${after}` }, 200],
      [{ 'if-modified-since': modified }, 304],
      [{ 'if-modified-since': `${after}` }, 304],
      [{ 'if-modified-since': `${before}` }, 200],
      [{ 'if-modified-since': 'Friday, 01-Jan-27 00:00:00 GMT' }, 304],
      [{ 'if-modified-since': 'Fri Jan  1 00:00:00 2027' }, 304],
      [{ 'if-modified-since': '2099' }, 200],
      [{ 'if-modified-since': 'tomorrow' }, 200],
    ] as const) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await asking(citizen, sent, method)(path);
        t.equal(answer.status, status, `${method} ${JSON.stringify(sent)}`);
        if (status === 304 || method === 'HEAD') t.equal(answer.text, '');
        t.equal(answer.etag, etag);
        t.equal(answer.headers.get('cache-control'), 'private, no-cache');
        t.match(answer.headers.get('vary'), /Authorization, Accept, Accept-Language/);
      }
    }
    const hidden = await asking(citizen, { 'if-none-match': '*' })('Communication/none');
    t.equal(hidden.status, 404);
  });

  const under = `Communication?patient=${mine}`;
  const searches = [
    ...[under, `${under}&status=completed`, `Patient/${mine}/Communication`, `Patient/${mine}/*`],
    ...[`Patient?_id=${mine}`, `Communication?subject=Patient/${mine}&_sort=-sent&_count=1`],
    ...[`Appointment?patient=${mine}&_include=Appointment:actor`, `${under}&_summary=count`],
    ...[`${under}&patient.name=x`, `Patient/${mine}/Consent`],
  ];
  /** These show or meet what lies elsewhere. */
  const within = searches.filter((path) => !/_include|\.name/.test(path));

  await t.test('is not searched again', async (t) => {
    for (const path of searches) {
      const tag = await tagAt(citizen, path);
      t.equal(await tagAt(citizen, path), tag, `${path} is what it was`);
      const known = await asking(citizen, { 'if-none-match': `"x", ${tag}` })(path);
      t.same([known.status, known.text, known.etag], [304, '', tag], path);
      const other = [
        ...[await tagAt(relative, path), await tagAt(staff, path)],
        await tagAt(citizen, path, { 'accept-language': 'en' }),
      ];
      if (within.includes(path)) t.equal(new Set([tag, ...other]).size, 4, 'each has its own');
    }
    t.equal(
      new Set(await Promise.all(searches.map((path) => tagAt(citizen, path)))).size,
      searches.length,
    );
    for (const path of ['Practitioner', 'Communication', `Communication?_id=first`])
      t.equal((await asking(citizen, {})(path)).etag, null, `${path} has none`);
  });

  await t.test('is found out without a search, and leaves an access record', async (t) => {
    for (const path of searches.slice(0, 6)) {
      const tag = await tagAt(citizen, path);
      await house.owner.query('delete from ledger');
      const texts = await statementsOf(house, () =>
        asking(citizen, { 'if-none-match': tag })(path),
      );
      t.same(
        texts.filter((text) => /r\.content/.test(text)),
        [],
        path,
      );
      t.match(texts.join(), 'from compartment');
      const { rows } = await house.ports.db.query('select patient, shown from ledger');
      t.same(rows, [{ patient: mine, shown: 0 }]);
    }
  });

  await t.test('is another after every change of what it is made of', async (t) => {
    const changes: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['a new one', () => keep(house, message(mine, 'second'))],
      ['a change', () => keep(house, message(mine, 'second', 'stopped'))],
      ['one that goes to another', () => keep(house, message(theirs, 'second', 'stopped'))],
      ['one that comes', () => keep(house, message(mine, 'second'))],
      ['a deletion', () => remove(house, 'Communication', 'second')],
    ];
    for (const [what, change] of changes) {
      const before = await Promise.all(within.map((path) => tagAt(citizen, path)));
      await change();
      for (const [at, path] of within.entries()) {
        const known = await asking(citizen, { 'if-none-match': `${before[at]}` })(path);
        t.equal(known.status, 200, `${what}: ${path}`);
      }
    }
    const before = await tagAt(citizen, under);
    await keep(house, message(theirs, 'elsewhere'));
    t.equal(await tagAt(citizen, under), before, 'and the same after a change elsewhere');
  });

  await t.test('is the same after a change of what the caller may not see', async (t) => {
    const paths = [...within, `Patient/${mine}/$everything`];
    const system = await asker(house, 'system');
    for (const [code, callers] of [
      ['not-citizen', [citizen]],
      ['not-guardian', [relative]],
    ] as const) {
      const all = callers.flatMap((ask) => paths.map((path) => ({ ask, path })));
      const before = await Promise.all(all.map(({ ask, path }) => tagAt(ask, path)));
      const beforeSystem = await tagAt(system, under);
      const meta = { security: [{ system: codeSystem('access-label'), code }] };
      await keep(house, { ...message(mine, `kept-${code}`), meta });
      await keep(house, { ...message(mine, `kept-${code}`, 'stopped'), meta });
      await remove(house, 'Communication', `kept-${code}`);
      await keep(house, { ...message(mine, `kept-${code}`), meta });
      const after = await Promise.all(all.map(({ ask, path }) => tagAt(ask, path)));
      for (const [at, { path }] of all.entries())
        t.equal(after[at], before[at], `${code}: ${path}`);
      t.not(await tagAt(system, under), beforeSystem, 'who sees it is told');
    }
  });

  await t.test('is another when what is included, or led there, changes', async (t) => {
    const path = `Appointment?patient=${mine}&_include=Appointment:actor`;
    const { entry = [] } = await bundleAt(citizen, path);
    const found = entry.find(({ resource }) => resource?.resourceType === 'Practitioner');
    const known = found?.resource as Practitioner & { id: string };
    const led = `Appointment?patient=${mine}&practitioner.family=${known.name?.[0]?.family}`;
    t.ok((await bundleAt(citizen, led)).total);
    const before = [await tagAt(citizen, path), await tagAt(citizen, led)];
    await keep(house, { ...known, name: [{ family: 'Andersen' }] });
    const after = [await tagAt(citizen, path), await tagAt(citizen, led)];
    t.equal(new Set([...before, ...after]).size, 4);
  });

  await t.test('is never another answer, whatever is written meanwhile', async (t) => {
    const seen = new Map<string, Set<string>>();
    let writing = true;
    const writer = async (nth: number): Promise<void> => {
      for (let round = 0; round < 20; round += 1)
        await keep(house, message(mine, `race-${nth}`, round % 2 ? 'stopped' : 'completed'));
    };
    const reader = async (): Promise<void> => {
      while (writing) {
        const { etag, text } = await asking(citizen, {})(under);
        const { entry, total } = JSON.parse(text) as Bundle;
        const known = seen.get(`${etag}`) ?? new Set();
        seen.set(`${etag}`, known.add(JSON.stringify([total, entry])));
      }
    };
    const readers = [reader(), reader(), reader()];
    await Promise.all([writer(1), writer(2), writer(3)]);
    writing = false;
    await Promise.all(readers);
    t.ok(seen.size > 3, `${seen.size} answers`);
    t.same(
      [...seen].filter(([, answers]) => answers.size > 1).map(([etag]) => etag),
      [],
    );
  });

  await t.test('is asked for again before its links end', async (t) => {
    const path = `${under}&_count=1`;
    const tag = await tagAt(citizen, path);
    const whole = await tagAt(citizen, under);
    house.setNow(house.ports.now() + 16 * 60_000);
    const later = await asker(house, 'citizen');
    t.not(await tagAt(later, path), tag);
    t.equal(await tagAt(later, under), whole, 'without links it stays');
  });
});
