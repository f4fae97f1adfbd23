import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Bundle, Communication, Task } from '@medplum/fhirtypes';
import t from 'tap';
import { createCuraClient } from '../../../src/cura/client.ts';
import type { Besked } from '../../../src/cura/dialogue-records.ts';
import type { Change } from '../../../src/cura/port.ts';
import { sandboxCredentials } from '../../../src/sandbox/cura/server.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import type { Doom } from './doomed-delivery.ts';
import { answerTo, startMessaging, toUnit } from './messaging.ts';

const house = await startMessaging(t);
const { sent, get, found, settle, unit, cura } = house;

const gif = Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1').toString('base64');
const withFile = (text: string): object =>
  toUnit(unit, {
    payload: [
      { contentString: text },
      { contentAttachment: { contentType: 'image/gif', title: 'Prik.gif', data: gif } },
    ],
  });

/** Rows of Cura's feed, oldest first. */
async function feed(): Promise<readonly Change[]> {
  const client = createCuraClient({ baseUrl: cura.url, ...sandboxCredentials });
  const rows: Change[] = [];
  for (let after = 0; ; ) {
    const page = await client.changes(after, 1_000);
    if (page.kind !== 'rows' || page.rows.length === 0) break;
    rows.push(...page.rows);
    after = page.next;
  }
  client.close();
  return rows;
}

const program = new URL('doomed-delivery.ts', import.meta.url).pathname;

async function deliverAndDie(killAt: number): Promise<NodeJS.Signals | null> {
  const { db, namespace } = house.sync;
  const doom: Doom = {
    ...{ connection: db.connection, curaUrl: cura.url, namespace, now: house.ports.now(), killAt },
    personKey: house.sync.secret('person').toString('hex'),
  };
  const child = spawn(process.execPath, [program, JSON.stringify(doom)], { stdio: 'inherit' });
  const [, signal] = await once(child, 'close');
  return signal;
}

t.test(
  'what is sent while Cura is away is there once, files first, whoever is killed',
  async (t) => {
    cura.faults.down = true;
    const texts = Array.from({ length: 50 }, (_, at) => `Besked nummer ${at}`);
    const messages = await Promise.all(texts.map((text) => sent('citizen', withFile(text))));
    const waiting = await found('citizen', '_tag=awaiting-delivery&_count=100');
    t.same(new Set(waiting), new Set(messages.map(({ id }) => id)), 'all say that they wait');
    cura.heal();
    cura.faults.cutAfterCommit = 5;
    for (const killAt of [40, 130]) t.equal(await deliverAndDie(killAt), 'SIGKILL');
    cura.heal();
    await settle();
    await settle();
    t.same(await found('citizen', '_tag=awaiting-delivery'), []);
    const rows = await feed();
    const sentRows = rows
      .map(({ type, post }, at) => ({ type, at, post: post as Besked }))
      .filter(({ post }) => texts.includes(post?.tekst ?? ''));
    t.equal(sentRows.length, 50, 'each is in Cura once');
    for (const { post, at } of sentRows) {
      const file = post.vedhaeftninger?.[0]?.bilagId;
      const before = rows.findIndex(({ type, id }) => type === 'bilag' && id === file);
      if (before < 0 || before > at) t.fail('a message came before its file');
    }
    t.equal(rows.filter(({ type }) => type === 'bilag').length, 50);
    const stored = await get<Communication>('citizen', `Communication/${messages[17]?.id}`);
    t.match(stored, { status: 'completed', payload: messages[17]?.payload });
  },
);

for (const timing of ['before', 'during', 'after'] as const)
  t.test(`who wrote stays, when the feed tells of it ${timing} the answer`, async (t) => {
    cura.faults.feedTiming = timing;
    const first = await sent('citizen', withFile(`Med feed ${timing}`));
    const answer = await sent('staff', answerTo(first));
    await Promise.all([settle(), synchronise(house.sync)]);
    await settle();
    const read = await get<Communication>('citizen', `Communication/${answer.id}`);
    t.match(read, { status: 'completed', partOf: [{ reference: `Communication/${first.id}` }] });
    const told = await get<Bundle>('staff', `Provenance?target=Communication/${first.id}`);
    const agents = JSON.stringify(told.entry?.map(({ resource }) => resource));
    t.ok(agents.includes(`${first.sender?.reference}`));
    cura.heal();
  });

t.test('what Cura never takes is stopped, and the unit is told', async (t) => {
  const first = await sent('citizen', toUnit(unit));
  await settle();
  const message = await sent('citizen', answerTo(first, 'Er der nogen?'));
  const { rows } = await house.ports.db.query<{ cura_id: string }>(
    `select cura_id from cura_record where record = 'besked' and id = $1`,
    [first.id],
  );
  cura.change('besked', `${rows[0]?.cura_id}`, { emne: 'En anden titel' });
  await settle();
  const stopped = await get<Communication>('citizen', `Communication/${message.id}`);
  t.match(stopped, { status: 'stopped', statusReason: { coding: [{ code: 'undelivered' }] } });
  t.equal(stopped.meta?.tag, undefined);
  const tasks = await get<Bundle<Task>>('staff', `Task?focus=Communication/${message.id}`);
  t.match(tasks.entry?.[0]?.resource, {
    status: 'requested',
    owner: { reference: `Organization/${unit.id}` },
  });
  const mine = await get<Bundle<Task>>('citizen', `Task?focus=Communication/${message.id}`);
  t.equal(mine.entry, undefined);
});
