import type { Communication } from '@medplum/fhirtypes';
import { actorFor } from '../../access/scope.ts';
import { notFound } from '../../fhir/outcome.ts';
import type { Transaction } from '../../store/database.ts';
import { putAll } from '../../store/put.ts';
import { textInput } from '../appointment/input.ts';
import {
  instanceId,
  missing,
  type OperationCall,
  parameter,
} from '../appointment/operation-parameter.ts';
import type { Call, Change, Operation, Recorded } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { threadsIn } from './message-complete.ts';
import { visibleMessage } from './message-thread.ts';
import { assertShares, isShared, shared } from './sharing.ts';
import { citizenOfMessage, extended, sharedUrl, threadOf } from './thread.ts';
import { lockThreads } from './thread-lock.ts';

const recorded: Recorded = { type: 'Communication', patient: citizenOfMessage as never };

interface Asked {
  readonly patient: string;
  readonly thread: string;
  readonly share: boolean;
}

/** Every message of the thread, in one transaction: those that are being written meanwhile look at the first. */
async function shareAll(
  tx: Transaction,
  { ports, grant }: Call,
  { patient, thread, share }: Asked,
) {
  const stored = ports.room('Communication');
  await lockThreads(tx, [thread]);
  const standing = await threadsIn(tx, ports, [thread]);
  const all = standing
    .filter((message) => isShared(message) !== share)
    .map((message) => extended(message, [sharedUrl], shared(share)));
  if (all.length === 0) return;
  const written = await putAll(tx, stored, all, ports.now());
  const changes = all.flatMap((resource, at): Change[] => {
    const one = written[at];
    return one && one.outcome !== 'same' ? [{ written: one, resource }] : [];
  });
  const actor = actorFor(grant, patient, 'Communication');
  await ports.record?.(tx, recorded, changes, { kind: 'share', ...(actor && { actor }) });
}

function shareIn({ input }: OperationCall): boolean {
  const given = textInput(input, 'shared');
  if (given === undefined) throw missing('shared');
  return given === 'true';
}

/** The citizen lets relatives with a mandate read a thread, or no more. */
export const shareThread: Operation = {
  code: 'share-thread',
  feature: 'messages',
  title: { da: 'Lad pårørende læse en tråd', en: 'Let relatives read a thread' },
  onType: false,
  onInstance: true,
  affectsState: true,
  parameter: [
    parameter(
      'shared',
      'boolean',
      'Om pårørende med fuldmagt må læse tråden.',
      'Whether relatives with a mandate may read the thread.',
      { min: 1 },
    ),
  ],
  run: async (call) => {
    const id = instanceId(call);
    const { db, room } = call.ports;
    const found = await findOne<Communication>(db, room('Communication'), id);
    const patient = found && citizenOfMessage(found.resource);
    const message = patient === undefined ? undefined : await visibleMessage(call, patient, id);
    if (!message || patient === undefined) throw notFound('Communication', id);
    const share = shareIn(call);
    assertShares(call, patient);
    const thread = threadOf(message);
    await db.transaction((tx) => shareAll(tx, call, { patient, thread, share }));
    const stored = await findOne<Communication>(db, room('Communication'), id);
    if (!stored) throw notFound('Communication', id);
    return { status: 200, stored };
  },
};
