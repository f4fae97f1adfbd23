import type { Bundle, Communication } from '@medplum/fhirtypes';
import t from 'tap';
import { uuidv7 } from '../../src/fhir/id.ts';
import { putAll } from '../../src/store/put.ts';
import { citizenIdOf, verdict } from '../access/answer.ts';
import { type Ask, asker } from '../access/ask.ts';
import { noon, startHouse, type TestHouse } from '../house.ts';
import { bundleAt, linkTo, matchesIn, pagesFrom } from './walk.ts';

type Message = Communication & { id: string };

/** Two messages share each minute, so that only the id tells them apart; every fifth has no time. */
const message = (patient: string, nth: number): Message => ({
  resourceType: 'Communication',
  id: uuidv7(noon + nth),
  status: nth % 2 === 0 ? 'completed' : 'stopped',
  subject: { reference: `Patient/${patient}` },
  ...(nth % 5 !== 0 && { sent: new Date(noon + Math.floor(nth / 2) * 60_000).toISOString() }),
});

async function write({ ports }: TestHouse, messages: readonly Message[]): Promise<void> {
  const room = ports.room('Communication');
  await ports.db.transaction((tx) => putAll(tx, room, messages, ports.now()));
}

/** Asks by POST, as who looks for what may stand in no address. */
const form = (ask: Ask, path: string, fields: Record<string, string>): Promise<Response> =>
  ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `${new URLSearchParams(fields)}`,
  });

const relationsOf = ({ link }: Bundle) => link?.map(({ relation }) => relation);

t.test('Pages', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const citizen = await asker(house, 'citizen');
  const patient = await citizenIdOf(house, 'citizen');
  const before = Array.from({ length: 23 }, (_, nth) => message(patient, nth * 2));
  const standing = before.map(({ id }) => `Communication/${id}`);
  await write(house, before);
  const others = (await bundleAt(citizen, `Communication?patient=${patient}`)).total ?? 0;
  let written = 0;
  const write1 = async (): Promise<void> => {
    written += 1;
    await write(house, [message(patient, 1 + written * 2)]);
  };

  for (const sort of ['sent', '-sent', 'status', '-status,sent', '_id', '-_id', 'received'])
    await t.test(
      `show each resource once, whatever is written meanwhile, by ${sort}`,
      async (t) => {
        const path = `Communication?_sort=${sort}&_count=6`;
        const forward = await pagesFrom(citizen, path, 'next', write1);
        const there = matchesIn(forward);
        t.ok(forward.length > 3, `${forward.length} pages`);
        t.equal(new Set(there).size, there.length, 'none comes twice');
        t.same(
          standing.filter((one) => !there.includes(one)),
          [],
          'none that stood is missing',
        );
        const last = linkTo(forward.at(-2) as Bundle, 'next') ?? '';
        const back = await pagesFrom(citizen, last, 'previous', write1);
        const seen = matchesIn(back.toReversed());
        t.equal(new Set(seen).size, seen.length, 'none comes twice on the way back');
        t.same(
          seen.filter((one) => standing.includes(one)),
          there.filter((one) => standing.includes(one)),
          'which shows the same in the same order',
        );
      },
    );

  await t.test('are the same backwards when nothing is written', async (t) => {
    for (const path of [
      'Communication?_sort=-sent&_count=5',
      `Communication?patient=${patient}&_sort=received&_count=7`,
      'Practitioner?_sort=family&_count=5',
      `Patient/${patient}/*?_count=9`,
    ]) {
      const forward = await pagesFrom(citizen, path);
      const back = await pagesFrom(
        citizen,
        `${linkTo(forward.at(-2) as Bundle, 'next')}`,
        'previous',
      );
      t.same(
        back.toReversed().map((page) => matchesIn([page])),
        forward.map((page) => matchesIn([page])),
      );
      t.ok(forward.length > 2, `${path}: ${forward.length} pages`);
    }
  });

  await t.test('have links to the first, the next, the one before and themselves', async (t) => {
    const path = `Communication?patient=${patient}&_count=9`;
    const first = await bundleAt(citizen, path);
    t.same(relationsOf(first), ['self', 'first', 'next']);
    t.equal(linkTo(first, 'self'), path);
    const second = await bundleAt(citizen, `${linkTo(first, 'next')}`);
    t.same(relationsOf(second), ['self', 'first', 'previous', 'next']);
    t.equal(linkTo(second, 'self'), linkTo(first, 'next'));
    t.equal(linkTo(second, 'first'), path);
    const again = await bundleAt(citizen, `${linkTo(second, 'previous')}`);
    t.same(again.entry, first.entry);
    t.equal(again.total, first.total, 'with the number of all matches');
    const only = await bundleAt(citizen, `Communication?patient=${patient}&_count=1000`);
    t.same(relationsOf(only), ['self', 'first']);
  });

  await t.test('of a search by POST hold nothing that can be read', async (t) => {
    const answer = await form(citizen, 'Communication/_search', { patient, _count: '9' });
    const first = (await answer.json()) as Bundle;
    t.same(relationsOf(first), ['self', 'first', 'next']);
    for (const { url = '' } of first.link ?? []) {
      t.match(url, /\/fhir\/Communication\?_page=[\w.-]+$/);
      const readable = url.split(/[=.]/).map((part) => Buffer.from(part, 'base64url').toString());
      t.notMatch(readable.join(' '), patient);
    }
    t.same((await bundleAt(citizen, `${linkTo(first, 'self')}`)).entry, first.entry);
    const second = await bundleAt(citizen, `${linkTo(first, 'next')}`);
    t.same((await bundleAt(citizen, `${linkTo(second, 'previous')}`)).entry, first.entry);
    t.same((await bundleAt(citizen, `${linkTo(second, 'first')}`)).entry, first.entry);
  });

  await t.test('are refused when their link was altered, is old, or is another’s', async (t) => {
    const first = await bundleAt(citizen, 'Communication?_count=9');
    const next = `${linkTo(first, 'next')}`;
    const middle = next.length - 60;
    const altered = `${next.slice(0, middle)}${next[middle] === 'A' ? 'B' : 'A'}${next.slice(middle + 1)}`;
    const relative = await asker(house, 'relative');
    const refusals = [
      await citizen(altered),
      await citizen(`${next}&_count=3`),
      await citizen(`_count=3&${next}`.replace(/(.*)&(.*)\?(.*)/, '$2?$1&$3')),
      await citizen(next.replace('Communication', 'Appointment')),
      await citizen(next.replace('?', '/_history?')),
      await citizen(`Patient/${patient}/${next}`),
      await relative(next),
    ];
    for (const refused of refusals) t.equal(await verdict(refused), '400 page', refused.url);
    house.setNow(house.ports.now() + 29 * 60_000);
    const later = await asker(house, 'citizen');
    t.equal((await later(next)).status, 200, 'after 29 minutes it is still good');
    house.setNow(house.ports.now() + 2 * 60_000);
    const old = await (await asker(house, 'citizen'))(next);
    t.match([old.status, await old.text()], [400, /udløbet/]);
  });

  await t.test('of no length count', async (t) => {
    const ask = await asker(house, 'citizen');
    const all = (await bundleAt(ask, `Communication?patient=${patient}&_count=1000`)).total;
    t.equal(all, others + written);
    for (const query of ['_count=0', '_summary=count', '_count=0&_include=Communication:subject']) {
      const none = await bundleAt(ask, `Communication?patient=${patient}&${query}`);
      t.same([none.total, none.entry, relationsOf(none)], [all, undefined, ['self', 'first']]);
    }
  });
});
