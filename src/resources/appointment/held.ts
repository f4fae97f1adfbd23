import type { Appointment } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { fail, issue, notFound, unprocessable } from '../../fhir/outcome.ts';
import type { Call, Ports } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { actorOf } from './decide.ts';
import { holderOf, wishIn } from './hold-state.ts';
import { type Standing, standing } from './standing.ts';

/** What is held or offered, and who asks for something to become of it. */
export interface Held extends Standing {
  readonly actor: Actor;
}

/** Loads what is held, for the caller; 404 for an appointment that the caller may not know of. */
export async function heldFor(call: Call, id: string): Promise<Held> {
  const found = await standing(call.ports, id);
  return { ...found, actor: await actorOf(call, found.patient, notFound('Appointment', id)) };
}

/** Whether something is a hold or an offer, or was one. What Cura has is neither. */
export const isHold = ({ status, identifier }: Appointment): boolean =>
  status === 'pending' || (status === 'cancelled' && identifier === undefined);

/** Whether an id is that of a hold or an offer, or of one that was. */
export async function isHeld({ db, room }: Ports, id: string): Promise<boolean> {
  const stored = await findOne<Appointment>(db, room('Appointment'), id);
  return stored !== undefined && isHold(stored.resource);
}

/** 403 for who is not the holder: a hold is the holder's alone, an offer is anybody's who acts for the citizen. */
export function assertHolder({ stored, actor }: Pick<Held, 'stored' | 'actor'>): void {
  if (wishIn(stored.resource) !== undefined || holderOf(stored.resource) === actor.who) return;
  throw fail(
    403,
    issue({
      code: 'forbidden',
      key: 'hold-owner',
      text: {
        da: 'Tiden holdes af en anden. Kun den, der holder den, kan bestille, forlænge eller slippe den.',
        en: 'Somebody else holds the time. Only the holder can book it, hold it longer or let it go.',
      },
    }),
  );
}

/** 422: it was held, and is no longer. */
export const holdExpired = () =>
  unprocessable('hold-expired', {
    da: 'Tiden holdes ikke længere, og en anden har fået den. Vælg en ny.',
    en: 'The time is held no longer, and somebody else has it. Choose another.',
  });
