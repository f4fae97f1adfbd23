import type { Bundle, Communication } from '@medplum/fhirtypes';
import t from 'tap';
import { uuidv7 } from '../../src/fhir/id.ts';
import { putAll } from '../../src/store/put.ts';
import { citizenIdOf } from '../access/answer.ts';
import { noon, startHouse, type TestHouse } from '../house.ts';

type Message = Communication & { id: string };

/** Two messages share each minute, so that only the id tells them apart. */
const message = (patient: string, nth: number): Message => ({
  resourceType: 'Communication',
  id: uuidv7(noon + nth),
  status: nth % 2 === 0 ? 'completed' : 'stopped',
  subject: { reference: `Patient/${patient}` },
  sent: new Date(noon + Math.floor(nth / 2) * 60_000).toISOString(),
});

async function write({ ports }: TestHouse, messages: readonly Message[]): Promise<void> {
  const room = ports.room('Communication');
  await ports.db.transaction((tx) => putAll(tx, room, messages, ports.now()));
}

const seen = ({ entry = [] }: Bundle): string[] => entry.map(({ resource }) => `${resource?.id}`);

t.test('Pages show each resource once, whatever is written meanwhile', async (t) => {
  const house = await startHouse(t);
  const citizen = house.as('citizen');
  const patient = await citizenIdOf(house, 'citizen');
  const before = Array.from({ length: 23 }, (_, nth) => message(patient, nth * 2));
  await write(house, before);
  let written = 0;

  for (const sort of ['sent', '-sent', 'status', '-status,sent', '_id', '-_id', '_lastUpdated'])
    await t.test(`sorted by ${sort}`, async (t) => {
      const found: string[] = [];
      let pages = 0;
      let next: string | undefined = `Communication?_sort=${sort}&_count=4`;
      while (next !== undefined) {
        const page = (await (await citizen(next)).json()) as Bundle;
        found.push(...seen(page));
        pages += 1;
        const url = page.link?.find(({ relation }) => relation === 'next')?.url;
        next = url && `Communication?${url.split('?')[1]}`;
        written += 1;
        await write(house, [message(patient, 1 + written * 2)]);
      }
      t.ok(pages > 5, `${pages} pages`);
      t.equal(new Set(found).size, found.length, 'none comes twice');
      t.same(
        before.filter(({ id }) => !found.includes(id)),
        [],
        'none that stood is missing',
      );
    });

  await t.test('A page link holds nothing that can be read', async (t) => {
    const page = (await (
      await citizen(`Communication?patient=${patient}&_count=1`)
    ).json()) as Bundle;
    const next = page.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    t.match(next, '_page=');
    t.notMatch(next, patient);
    const readable = next.split(/[=.]/).map((part) => Buffer.from(part, 'base64url').toString());
    t.notMatch(readable.join(' '), patient);
  });
});
