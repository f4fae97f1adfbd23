import { fastify } from 'fastify';
import type { Test } from 'tap';
import { addLedger } from '../../src/http/ledger.ts';
import { type Ledger, makeCheckpoint } from '../../src/ledger/checkpoint-log.ts';
import { sealAll } from '../../src/ledger/seal.ts';
import { openWitness } from '../../src/ledger/witness.ts';
import { type RunningWitness, startWitness } from '../../src/sandbox/witness/server.ts';
import { append } from './rows.ts';

/** Writes some rows, seals them and signs the tree. */
export async function grow(ledger: Ledger, name: string, count: number): Promise<void> {
  await append(ledger.db, name, count);
  await sealAll(ledger.db);
  await makeCheckpoint(ledger);
}

export interface Watched {
  readonly ledger: Ledger;
  /** Address of the log. */
  readonly log: string;
  readonly witness: RunningWitness;
  /** Starts the witness again where it was, with what it kept. */
  readonly comeBack: () => Promise<RunningWitness>;
}

/** A ledger that answers over HTTP, and the sandbox's witness watching it. */
export async function watched(t: Test, bare: Ledger, dataDir: string): Promise<Watched> {
  const app = fastify();
  addLedger(app, { ports: { ledger: bare } });
  t.teardown(() => app.close());
  const log = await app.listen({ port: 0, host: '127.0.0.1' });
  const start = async (port: number): Promise<RunningWitness> => {
    const one = await startWitness({
      ...{ port, host: '127.0.0.1', secret: 'vidne', logUrl: log, dataDir },
    });
    t.teardown(() => one.close());
    return one;
  };
  const witness = await start(0);
  const place = { url: `${witness.url}/checkpoints`, secret: 'vidne' };
  return {
    ...{ log, witness, ledger: { ...bare, witness: openWitness(place, bare) } },
    comeBack: () => start(Number(new URL(witness.url).port)),
  };
}
