import type { Bundle, Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { layFoundation, prepareStore } from '../../src/main/foundation.ts';
import { registryFor } from '../../src/registry.ts';
import type { InsightRule } from '../../src/resources/insight.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { changedRooms } from '../../src/store/tables.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { citizenIdOf, people, resources } from '../access/answer.ts';
import { idOf } from '../access/story.ts';
import { startHouse, type TestHouse } from '../house.ts';

type Rules = readonly InsightRule[];

const open: Rules = loadMunicipality('9999').insight ?? [];
const closed: Rules = open.map((one) =>
  one.room === 'Goal' ? { ...one, citizen: 'closed', relative: 'closed' } : one,
);

/** As a start with these choices; `cut` ends it where a statement is given that. */
async function restart(house: TestHouse, insight: Rules, cut?: string): Promise<void> {
  const { db, now, log, secret } = house.ports;
  const rooms = registryFor({ ...loadMunicipality('9999'), insight });
  const changed = await prepareStore(db, rooms, { owner: house.owner });
  const broken: typeof db = {
    ...db,
    transaction: async (work, options) =>
      db.transaction(
        (tx) =>
          work({
            ...tx,
            query: (text, values, more) => {
              if (cut !== undefined && JSON.stringify(values ?? []).includes(cut))
                throw new Error('cut');
              return tx.query(text, values, more);
            },
          }),
        options,
      ),
  };
  const ground = { db: broken, now, log, rooms, publicUrl: '', installation: { secret } };
  await layFoundation(ground as never, changed);
}

t.test('A choice takes effect at the next start, for what stands, stood and is gone', async (t) => {
  const house = await startHouse(t, { citizens: 14, rooms: registryFor({ insight: open }) });
  const patient = await citizenIdOf(house, 'citizen');
  const own = `${people.citizen?.borgerId}`;
  const { poster } = await house.sync.cura.list('maal', { max: 1_000 });
  const [known] = poster.filter(({ borgerId }) => borgerId === own);
  house.cura.insert('maal', { ...known, id: 'm-gone', tekst: 'Gå en tur' });
  await synchronise(house.sync);
  const gone = await idOf(house, 'maal', 'm-gone');
  const kept = await idOf(house, 'maal', `${known?.id}`);
  house.cura.change('maal', `${known?.id}`, { tekst: 'Et andet mål' });
  house.cura.remove('maal', 'm-gone');
  await synchronise(house.sync);

  const seen = async (persona: string) => {
    const ask = house.as(persona);
    const count = async (path: string) =>
      resources<Resource>((await (await ask(path)).json()) as Bundle).length;
    return {
      read: [(await ask(`Goal/${kept}`)).status, (await ask(`Goal/${gone}`)).status],
      past: (await ask(`Goal/${kept}/_history/1`)).status,
      ends: [(await ask(`Goal/${gone}/_history`)).status, await count('Goal/_history')],
      acts: [
        await count(`Provenance?target=Goal/${kept}&patient=${patient}`),
        await count(`Provenance?target=Goal/${gone}&patient=${patient}`),
      ],
    };
  };
  const shown = { read: [200, 410], past: 200, ends: [200, 4], acts: [2, 2] };
  const hidden = { read: [404, 404], past: 404, ends: [404, 0], acts: [0, 0] };
  // Without a list a relative is told of nobody but the relative.
  const byRelative = { ...shown, ends: [200, 0] };
  const both = async () => [await seen('citizen'), await seen('relative')];
  t.same(await both(), [shown, byRelative]);

  await t.test('also when the start that closes it is cut off in the middle', async (t) => {
    await t.rejects(restart(house, closed, `"Goal/${kept}"`), { message: 'cut' });
    const rooms = registryFor({ ...loadMunicipality('9999'), insight: closed });
    const left = await changedRooms(house.ports.db, rooms);
    t.ok(
      left.some(({ type }) => type === 'Goal'),
      'it is done again',
    );
    await restart(house, closed);
    t.same(await both(), [hidden, hidden]);
  });

  await t.test('and comes back when it is opened again', async (t) => {
    await restart(house, open);
    t.same(await both(), [shown, byRelative]);
  });
});
