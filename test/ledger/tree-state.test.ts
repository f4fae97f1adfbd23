import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { makeCheckpoint } from '../../src/ledger/checkpoint-log.ts';
import { sealAll } from '../../src/ledger/seal.ts';
import { treeState } from '../../src/ledger/tree-state.ts';
import { openWitness } from '../../src/ledger/witness.ts';
import { sendLetters, witnessState } from '../../src/ledger/witness-letter.ts';
import { watchTree } from '../../src/workers/ledger.ts';
import { temporaryDir } from '../database.ts';
import { checked, dayMs, emptyKept, linesOf } from './kept.ts';
import { append, emptyLedger, noon } from './rows.ts';
import { grow, watched } from './witness-scene.ts';

t.setTimeout(60_000);

const minuteMs = 60_000;

function listening() {
  const lines: string[] = [];
  const error = (_: object, text: string): void => void lines.push(text);
  return { lines, log: { info: error, error } };
}

const stateAt = async (log: string): Promise<unknown> =>
  (await fetch(`${log}/ledger/checkpoint`)).json();

t.test('a transaction that does not end is told of, once', async (t) => {
  const { db, ledger, setNow } = await emptyLedger(t);
  const { log: place } = await watched(t, ledger, temporaryDir(t));
  const told = listening();
  const [held, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const late = db.transaction(async (tx) => {
    await append(tx, 'late', 1);
    begun.resolve();
    await held.promise;
  });
  await begun.promise;
  await append(db, 'after', 3);
  setNow(noon + 5 * minuteMs);
  t.equal(await sealAll(db), 0);
  await watchTree(ledger, told.log);
  t.same(told.lines, []);
  t.match(await stateAt(place), { unsealedSeconds: 300, aheadSeconds: 0 });
  setNow(noon + 5 * minuteMs + 1);
  for (let rounds = 0; rounds < 3; rounds += 1) await watchTree(ledger, told.log);
  t.match(told.lines, [/^rows of the ledger are not sealed/]);
  held.resolve();
  await late;
  t.equal(await sealAll(db), 4);
  await watchTree(ledger, told.log);
  t.match(await stateAt(place), { unsealedSeconds: 0 });
  await append(db, 'again', 1);
  setNow(noon + 11 * minuteMs);
  await watchTree(ledger, told.log);
  t.equal(told.lines.length, 1, 'a row may have come since the last round');
  await watchTree(ledger, told.log);
  t.equal(told.lines.length, 2, 'and once more when it comes again');
});

t.test('a clock that had run ahead is told of, and nothing is lost by it', async (t) => {
  const kept = await emptyKept(t, noon);
  const { ledger } = kept;
  const told = listening();
  await kept.fill('before', 2);
  await kept.seal();
  kept.setNow(noon + 9 * dayMs);
  await kept.fill('ahead', 2);
  await kept.seal();
  for (const day of [1, 2]) {
    kept.setNow(noon + day * dayMs);
    await watchTree(ledger, told.log);
    await kept.fill(`after ${day}`, 2);
    await kept.seal();
  }
  t.match(told.lines, [/^the clock had run ahead/], 'once');
  t.same(await treeState(ledger), { unsealedMs: 0, aheadMs: 7 * dayMs, unsealed: '' });
  t.match(await witnessState(ledger), { kept: { size: 20 } }, 'the witness is shown each day');
  kept.setNow(noon + 20 * dayMs);
  await kept.fill('later', 2);
  await kept.seal();
  const lines = await linesOf(kept, { to: noon + 3 * dayMs });
  t.match(await checked(lines), { rows: { write: 12, other: 8 } }, 'the period is whole');
});

/** A witness that answers as it is told to. */
async function answering(t: Test, answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_, response) => answer(response));
  t.teardown(() => server.closeAllConnections());
  t.teardown(() => server.close());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

t.test('an alarm lasts until the witness keeps a later checkpoint', async (t) => {
  const { ledger: bare, setNow } = await emptyLedger(t);
  let status = 409;
  const url = await answering(t, (response) => response.writeHead(status).end('no'));
  const ledger = { ...bare, witness: openWitness({ url, secret: 'x' }, bare) };
  for (const day of [0, 1]) {
    setNow(noon + day * dayMs);
    await grow(ledger, `day ${day}`, 5);
    t.match(await sendLetters(ledger), [{ held: 'no' }]);
  }
  const alarm = { size: 10, at: noon + dayMs, since: noon, held: 'no' };
  t.same((await witnessState(ledger)).alarm, alarm);
  status = 201;
  setNow(noon + 2 * dayMs);
  await grow(ledger, 'good', 5);
  t.same(await sendLetters(ledger), []);
  const { alarm: over, kept } = await witnessState(ledger);
  t.same([over, kept?.size], [undefined, 15]);
});

t.test('a witness that answers without end is not listened to for long', async (t) => {
  const { ledger: bare } = await emptyLedger(t);
  const chunk = 'x'.repeat(65_536);
  let sent = 0;
  const url = await answering(t, (response) => {
    response.writeHead(409);
    const more = (): void => {
      if (response.destroyed) return;
      sent += chunk.length;
      response.write(chunk, () => setImmediate(more));
    };
    more();
  });
  const ledger = { ...bare, witness: openWitness({ url, secret: 'x' }, bare) };
  await grow(ledger, 'a', 1);
  t.match(await sendLetters(ledger), [{ held: 'x'.repeat(500) }]);
  t.ok(sent < 50_000_000, `${sent} bytes`);
  t.equal(await makeCheckpoint(ledger), false);
});
