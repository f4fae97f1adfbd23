import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { readCheckpoint } from '../../src/ledger/checkpoint.ts';
import { type Ledger, makeCheckpoint } from '../../src/ledger/checkpoint-log.ts';
import { rootOf } from '../../src/ledger/merkle.ts';
import { sealAll } from '../../src/ledger/seal.ts';
import { openWitness } from '../../src/ledger/witness.ts';
import { sendLetters } from '../../src/ledger/witness-letter.ts';
import { temporaryDir } from '../database.ts';
import type { DoomedSeal } from './doomed-seal.ts';
import { append, emptyLedger, noon, seed, standing } from './rows.ts';

const program = new URL('doomed-seal.ts', import.meta.url).pathname;
const compiled = temporaryDir(t);
const dayMs = 86_400_000;

/** `SIGKILL`, or how many statements it made when it lived to the end. */
async function run(doom: DoomedSeal): Promise<'SIGKILL' | number> {
  const child = spawn(process.execPath, [program, JSON.stringify(doom)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const [code, signal] = await once(child, 'close');
  if (signal === 'SIGKILL') return signal;
  if (code !== 0) throw new Error(`The process ended with ${code}.`);
  return Number(Buffer.concat(said).toString());
}

/** The tree is that of the rows, every checkpoint names a root that it had, and the witness has what was signed, each once. */
async function assertWhole(t: Test, ledger: Ledger, file: string): Promise<void> {
  const { size, leaves, rows } = await standing(ledger.db);
  t.equal(size, rows.length, 'all is sealed');
  t.ok(Buffer.concat(leaves).equals(Buffer.concat(rows.map(({ leaf }) => leaf))), 'once, in order');
  const { rows: signed } = await ledger.db.query<{ jws: string }>(
    'select jws from checkpoint order by size',
  );
  for (const { jws } of signed) {
    const { size, root } = await readCheckpoint(jws, ledger.key.publicJwk);
    t.same(root, rootOf(leaves.slice(0, size)), `the checkpoint of ${size} rows`);
  }
  const { rows: sent } = await ledger.db.query<{ jws: string }>(
    'select jws from witness_letter join checkpoint using (size) where sent_at is not null order by size',
  );
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  t.same(
    lines,
    sent.map(({ jws }) => jws),
  );
}

t.test('killed before any of its statements, the next goes on where it was', async (t) => {
  const { db, ledger: bare, setNow } = await emptyLedger(t);
  const file = join(temporaryDir(t), 'witness.jws');
  const ledger = { ...bare, witness: openWitness({ file }, bare) };
  const connection = db.connection;
  for (let killAt = 1; ; killAt += 1) {
    const now = noon + killAt * dayMs;
    setNow(now);
    await append(db, `round ${killAt}`, 100);
    const ended = await run({ connection, file, now, killAt, seed: seed.toString('hex') });
    if (typeof ended === 'number') {
      t.ok(ended > 10 && ended === killAt - 1, `it lives with ${ended} statements`);
      break;
    }
    await sealAll(db);
    await makeCheckpoint(ledger);
    t.same(await sendLetters(ledger), []);
  }
  await assertWhole(t, ledger, file);
});
