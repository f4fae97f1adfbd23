import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { readCheckpoint } from '../../src/ledger/checkpoint.ts';
import { type Ledger, latestCheckpoint } from '../../src/ledger/checkpoint-log.ts';
import { rootOf } from '../../src/ledger/merkle.ts';
import { openTiles } from '../../src/ledger/tile.ts';
import type { Database } from '../../src/store/database.ts';
import { retriesOf } from '../../src/workers/define-worker.ts';
import { ledgerWorkers, startLedgerWorkers } from '../../src/workers/ledger.ts';
import { startRelay } from '../../src/workers/outbox.ts';
import { openQueues } from '../../src/workers/queue.ts';
import { temporaryDir } from '../database.ts';
import { append, emptyLedger, noon, standing } from '../ledger/rows.ts';
import { watched } from '../ledger/witness-scene.ts';

const dayMs = 86_400_000;

interface Told {
  readonly failures: string[];
  readonly lines: string[];
  readonly stop: () => Promise<void>;
}

/** A process's queues, workers and relay. */
async function work(t: Test, owner: Database, ledger: Ledger): Promise<Told> {
  const [failures, lines]: [string[], string[]] = [[], []];
  const queues = await openQueues({
    connection: owner.connection,
    retries: retriesOf(ledgerWorkers),
    onProblem: ({ queue, error }) => failures.push(`${queue} ${error.name}`),
  });
  const say = (facts: object, text: string): void =>
    void lines.push(`${text} ${JSON.stringify(facts)}`);
  await startLedgerWorkers(queues, { ledger, sync: { log: { info: say, error: say } } });
  const relay = startRelay({ db: ledger.db, queues, now: ledger.now });
  const stop = async (): Promise<void> => {
    await relay.close();
    await queues.close();
  };
  t.teardown(stop);
  return { failures, lines, stop };
}

async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error(`It did not come to be that ${what}.`);
}

const signedSize = async ({ db }: Ledger): Promise<number> =>
  (await latestCheckpoint(db))?.size ?? 0;

t.test(
  'the workers of two processes seal, sign and show the witness what is written',
  async (t) => {
    const { owner, ledger: bare, setNow } = await emptyLedger(t);
    const { ledger, witness } = await watched(t, bare, temporaryDir(t));
    const told = [await work(t, owner, ledger), await work(t, owner, ledger)];
    for (let at = 0; at < 20; at += 1) await append(ledger.db, `row ${at}`, 100);
    await until('the first rows are signed', async () => (await signedSize(ledger)) > 0);
    await append(ledger.db, 'more', 3_000);
    let now = noon + dayMs;
    await until('all is signed', async () => {
      now += 6_000;
      setNow(now);
      return (await signedSize(ledger)) === 5_000;
    });
    await until('the witness has both days', () => witness.lines().length === 2);
    const { rows } = await standing(ledger.db);
    t.match(await readCheckpoint(witness.lines()[1] ?? '', ledger.key.publicJwk), {
      root: rootOf(rows.slice(0, await lastSize(witness.lines())).map(({ leaf }) => leaf)),
    });
    t.same(
      told.map(({ failures, lines }) => [failures, lines]),
      [
        [[], []],
        [[], []],
      ],
    );
  },
);

const lastSize = async (lines: readonly string[]): Promise<number> =>
  (await readCheckpoint(lines.at(-1) ?? '')).size;

t.test('what a witness that was away missed is tried again, and a fork is told once', async (t) => {
  const { owner, ledger: bare, setNow } = await emptyLedger(t);
  const scene = await watched(t, bare, temporaryDir(t));
  await scene.witness.close();
  const { ledger } = scene;
  const told = await work(t, owner, ledger);
  await append(ledger.db, 'a', 10);
  await until('sending failed', () => told.failures.includes('witness WitnessUnavailable'));
  const { jws = '' } = (await latestCheckpoint(ledger.db)) ?? {};
  const witness = await scene.comeBack();
  await until('the witness has it', () => witness.lines().length === 1);
  t.same(witness.lines(), [jws]);
  t.same(told.lines, []);
  await told.stop();

  await owner.query(`update ledger set commitment = sha256(commitment) where id = 'a 2'`);
  await owner.query('delete from tile; update tree set size = 0, tx = 0, seq = 0');
  await owner.query('delete from witness_letter; delete from checkpoint');
  setNow(noon + dayMs);
  const later = await work(t, owner, { ...ledger, tiles: openTiles(ledger.db) });
  await until('it is told', () => later.lines.length > 0);
  t.match(later.lines, [/^the witness holds a checkpoint that the ledger does not go on from/]);
  t.same(witness.lines(), [jws]);
});

t.test('without a witness rows are signed, and the log says what is not proved', async (t) => {
  const { owner, ledger } = await emptyLedger(t);
  const told = await work(t, owner, ledger);
  await append(ledger.db, 'a', 1);
  await until('the row is signed', async () => (await signedSize(ledger)) === 1);
  t.match(told, { failures: [], lines: [/^no witness is set/] });
});
