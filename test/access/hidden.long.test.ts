import type { Appointment } from '@medplum/fhirtypes';
import t from 'tap';
import { uuidv7 } from '../../src/fhir/id.ts';
import { registry } from '../../src/registry.ts';
import type { Room } from '../../src/resources/define.ts';
import { noon, startHouse } from '../house.ts';
import { whole } from '../whole.ts';
import { fhir } from './answer.ts';
import { type Ask, asker } from './ask.ts';
import { isSomebody, type Seer, seerOf, sees } from './oracle.ts';
import { enrich } from './story.ts';
import { loadWorld, type World } from './world.ts';

const callers = ['citizen', 'relative', 'neighbour', 'parent', 'guardian', 'otherstaff', 'auditor'];

/** Status, headers and body of an answer, with the id asked for taken out: what is left must not tell one id from another. */
async function face(ask: Ask, path: string, id: string, init?: RequestInit): Promise<unknown> {
  const response = await ask(path.replaceAll('{id}', id), {
    ...init,
    ...(typeof init?.body === 'string' && { body: init.body.replaceAll('{id}', id) }),
  });
  const headers = [...response.headers].filter(
    ([name]) => name !== 'date' && name !== 'x-request-id',
  );
  return { status: response.status, headers, text: (await response.text()).replaceAll(id, '{id}') };
}

/** Addresses of a row of a room that the seer does not see. */
function hiddenIn(world: World, seer: Seer, room: Room) {
  const rows = world.rows(room.type);
  const seen = new Set(rows.filter((row) => sees(row, seer, 'any')).map(({ id }) => id));
  const ends = ['', '/_history/1', '/_history/2'];
  if (room.interactions.includes('history-instance')) ends.push('/_history');
  return rows
    .filter(({ id }) => !seen.has(id))
    .slice(0, 1)
    .flatMap(({ id }) => ends.map((end) => ({ path: `${room.type}/{id}${end}`, id, status: 404 })));
}

const parameters = (...given: [string, string][]): string =>
  JSON.stringify({
    resourceType: 'Parameters',
    parameter: given.map(([name, valueString]) => ({ name, valueString })),
  });

t.test('What may not be seen cannot be told from what is not there', whole, async (t) => {
  const house = await startHouse(t);
  await enrich(house);
  const world = await loadWorld(house);

  for (const persona of callers)
    await t.test(`by ${persona}`, async (t) => {
      const seer = seerOf(world, persona);
      if (!seer || !isSomebody(seer)) throw new Error(`${persona} is nobody`);
      const ask = await asker(house, persona);
      const targets = registry.flatMap((room) => hiddenIn(world, seer, room));
      t.ok(targets.length > 0, `${targets.length} addresses hide something`);
      for (const { path, id, status } of targets) {
        const real = await face(ask, path, id);
        t.same(real, await face(ask, path, uuidv7(noon)), path);
        t.match(real, { status }, path);
      }
    });

  await t.test('by writing', async (t) => {
    const [slot] = world.rows('Slot');
    const appointments = world.resources('Appointment') as (Appointment & { id: string })[];
    const writes: readonly (readonly [string, RequestInit])[] = [
      ['Appointment/{id}/$cancel', { method: 'POST' }],
      [
        'Appointment/{id}/$reschedule',
        { method: 'POST', headers: fhir, body: parameters(['slot', `Slot/${slot?.id}`]) },
      ],
      ['Appointment/{id}/$book', { method: 'POST' }],
      [
        'Appointment/$book',
        { method: 'POST', headers: fhir, body: parameters(['appointment-reference', '{id}']) },
      ],
      [
        'Appointment/{id}',
        {
          method: 'PATCH',
          headers: { 'content-type': 'application/json-patch+json' },
          body: '[{"op":"replace","path":"/status","value":"cancelled"}]',
        },
      ],
    ];
    for (const persona of ['neighbour', 'relative', 'otherstaff', 'auditor']) {
      const seer = seerOf(world, persona);
      const rows = world.rows('Appointment').filter((row) => seer && !sees(row, seer, 'any'));
      const booked = appointments.filter(({ status }) => status === 'booked').map(({ id }) => id);
      const target = rows.find(({ id }) => booked.includes(id));
      t.ok(target, `${persona} may not see all appointments`);
      const ask = await asker(house, persona);
      for (const [path, init] of writes) {
        const real = await face(ask, path, `${target?.id}`, init);
        t.same(real, await face(ask, path, uuidv7(noon), init), `${persona}: ${path}`);
        t.match(real, { status: /^(403|404)$/ }, `${persona}: ${path}`);
      }
    }
  });
});
