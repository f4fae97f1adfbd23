/** What follows from a message: those that it answers are awaited no more, its files belong to it, a refusal is told to the unit. */
import type { Binary, Communication } from '@medplum/fhirtypes';
import { uuidv5 } from '../../fhir/id.ts';
import type { Transaction } from '../../store/database.ts';
import { putAll } from '../../store/put.ts';
import { citizenOfFile } from '../binary/citizen.ts';
import { type Change, idIn, type Recorded, type Room } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { raise } from '../task/raise.ts';
import { newTask } from '../task/task.ts';
import { answeredNow, threadsIn } from './message-complete.ts';
import {
  citizenOfMessage,
  filesOf,
  isFromStaff,
  isMessage,
  type Kept,
  threadOf,
  unitOf,
} from './thread.ts';
import { lockThreads } from './thread-lock.ts';

type After = NonNullable<Room['after']>;
type Needs = Parameters<After>[1];

const recorded: Recorded = { type: 'Communication', patient: citizenOfMessage as never };

async function put(
  tx: Transaction,
  ports: Needs,
  resources: readonly (Communication | Binary)[],
  recordedAs: Recorded,
): Promise<void> {
  if (resources.length === 0) return;
  const kept = resources as readonly Kept[];
  const written = await putAll(tx, ports.room(recordedAs.type), kept, ports.now());
  const changes = kept.flatMap((resource, at): Change[] => {
    const one = written[at];
    return one && one.outcome !== 'same' ? [{ written: one, resource }] : [];
  });
  if (changes.length > 0) await ports.record?.(tx, recordedAs, changes, { kind: 'update' });
}

async function noteAnswers(tx: Transaction, ports: Needs, messages: readonly Kept[]) {
  const threads = [...new Set(messages.filter(isFromStaff).map(threadOf))];
  if (threads.length === 0) return;
  await lockThreads(tx, threads);
  await put(tx, ports, answeredNow(await threadsIn(tx, ports, threads)), recorded);
}

/** A file that came from Cura before its message is seen by nobody until the message says whose it is. */
async function noteFiles(tx: Transaction, ports: Needs, messages: readonly Kept[]) {
  const owners = new Map(
    messages.flatMap((message) =>
      filesOf(message).map((file) => [idIn(file, 'Binary'), message.id] as const),
    ),
  );
  const ids = [...owners.keys()].filter((id) => id !== undefined);
  const files = await findAll<Binary>(tx, ports.room('Binary'), ids);
  const adopted = files
    .filter(({ resource }) => resource.securityContext?.reference === undefined)
    .map(({ resource }) => ({
      ...resource,
      securityContext: {
        ...resource.securityContext,
        reference: `Communication/${owners.get(resource.id)}`,
      },
    }));
  await put(tx, ports, adopted, { type: 'Binary', patient: citizenOfFile as never });
}

/** The unit is told of what never reached it: the citizen may be waiting for an answer. */
async function tellUnits(tx: Transaction, ports: Needs, messages: readonly Kept[]) {
  const tasks = messages.flatMap((message) => {
    const [patient, unit] = [citizenOfMessage(message), unitOf(message)];
    if (message.status !== 'stopped' || patient === undefined || unit === undefined) return [];
    const id = uuidv5(message.id, 'task undelivered');
    const focus = `Communication/${message.id}`;
    const now = ports.now();
    const owner = `Organization/${unit}`;
    return [newTask({ id, code: 'undelivered-message', patient, owner, focus, now })];
  });
  await raise(tx, ports, tasks);
}

export const messagesChanged: After = async (tx, ports, changes) => {
  const messages = changes
    .filter(({ removed }) => !removed)
    .map(({ resource }) => resource as Kept)
    .filter(isMessage);
  if (messages.length === 0) return;
  await noteAnswers(tx, ports, messages);
  await noteFiles(tx, ports, messages);
  await tellUnits(tx, ports, messages);
};
