import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { CuraClient } from '../../../src/cura/client.ts';
import type { FeedTiming } from '../../../src/sandbox/cura/faults.ts';
import { booking, client, sandbox } from '../../cura/sandbox.ts';

function folder(t: { teardown(end: () => unknown): void }): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'cura-'));
  t.teardown(() => rmSync(dataDir, { recursive: true }));
  return dataDir;
}

t.test('a restart keeps records, feed, keys and taken times', async (t) => {
  const dataDir = folder(t);
  const first = await sandbox(t, { dataDir });
  const before = client(t, first);
  const made = await before.create('aftale', booking(), 'key-1');
  await first.close();
  first.close = async () => {};
  const second = client(t, await sandbox(t, { dataDir, seed: 2 }));
  t.same(await second.outcome('key-1'), made);
  t.match(await second.changes(0, 10), { rows: [{ noegle: 'key-1' }], latest: 1 });
  t.match(await second.create('aftale', booking(), 'key-2'), { kode: 'overlap' });
  t.equal((await second.get('borger', 'borger-00001'))?.efternavn, 'Lindgaard');
});

/** Polls the feed as a sync does, and tells in which order the row and the answer came. */
async function order(cura: CuraClient, write: Promise<unknown>, key: string): Promise<string[]> {
  const seen: string[] = [];
  const answered = write.then(() => seen.push('answer'));
  let after = 0;
  for (let round = 0; round < 200 && seen.length < 2; round += 1) {
    const page = await cura.changes(after, 100);
    if (page.kind !== 'rows') break;
    if (page.rows.some(({ noegle }) => noegle === key)) seen.push('row');
    after = page.next;
    await sleep(2);
  }
  await answered;
  return seen;
}

const timings: readonly [FeedTiming, readonly string[][]][] = [
  ['before', [['row', 'answer']]],
  [
    'during',
    [
      ['row', 'answer'],
      ['answer', 'row'],
    ],
  ],
  ['after', [['answer', 'row']]],
];
for (const [timing, allowed] of timings) {
  t.test(`the feed row of a write can come ${timing} its answer`, async (t) => {
    const staff = await sandbox(t);
    const cura = client(t, staff);
    await cura.changes(0, 0);
    staff.faults.feedTiming = timing;
    const seen = await order(cura, cura.create('aftale', booking(), 'key-1'), 'key-1');
    t.ok(
      allowed.some((one) => one.join() === seen.join()),
      seen.join(),
    );
  });
}

t.test('a write is answered also when nobody reads the feed', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff, { timeoutMs: 5_000 });
  staff.faults.feedTiming = 'during';
  t.match(await cura.create('aftale', booking(), 'key-1'), { kind: 'done' });
});

t.test('the page shows who acted, and nothing that anybody wrote is markup', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  const navn = '<script>alert(1)</script>';
  await cura.create('aftale', booking({ udfoertAf: { art: 'paaroerende', navn } }), 'key-1');
  const html = await (await fetch(staff.url)).text();
  t.match(html, '&lt;script&gt;alert(1)&lt;/script&gt; (paaroerende)');
  t.notMatch(html, navn);
  t.match(html, 'Karen Margrethe Lindgaard');
});

async function send(url: string, method: string, body?: unknown): Promise<Response> {
  return fetch(url, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
}

t.test('faults are set over HTTP too, and what is no fault is refused', async (t) => {
  const staff = await sandbox(t, { size: { citizens: 0 } });
  const put = (body: unknown) => send(`${staff.url}/sandbox/fejl`, 'PUT', body);
  t.equal((await put({ latencyMs: 5, feedTiming: 'after' })).status, 200);
  t.match(staff.faults, { latencyMs: 5, feedTiming: 'after' });
  t.equal((await put({ latency: 5 })).status, 400);
  t.equal((await put({ feedTiming: 'aldrig' })).status, 400);
});

t.test('staff work in Cura over HTTP: insert, change, delete', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  const at = `${staff.url}/sandbox/aftale`;
  const made = (await (await send(at, 'POST', { post: booking() })).json()) as { id: string };
  await send(`${at}/${made.id}`, 'PATCH', { post: { status: 'udeblevet', ydelseId: null } });
  const changed = await cura.get('aftale', made.id);
  t.match(changed, { version: 2, status: 'udeblevet', aendretAf: { art: 'medarbejder' } });
  t.notOk(changed && 'ydelseId' in changed);
  t.equal((await send(`${at}/${made.id}`, 'DELETE')).status, 204);
  t.equal(await cura.get('aftale', made.id), null);
  t.equal((await send(`${at}/ukendt`, 'PATCH', { post: {} })).status, 404);
});

t.test('nothing is read or written without a token, a key and a version', async (t) => {
  const staff = await sandbox(t, { size: { citizens: 0 } });
  t.equal((await fetch(`${staff.url}/v1/borger`)).status, 401);
  const headers = { authorization: `Basic ${btoa('samspil:sandkasse')}` };
  const token = await fetch(`${staff.url}/oauth/token`, { method: 'POST', headers });
  const { access_token: value } = (await token.json()) as { access_token: string };
  const json = { authorization: `Bearer ${value}`, 'content-type': 'application/json' };
  const post = await fetch(`${staff.url}/v1/aftale`, { method: 'POST', headers: json, body: '{}' });
  t.match([post.status, await post.json()], [400, { kode: 'noegle-mangler' }]);
  const keyed = { ...json, 'idempotency-key': 'k' };
  const put = await fetch(`${staff.url}/v1/aftale/x`, {
    method: 'PUT',
    headers: keyed,
    body: '{}',
  });
  t.match([put.status, await put.json()], [400, { kode: 'if-match-mangler' }]);
  const many = await fetch(`${staff.url}/v1/aftale?max=5001`, { headers: json });
  t.equal(many.status, 400);
});
