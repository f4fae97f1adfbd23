import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readCheckpoint } from '../../src/ledger/checkpoint.ts';
import { latestCheckpoint } from '../../src/ledger/checkpoint-log.ts';
import { openTiles } from '../../src/ledger/tile.ts';
import { openWitness } from '../../src/ledger/witness.ts';
import { sendLetters, witnessState } from '../../src/ledger/witness-letter.ts';
import { WitnessUnavailable } from '../../src/ledger/witness-verdict.ts';
import type { Database } from '../../src/store/database.ts';
import { temporaryDir } from '../database.ts';
import { emptyLedger, noon } from './rows.ts';
import { grow, watched } from './witness-scene.ts';

const dayMs = 86_400_000;

const sizes = (lines: readonly string[]): Promise<number[]> =>
  Promise.all(lines.map(async (jws) => (await readCheckpoint(jws)).size));

/** What whoever owns the database and has the key may do: other rows, another tree, and nothing in it amiss. */
async function makeAnew(owner: Database): Promise<void> {
  await owner.query(`update ledger set commitment = sha256(commitment) where id = 'a 2'`);
  await owner.query('delete from tile; update tree set size = 0, tx = 0, seq = 0');
  await owner.query('delete from witness_letter; delete from checkpoint');
}

t.test('the first checkpoint of each day in Copenhagen is shown to the witness', async (t) => {
  const bare = await emptyLedger(t);
  const { ledger, witness, log } = await watched(t, bare.ledger, temporaryDir(t));
  await grow(ledger, 'a', 10);
  await grow(ledger, 'b', 300);
  // 22:59 and 23:01 UTC are one minute before and one after a midnight of November.
  bare.setNow(Date.UTC(2026, 10, 24, 22, 59));
  await grow(ledger, 'c', 1);
  t.same(await sendLetters(ledger), []);
  t.same(await sizes(witness.lines()), [10]);
  bare.setNow(Date.UTC(2026, 10, 24, 23, 1));
  await grow(ledger, 'd', 1);
  await grow(ledger, 'e', 5);
  t.same(await sendLetters(ledger), []);
  t.same(await sendLetters(ledger), [], 'nothing is shown twice');
  t.same(await sizes(witness.lines()), [10, 312]);
  const told = await (await fetch(`${log}/ledger/checkpoint`)).json();
  t.match(told, { size: 317, witness: { waiting: 0, kept: { size: 312 } } });
  t.match(await (await fetch(witness.url)).text(), /<td>312<\/td>/);
});

t.test(
  'a witness that was away for days gets all that it missed, each as it was signed',
  async (t) => {
    const bare = await emptyLedger(t);
    const dataDir = temporaryDir(t);
    const scene = await watched(t, bare.ledger, dataDir);
    const { ledger } = scene;
    await grow(ledger, 'a', 5);
    await sendLetters(ledger);
    await scene.witness.close();
    const missed: string[] = [];
    for (const day of [1, 2]) {
      bare.setNow(noon + day * dayMs);
      await grow(ledger, `day ${day}`, 700);
      missed.push((await latestCheckpoint(ledger.db))?.jws ?? '');
      await t.rejects(sendLetters(ledger), new WitnessUnavailable('The witness does not answer.'));
    }
    t.match(await witnessState(ledger), { waiting: 2, kept: { size: 5 } });
    const witness = await scene.comeBack();
    t.same(await sendLetters(ledger), []);
    t.same(witness.lines().slice(1), missed);
    t.match(await witnessState(ledger), { waiting: 0, kept: { size: 1_405 }, alarm: undefined });
  },
);

t.test(
  'a tree that was made anew is found by the witness, and the alarm stays to be seen',
  async (t) => {
    const bare = await emptyLedger(t);
    const { ledger, witness, log } = await watched(t, bare.ledger, temporaryDir(t));
    await grow(ledger, 'a', 5);
    await sendLetters(ledger);
    const before = witness.lines();
    await makeAnew(bare.owner);
    const forked = { ...ledger, tiles: openTiles(ledger.db) };
    bare.setNow(noon + dayMs);
    await grow(forked, 'b', 5);
    const [alarm] = await sendLetters(forked);
    t.match(alarm, { size: 10, at: noon + dayMs, held: /"size":5/ });
    t.same(witness.lines(), before, 'the witness keeps what it had');
    const told = await (await fetch(`${log}/ledger/checkpoint`)).json();
    t.match(told, { witness: { waiting: 0, alarm: { size: 10, held: /"size":5/ } } });
  },
);

t.test('the witness takes nothing from strangers, and nothing that is not signed', async (t) => {
  const bare = await emptyLedger(t);
  const { ledger, witness } = await watched(t, bare.ledger, temporaryDir(t));
  await grow(ledger, 'a', 5);
  const show = (secret: string, body: string): Promise<Response> =>
    fetch(`${witness.url}/checkpoints`, {
      ...{ method: 'POST', body },
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/jose' },
    });
  const { jws = '' } = (await latestCheckpoint(ledger.db)) ?? {};
  t.equal((await show('guess', jws)).status, 401);
  t.equal((await show('vidne', `${jws}x`)).status, 400);
  t.equal((await show('vidne', 'x'.repeat(20_000))).status, 413);
  t.same(witness.lines(), []);
});

t.test(
  'a file is a witness too: a line a checkpoint, none twice, and none after a fork',
  async (t) => {
    const bare = await emptyLedger(t);
    const file = join(temporaryDir(t), 'witness.jws');
    const ledger = { ...bare.ledger, witness: openWitness({ file }, bare.ledger) };
    const lines = (): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);
    await grow(ledger, 'a', 5);
    t.same(await sendLetters(ledger), []);
    const { jws = '' } = (await latestCheckpoint(ledger.db)) ?? {};
    t.same(await ledger.witness.show(jws), { kept: true });
    t.same(lines(), [jws]);
    writeFileSync(file, `${jws}\neyJhbGciOi`);
    bare.setNow(noon + dayMs);
    await grow(ledger, 'b', 5);
    t.same(await sendLetters(ledger), []);
    t.same(await sizes([lines()[0] ?? '', lines()[2] ?? '']), [5, 10], 'after a line cut short');
    await makeAnew(bare.owner);
    const tiles = openTiles(bare.db);
    const forked = { ...ledger, tiles, witness: openWitness({ file }, { ...ledger, tiles }) };
    bare.setNow(noon + 2 * dayMs);
    await grow(forked, 'c', 5);
    t.match(await sendLetters(forked), [{ size: 15 }]);
    t.equal(lines().length, 3);
  },
);

t.test('a file that cannot be written is a witness that is away', async (t) => {
  const bare = await emptyLedger(t);
  const place = { file: join(temporaryDir(t), 'not there', 'witness.jws') };
  const ledger = { ...bare.ledger, witness: openWitness(place, bare.ledger) };
  await grow(ledger, 'a', 5);
  await t.rejects(
    sendLetters(ledger),
    new WitnessUnavailable('The file of the witness cannot be written.'),
  );
});
