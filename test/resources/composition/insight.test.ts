import type {
  AuditEvent,
  Bundle,
  Composition,
  OperationOutcome,
  Resource,
} from '@medplum/fhirtypes';
import t from 'tap';
import { registryFor } from '../../../src/registry.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { citizenIdOf, fhir, people, resources, verdict } from '../../access/answer.ts';
import { idOf } from '../../access/story.ts';
import { startHouse } from '../../house.ts';
import { questions, rules, words } from './closed.ts';

t.test('Documents', async (t) => {
  const house = await startHouse(t, { citizens: 14, rooms: registryFor({ insight: rules }) });
  const patient = await citizenIdOf(house, 'citizen');
  const [citizen, relative, staff] = ['citizen', 'relative', 'staff'].map(house.as);
  if (!citizen || !relative || !staff) throw new Error('nobody asks');
  const base = {
    ...{ borgerId: people.citizen?.borgerId, tidspunkt: '2026-11-23T09:00:00Z', emne: 'Notat' },
    status: 'endelig',
  };
  const known = house.cura.read('journalnotat', `jou-${`${people.citizen?.borgerId}`.slice(7)}-1`);
  const by = { medarbejderId: known?.medarbejderId, enhedId: known?.enhedId };
  const section = (noegle: string, tekst: string, aaben?: boolean) => ({
    ...{ noegle, overskrift: noegle, tekst },
    ...(aaben !== undefined && { aaben }),
  });
  const sections = [section('observation', 'Åben tekst'), section('intern', words.intern, false)];
  house.cura.insert('journalnotat', { ...base, ...by, id: 'n-open', afsnit: sections });
  const exempt = { fritaget: 'borger', afsnit: [section('handling', words.exempt)] };
  house.cura.insert('journalnotat', { ...base, ...by, id: 'n-exempt', ...exempt });
  const draft = {
    ...{ ...by, id: 'h-draft', borgerId: base.borgerId, dato: '2026-11-23', titel: words.draft },
    ...{ status: 'udkast', afsnit: [section('vurdering', words.draft)] },
  };
  house.cura.insert('helhedsvurdering', draft);
  await synchronise(house.sync);
  const [note, kept, sketch] = await Promise.all([
    idOf(house, 'journalnotat', 'n-open'),
    idOf(house, 'journalnotat', 'n-exempt'),
    idOf(house, 'helhedsvurdering', 'h-draft'),
  ]);
  const bundle = async (ask: typeof citizen, path: string) =>
    (await (await ask(path)).json()) as Bundle;

  await t.test('say why they are shown, to those whom they are shown to', async (t) => {
    const seen = (await (await citizen(`Composition/${note}`)).json()) as Composition;
    t.match(seen.extension, [{ url: /shown-because$/, extension: [{ url: 'da' }, { url: 'en' }] }]);
    const whole = (await (await staff(`Composition/${note}`)).json()) as Composition;
    t.equal(whole.extension, undefined);
    for (const type of ['CarePlan', 'EpisodeOfCare', 'Condition', 'Device', 'CareTeam', 'Task']) {
      const found = resources<Resource & { extension?: { url: string }[] }>(
        await bundle(citizen, `${type}?patient=${patient}`),
      );
      t.ok(found.length > 0, type);
      const isTold = ({ extension = [] }: (typeof found)[number]) =>
        extension.some(({ url }) => url.endsWith('shown-because'));
      t.ok(found.every(isTold), `each ${type} says why`);
    }
  });

  await t.test('are read section by section, each opening recorded', async (t) => {
    const one = await citizen(`Composition/${note}/$section?code=observation`);
    t.equal(one.status, 200);
    const seen = (await one.json()) as Composition;
    t.same(
      seen.section?.map(({ title }) => title),
      ['observation'],
    );
    t.match(seen.meta?.security, [{ code: 'SUBSETTED' }]);
    const hidden = await citizen(`Composition/${note}/$section?code=intern`);
    const never = await citizen(`Composition/${note}/$section?code=findes-ikke`);
    t.equal(await verdict(hidden), '404 no-such-section');
    const { issue } = (await never.json()) as OperationOutcome;
    t.notMatch(issue[0]?.details?.text, /intern/, 'what is kept back is not listed');
    const open = (await (
      await staff(`Composition/${note}/$section?code=intern`)
    ).json()) as Composition;
    t.match(JSON.stringify(open), new RegExp(words.intern));
    const rows = resources<AuditEvent>(
      await bundle(citizen, `AuditEvent?entity=Composition/${note}`),
    );
    const queries = rows.flatMap(({ entity = [] }) =>
      entity.flatMap(({ query }) => (query ? [Buffer.from(query, 'base64').toString()] : [])),
    );
    t.ok(queries.includes(`Composition/${note}/$section?code=observation`), queries.join(' '));
  });

  const everything = questions({ note, kept, sketch, patient });

  /** What of the hidden stands in an answer. */
  const leaksIn = (path: string, text: string): string[] => {
    const said = Object.values(words).filter((word) =>
      text.replaceAll(`=${word}`, '').includes(word),
    );
    const named = new RegExp(`Composition/(?:${kept}|${sketch})\\b|"id":"(?:${kept}|${sketch})"`);
    const asked = path.includes(kept);
    return asked || !named.test(text) ? said : [...said, 'an id'];
  };
  const under = (path: string): string =>
    /^(?:Composition|EpisodeOfCare)(?:\?|$)/.test(path)
      ? `${path}${path.includes('?') ? '&' : '?'}patient=${patient}`
      : path;

  await t.test('keep what is kept back, whatever is asked', async (t) => {
    for (const ask of [citizen, relative])
      for (const path of everything) {
        const answer = await ask(under(path));
        const text = await answer.text();
        t.ok(answer.status < 500, `${answer.status} ${path}`);
        t.same(leaksIn(path, text), [], path);
      }
    const counted = async (query: string) =>
      (await bundle(citizen, `Composition?_total=accurate&${query}`)).total;
    const authors = `Practitioner?_has:Composition:author:title=${words.draft}`;
    t.same(resources(await bundle(citizen, authors)), []);
    t.equal(resources(await bundle(staff, authors)).length, 1);
    t.equal(await counted('section=intern'), 0);
    t.equal(await counted('section=vurdering'), 0);
    t.equal(await counted(`_id=${kept},${sketch}`), 0);
    t.equal(
      (await bundle(staff, `Composition?_id=${kept},${sketch}&patient=${patient}`)).total ?? 2,
      2,
    );
  });

  await t.test(
    'that are closed to relatives are not there for them, nor what was done to them',
    async (t) => {
      t.equal((await citizen(`Composition/${note}`)).status, 200);
      t.equal(await verdict(await relative(`Composition/${note}`)), '404 not-found');
      const kinds = async (ask: typeof citizen) =>
        new Set(
          resources<Composition>(await bundle(ask, `Composition?patient=${patient}`)).map(
            ({ type }) => type.coding?.[0]?.code,
          ),
        );
      t.same(await kinds(relative), new Set(['assessment']));
      t.same(await kinds(citizen), new Set(['assessment', 'care-note']));
      t.equal((await bundle(citizen, `Goal?patient=${patient}&_total=accurate`)).total, 0);
      t.ok(resources(await bundle(staff, `Goal?patient=${patient}`)).length > 0);
      const done = async (ask: typeof citizen, target: string) =>
        (
          await bundle(
            ask,
            `Provenance?target=Composition/${target}&patient=${patient}&_total=accurate`,
          )
        ).total;
      t.equal(await done(relative, note), 0);
      t.equal(await done(citizen, kept), 0);
      t.equal(await done(citizen, sketch), 0);
      t.equal(await done(citizen, note), 1);
      t.equal(await done(staff, kept), 1);
    },
  );

  await t.test(
    'beside: a write through a view keeps what it hides and nothing that it adds',
    async (t) => {
      const words = {
        ...{ emne: 'Indkøb', tekst: 'Hjælp', fra: 'A1', status: 'modtaget' },
        internNote: 'x',
      };
      const about = {
        ...base,
        enhedId: known?.enhedId,
        modtaget: '2026-11-23T09:00:00Z',
        ...words,
      };
      house.cura.insert('henvendelse', { ...about, id: 'h-view' });
      await synchronise(house.sync);
      const path = `ServiceRequest/${await idOf(house, 'henvendelse', 'h-view')}`;
      const seen = (await (await citizen(path)).json()) as Composition;
      t.match(JSON.stringify(seen), /shown-because/);
      const body = JSON.stringify({ ...seen, status: 'revoked' });
      const answer = await citizen(path, { method: 'PUT', headers: fhir, body });
      t.equal(answer.status, 200);
      t.match(house.cura.read('henvendelse', 'h-view'), { status: 'annulleret', internNote: 'x' });
      t.notMatch(await (await staff(path)).text(), /shown-because/);
    },
  );

  await t.test('that are labelled later are gone at once, their past too', async (t) => {
    house.cura.change('journalnotat', 'n-open', { fritaget: 'borger' });
    await synchronise(house.sync);
    t.equal(await verdict(await citizen(`Composition/${note}`)), '404 not-found');
    t.equal((await citizen(`Composition/${note}/$section?code=observation`)).status, 404);
    t.equal((await staff(`Composition/${note}`)).status, 200);
  });
});
