/** What a sender sends again with the same identifier is the inquiry that was sent first. */
import type { ServiceRequest } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { unavailable } from '../../fhir/outcome.ts';
import { hashBy, KeyTaken, type Known, lookUp, takeKeys } from '../accepted-key.ts';
import type { Ports } from '../define.ts';
import { findOne } from '../find-resource.ts';
import type { Stored, WritePlan } from '../write-plan.ts';

type Guard = NonNullable<WritePlan['guard']>;

interface Sending {
  readonly given: ServiceRequest;
  readonly patient: string;
  readonly actor: Pick<Actor, 'who'>;
  /** Of the inquiry, if it is the first. */
  readonly id: string;
}

function keyOf(ports: Ports, { given, patient, actor, id }: Sending): Known | undefined {
  const [identifier] = given.identifier ?? [];
  if (identifier?.value === undefined) return undefined;
  const { system = '', value } = identifier;
  const key = hashBy(ports)(JSON.stringify(['inquiry', actor.who, system, value]));
  return { patient, key, id, content: '' };
}

async function first(ports: Ports, { patient, key }: Known): Promise<Stored | undefined> {
  const known = (await lookUp(ports.db, patient, [key])).get(key);
  return known && findOne<ServiceRequest>(ports.db, ports.room('ServiceRequest'), known.id);
}

const busy = () =>
  unavailable(
    'condition-busy',
    {
      da: 'En anden er i gang med det samme. Prøv igen om lidt.',
      en: 'Somebody else is doing the same. Try again in a moment.',
    },
    5,
  );

/** Sends, unless it was sent before; of several at once one is first. Gives whether it is new. */
export async function sendOnce(
  ports: Ports,
  sending: Sending,
  send: (guard?: Guard) => Promise<Stored>,
): Promise<{ readonly stored: Stored; readonly isNew: boolean }> {
  const key = keyOf(ports, sending);
  if (!key) return { stored: await send(), isNew: true };
  const before = await first(ports, key);
  if (before) return { stored: before, isNew: false };
  try {
    const stored = await send(async (tx) => {
      if ((await takeKeys(tx, [key])) === 0) throw new KeyTaken();
    });
    return { stored, isNew: true };
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error;
    const stored = await first(ports, key);
    if (!stored) throw busy();
    return { stored, isNew: false };
  }
}
