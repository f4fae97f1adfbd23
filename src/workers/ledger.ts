import { type Ledger, makeCheckpoint, witnessQueue } from '../ledger/checkpoint-log.ts';
import { rowsAtOnce, sealRows } from '../ledger/seal.ts';
import { treeState, troubles } from '../ledger/tree-state.ts';
import { sendLetters } from '../ledger/witness-letter.ts';
import { WitnessUnavailable } from '../ledger/witness-verdict.ts';
import type { Log } from '../resources/define.ts';
import { defineWorker, startWorker } from './define-worker.ts';
import type { Queues } from './queue.ts';

interface Context {
  readonly ledger: Ledger;
  readonly sync: { readonly log: Log };
}

const everyMs = { seal: 1_000, letters: 600_000 } as const;

/** Checkpoints are this far apart, so that they stay few. */
const checkpointMs = 5_000;

/** Seals what can be sealed, with checkpoints on the way where there is much. */
export async function tendTree(ledger: Ledger): Promise<void> {
  let sealed = rowsAtOnce;
  while (sealed === rowsAtOnce) {
    sealed = await sealRows(ledger.db);
    await makeCheckpoint(ledger, checkpointMs);
  }
}

/** What was said of each ledger and is still so, for once is enough; and which row was not sealed at the last look. */
const said = new WeakMap<Ledger, { readonly known: Set<string>; unsealed: string }>();

/** Tells of what is wrong with the tree when it begins. A row may come while one looks: only one that a round passed over waits. */
export async function watchTree(ledger: Ledger, log: Log): Promise<void> {
  const last = said.get(ledger) ?? { known: new Set<string>(), unsealed: '' };
  said.set(ledger, last);
  const { known } = last;
  const state = await treeState(ledger);
  const passedOver = state.unsealed === last.unsealed;
  last.unsealed = state.unsealed;
  for (const { name, mostMs, text } of troubles) {
    const isSo = state[name] > mostMs && (name !== 'unsealedMs' || passedOver);
    if (isSo && !known.has(name)) log.error({ [name]: state[name] }, text);
    if (isSo) known.add(name);
    else known.delete(name);
  }
}

/** Makes the tree grow. Safe to run twice, and in several processes: one at a time has the tree. */
const sealWorker = defineWorker<{ round?: number }, Context>({
  queue: 'ledger',
  jobId: () => 'ledger',
  run: async (_, { ledger, sync }) => {
    try {
      await tendTree(ledger);
    } finally {
      await watchTree(ledger, sync.log);
    }
  },
});

/** Shows checkpoints to the witness. Safe to run twice: it is shown the very same. */
const witnessWorker = defineWorker<{ size?: number; at?: number }, Context>({
  queue: witnessQueue,
  jobId: ({ size = 0, at = 0 }) => `letter-${size}-${at}`,
  options: { attempts: 8, backoff: { type: 'exponential', delay: 1_000 } },
  incurable: (error) => !(error instanceof WitnessUnavailable) && error instanceof TypeError,
  run: async (_, { ledger, sync }) => {
    for (const { size, held } of await sendLetters(ledger))
      sync.log.error(
        { size, held },
        'the witness holds a checkpoint that the ledger does not go on from',
      );
  },
});

export const ledgerWorkers = [sealWorker, witnessWorker] as const;

const unproved =
  'no witness is set: an outsider cannot tell whether the whole tree was made anew by whoever has the database and the key';

/** Starts what seals, and what tells the witness; letters that it did not take for long are tried on and on. */
export async function startLedgerWorkers(queues: Queues, context: Context): Promise<void> {
  await startWorker(queues, sealWorker, context);
  await startWorker(queues, witnessWorker, context);
  await queues.upsertSchedule('ledger', 'ledger', { everyMs: everyMs.seal });
  await queues.upsertSchedule(witnessQueue, 'letters', { everyMs: everyMs.letters });
  if (!context.ledger.witness) context.sync.log.info({}, unproved);
}
