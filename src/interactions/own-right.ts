import type { Resource } from '@medplum/fhirtypes';
import type { Actor, Grant } from '../access/grant.ts';
import { noMandate } from '../access/resolve.ts';
import { actorFor } from '../access/scope.ts';
import { fail, forbidden, unprocessable } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';

const noRight = () =>
  forbidden('no-right-to-write', {
    da: 'Du har ikke ret til at skrive dette.',
    en: 'You have no right to write this.',
  });

/**
 * Who acts when the caller writes a resource of our own; undefined for a machine of the municipality's, which acts for itself. 403 for
 * everybody who has nothing to do with the citizen concerned, and where no citizen is.
 */
export function writerOf(grant: Grant, room: Room, resource: Resource): Actor | undefined {
  if (grant.caller.kind === 'system') return undefined;
  const patient = room.patient?.(resource as never);
  const actor = patient === undefined ? undefined : actorFor(grant, patient, room.type);
  const mayAct = actor && (actor.mandate?.rights.includes('act') ?? true);
  if (mayAct) return actor;
  throw grant.caller.kind === 'person' ? fail(403, noMandate) : noRight();
}

/** A resource stays with its citizen: only a machine of the municipality's may move it. */
export function assertSameCitizen(grant: Grant, room: Room, from: Resource, to: Resource): void {
  if (grant.caller.kind === 'system') return;
  const [before, after] = [from, to].map((one) => room.patient?.(one as never));
  if (before === after) return;
  throw unprocessable(
    'not-changeable',
    {
      da: 'Ressourcen kan ikke flyttes til en anden borger.',
      en: 'The resource cannot be moved to another citizen.',
    },
    { expression: room.type },
  );
}

/** What was written must be seen by who wrote it: else it could be neither read nor put right. */
export const unseen = noRight;
