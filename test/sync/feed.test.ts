import t, { type Test } from 'tap';
import type { FeedTiming } from '../../src/sandbox/cura/faults.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { agree } from './agree.ts';
import { acts, bornAs, byDaughter, type Scene, scene, settleAll } from './scene.ts';

const nurse = { art: 'medarbejder', navn: 'Sygeplejerske', referenceId: 'med-001' } as const;

/** Follows the feed for as long as the work takes, and once more. */
async function following<T>({ sync }: Scene, work: Promise<T>): Promise<T> {
  let under = true;
  const loop = async (): Promise<void> => {
    while (under) await synchronise(sync);
  };
  const reader = loop();
  const done = await work.finally(() => {
    under = false;
  });
  await reader;
  await synchronise(sync);
  return done;
}

async function versions({ sync }: Scene, id: string | undefined): Promise<number> {
  const { rows } = await sync.db.query<{ n: number }>(
    `select count(*)::int as n from (select version from appointment where id = $1 and view & 1 <> 0
       union select version from appointment_history where id = $1) v`,
    [id],
  );
  return rows[0]?.n ?? 0;
}

const afterAnswer = async (house: Scene): Promise<void> => {
  const { rows } = await house.sync.db.query<{ cursor: number }>('select cursor from sync_state');
  const before = rows[0]?.cursor ?? 0;
  for (let tries = 0; tries < 50; tries += 1) {
    await synchronise(house.sync);
    const { rows: now } = await house.sync.db.query<{ cursor: number }>(
      'select cursor from sync_state',
    );
    if ((now[0]?.cursor ?? 0) > before) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('The row of the feed never came.');
};

async function threeActs(t: Test, house: Scene, timing: FeedTiming): Promise<void> {
  Object.assign(house.cura.faults, { feedTiming: timing, repeatFeed: true, reorderFeed: true });
  const step = async <T>(work: Promise<T>): Promise<T> => {
    if (timing !== 'after') return following(house, work);
    const done = await work;
    await afterAnswer(house);
    return done;
  };
  const { body, status } = await step(house.book('relative', await house.slot()));
  t.equal(status, 201);
  t.equal((await step(house.move('relative', body.id, await house.slot()))).status, 200);
  t.equal((await step(house.cancel('relative', body.id))).status, 200);
  house.cura.heal();
  await synchronise(house.sync);
  const kinds = ['book', 'move', 'cancel'];
  t.same(
    await acts(house, body.id),
    kinds.map((kind) => byDaughter(house, kind)),
  );
  t.equal(await versions(house, body.id), 3, 'no version twice');
}

const house = await scene(t);

t.test('the relative stays in the Provenance whenever the row of the write comes', async (t) => {
  for (const timing of ['before', 'during', 'after', 'natural'] as const)
    await t.test(timing, (t) => threeActs(t, house, timing));
  await agree(t, house);
});

t.test('staff who change a booking at once are recorded beside the one who booked', async (t) => {
  const staff = { ...byDaughter(house, 'import'), role: 'staff', mandate: false };
  const changed = async (): Promise<string | undefined> => {
    house.cura.faults.cutAfterCommit = 1;
    await house.book('relative', await house.slot());
    const { rows } = await house.sync.db.query<{ id: string }>(
      `select resource_id as id from intent where state = 'open'`,
    );
    const [aftale] = await bornAs(house, rows[0]?.id);
    house.cura.change('aftale', aftale?.id ?? '', { bemaerkning: 'Tag listen med.' }, nurse);
    house.cura.change('aftale', aftale?.id ?? '', { bemaerkning: 'Tag også kortet med.' }, nurse);
    return rows[0]?.id;
  };
  const kinds = async (id: string | undefined) =>
    (await acts(house, id)).map(({ kind, role }) => `${kind} ${role}`).sort();
  const want = [byDaughter(house, 'book'), staff, staff].map(({ kind, role }) => `${kind} ${role}`);
  await t.test('their rows first on the page', async (t) => {
    house.cura.faults.reorderFeed = true;
    const id = await changed();
    await synchronise(house.sync);
    t.same(await kinds(id), want);
    t.equal(await versions(house, id), 3);
  });
  await t.test('their rows on a page before', async (t) => {
    const id = await changed();
    const cura: Scene['sync']['cura'] = {
      ...house.sync.cura,
      changes: async (after, max) => {
        const page = await house.sync.cura.changes(after, max);
        if (page.kind === 'expired') return page;
        return { ...page, rows: page.rows.filter(({ version }) => version > 1), next: after };
      },
    };
    await synchronise({ ...house.sync, cura });
    t.same(await kinds(id), want.slice(1));
    await synchronise(house.sync);
    t.same(await kinds(id), want);
    t.equal(await versions(house, id), 2);
  });
  await settleAll(house);
  await agree(t, house);
});

t.test(
  'a full load that meets a booking of which nobody knows yet records the relative, once',
  async (t) => {
    house.cura.faults.cutAfterCommit = 1;
    t.equal((await house.book('relative', await house.slot())).status, 503);
    const { rows } = await house.sync.db.query<{ id: string }>(
      `select resource_id as id from intent where state = 'open'`,
    );
    house.cura.faults.expireCursor = true;
    await synchronise(house.sync);
    await settleAll(house);
    await synchronise(house.sync);
    t.same(await acts(house, rows[0]?.id), [byDaughter(house, 'book')]);
    await agree(t, house);
  },
);
