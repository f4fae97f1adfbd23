import type { Communication } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { actorFor } from '../../access/scope.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { FhirError, notFound } from '../../fhir/outcome.ts';
import type { Transaction } from '../../store/database.ts';
import { instanceId } from '../appointment/operation-parameter.ts';
import type { Call, Operation, Ports } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { defaultLaw } from '../healthcare-service/policy.ts';
import { assertActs } from '../mandate-to-act.ts';
import type { Stored } from '../write-plan.ts';
import { visibleMessage } from './message-thread.ts';
import {
  citizenOfMessage,
  extended,
  isFromStaff,
  type Kept,
  threadOf,
  unitOf,
  unread,
  unreadBy,
  unreadUrl,
} from './thread.ts';
import { lockThreads } from './thread-lock.ts';

interface Reading {
  readonly stored: Stored<Communication>;
  readonly patient: string;
  readonly actor: Actor;
}

async function readingOf(call: Call, id: string): Promise<Reading> {
  const { db, room } = call.ports;
  const stored = await findOne<Communication>(db, room('Communication'), id);
  const patient = stored && citizenOfMessage(stored.resource);
  const seen = patient === undefined ? undefined : await visibleMessage(call, patient, id);
  const actor = patient === undefined ? undefined : actorFor(call.grant, patient, 'Communication');
  if (!stored || !seen || !actor || patient === undefined) throw notFound('Communication', id);
  // The municipality is told that the citizen's side has read it.
  assertActs(call.grant, patient, 'Communication');
  return { stored, patient, actor };
}

/** As whom somebody reads: of staff also as the unit, when it is theirs. */
function readersOf({ grant }: Call, { stored, actor }: Reading): string[] {
  if (actor.capacity !== 'staff') return [actor.who];
  const unit = `Organization/${unitOf(stored.resource)}`;
  const own = actor.who.replace(/^Practitioner\//, 'PractitionerRole/');
  return grant.units.includes(unit) ? [own, unit] : [own];
}

/** Whether this is the first of the other side to read it; of staff only the unit, or whom it is for, counts. */
function isFirst({ resource }: Stored<Communication>, readers: readonly string[]): boolean {
  const isOther = isFromStaff(resource)
    ? readers.every((one) => /^(?:Patient|RelatedPerson)\//.test(one))
    : resource.recipient?.some(({ reference = '' }) => readers.includes(reference));
  return resource.received === undefined && isOther === true;
}

const noteReader =
  ({ stored, patient, actor }: Reading, now: number) =>
  async (tx: Pick<Transaction, 'query'>): Promise<void> => {
    await tx.query(
      `insert into message_read (communication, reader, patient, at) values ($1, $2, $3, to_timestamp($4 / 1000.0))
       on conflict do nothing`,
      [stored.resource.id, actor.who, patient, now],
      { name: 'note-reader' },
    );
  };

/** The message once these have read it. Of the other side the first tells Cura, for everybody there. */
function marked(stored: Stored<Communication>, readers: readonly string[], now: number): Kept {
  const { resource } = stored;
  const first = isFirst(stored, readers);
  const isDone = first && !isFromStaff(resource);
  const left = isDone ? [] : unreadBy(resource).filter((one) => !readers.includes(one));
  return {
    ...extended(resource, [unreadUrl], unread(left)),
    ...(first && { received: formatInstant(now) }),
  };
}

async function mark(ports: Ports, reading: Reading, readers: readonly string[]): Promise<Stored> {
  const { stored, patient, actor } = reading;
  const now = ports.now();
  const resource = marked(stored, readers, now);
  if (JSON.stringify(resource) === JSON.stringify(stored.resource)) {
    await noteReader(reading, now)(ports.db);
    return stored;
  }
  const plan = {
    ...({ kind: 'mark-read', record: 'besked', method: 'replace' } as const),
    ...{ resource, patient, policy: defaultLaw, basedOn: stored.version },
    guard: async (tx: Transaction) => {
      await lockThreads(tx, [threadOf(stored.resource)]);
      await noteReader(reading, now)(tx);
    },
  };
  if (resource.received === stored.resource.received)
    return ports.write({ ...plan, here: true }, actor);
  const [written] = await ports.writeLater([plan], actor);
  return written ?? stored;
}

const mostTries = 5;

/** Says that the caller has read a message; the first of the other side to say so is told to Cura. */
export const markRead: Operation = {
  code: 'mark-read',
  feature: 'messages',
  title: { da: 'Marker en besked som læst', en: 'Mark a message as read' },
  onType: false,
  onInstance: true,
  affectsState: true,
  parameter: [],
  run: async (call) => {
    const id = instanceId(call);
    for (let tries = 1; ; tries += 1) {
      const reading = await readingOf(call, id);
      try {
        return { status: 200, stored: await mark(call.ports, reading, readersOf(call, reading)) };
      } catch (error) {
        // Somebody else has read it meanwhile.
        const isStale = error instanceof FhirError && error.status === 412;
        if (!isStale || tries >= mostTries) throw error;
      }
    }
  },
};
