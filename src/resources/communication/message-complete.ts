/** What is known here alone of messages that come from Cura. */
import type { Communication, Resource } from '@medplum/fhirtypes';
import { parseInstant } from '../../fhir/instant.ts';
import type { Transaction } from '../../store/database.ts';
import type { Room } from '../define.ts';
import { findAll, findLinked } from '../find-resource.ts';
import { emergencyNote } from './emergency.ts';
import { isShared, shared } from './sharing.ts';
import {
  awaitingUrl,
  dueOf,
  extended,
  isFromStaff,
  type Kept,
  sharedUrl,
  threadOf,
  unread,
  unreadBy,
  unreadUrl,
} from './thread.ts';
import { lockThreads } from './thread-lock.ts';

type Complete = NonNullable<Room['complete']>;
type Needs = Parameters<Complete>[1];

/** When staff last wrote in each thread, epoch milliseconds. */
type LastAnswers = ReadonlyMap<string, number>;

/** Entered by mistake, or never taken by Cura. */
const reachesNobody = ({ status }: Communication): boolean =>
  status === 'entered-in-error' || status === 'stopped';

function lastAnswersIn(messages: readonly Communication[]): LastAnswers {
  const found = new Map<string, number>();
  for (const message of messages) {
    if (!isFromStaff(message) || reachesNobody(message)) continue;
    const thread = threadOf(message);
    const at = parseInstant(`${message.sent}`);
    found.set(thread, Math.max(found.get(thread) ?? at, at));
  }
  return found;
}

/** All messages of some threads that stand here, the first ones among them. */
export async function threadsIn(
  tx: Pick<Transaction, 'query'>,
  { room }: Pick<Needs, 'room'>,
  threads: readonly string[],
): Promise<Kept[]> {
  const stored = room('Communication');
  const values = threads.map((id) => `Communication/${id}`);
  const first = await findAll<Communication>(tx, stored, threads);
  const later = await findLinked<Communication>(tx, stored, { param: 'part-of', values });
  return [...first, ...later].map(({ resource }) => resource);
}

/** Whether nobody of staff has written in the thread since. */
const isAwaited = (message: Communication, answers: LastAnswers): boolean =>
  dueOf(message) !== undefined &&
  message.status === 'completed' &&
  (answers.get(threadOf(message)) ?? Number.NEGATIVE_INFINITY) < parseInstant(`${message.sent}`);

/** Once it is read by the other side, everybody there is taken to have read it: Cura says no more. */
function stillUnread(message: Communication, known: Communication | undefined): string[] {
  if (message.received !== undefined && !isFromStaff(message)) return [];
  if (known) return unreadBy(known);
  if (message.received !== undefined) return [];
  return (message.recipient ?? []).flatMap(({ reference }) => reference ?? []);
}

interface Around {
  readonly known: ReadonlyMap<string, Communication>;
  readonly answers: LastAnswers;
  readonly ports: Needs;
}

/** A mark that has not reached Cura yet, or that it had no use for, stays. */
const withMark = (message: Kept, known: Communication | undefined): Kept =>
  message.received === undefined && known?.received !== undefined
    ? { ...message, received: known.received }
    : message;

function completed(given: Kept, { known, answers, ports }: Around): Kept {
  const message = withMark(given, known.get(given.id));
  const due = dueOf(message);
  const thread = known.get(threadOf(message));
  return {
    ...extended(
      message,
      [unreadUrl, awaitingUrl, sharedUrl],
      [
        ...unread(stillUnread(message, known.get(message.id))),
        ...(due !== undefined && isAwaited(message, answers)
          ? [{ url: awaitingUrl, valueDateTime: due }]
          : []),
        ...shared(thread !== undefined && isShared(thread)),
      ],
    ),
    ...emergencyNote(ports.municipality),
  };
}

/** Who has not read them, whether an answer is still awaited, and with whom the citizen shares them. */
export const completeMessages: Complete = async (tx, ports, resources) => {
  const messages = resources as readonly Kept[];
  const threads = [...new Set(messages.map(threadOf))];
  await lockThreads(tx, threads);
  const standing = await threadsIn(tx, ports, threads);
  const known = new Map(standing.map((one) => [one.id, one]));
  const fresh = new Set(messages.map(({ id }) => id));
  const others = standing.filter(({ id }) => !fresh.has(id));
  const around = { known, answers: lastAnswersIn([...others, ...messages]), ports };
  return messages.map((message) => completed(message, around)) as (Resource & { id: string })[];
};

const isMarked = ({ extension = [] }: Communication): boolean =>
  extension.some(({ url }) => url === awaitingUrl);

/** Of the messages of some threads those of which it has changed whether an answer is awaited, as an answer that came or came to nothing changes it. */
export function answeredNow(messages: readonly Kept[]): Kept[] {
  const answers = lastAnswersIn(messages);
  return messages.flatMap((message) => {
    const due = dueOf(message);
    const last = answers.get(threadOf(message)) ?? Number.NEGATIVE_INFINITY;
    if (isMarked(message))
      return last < parseInstant(`${message.sent}`) ? [] : [extended(message, [awaitingUrl])];
    return due !== undefined && isAwaited(message, answers)
      ? [extended(message, [awaitingUrl], [{ url: awaitingUrl, valueDateTime: due }])]
      : [];
  });
}
