import type { AppointmentParticipant, ResourceType } from '@medplum/fhirtypes';
import type { Context } from '../../src/mapping/codec.ts';
import { isReferenceTo, member, reference } from '../../src/mapping/element.ts';
import { alike } from '../../src/mapping/form.ts';
import type { Slice } from '../../src/mapping/part.ts';
import { slice } from '../../src/mapping/structure.ts';

/** Somebody or something that takes part in an appointment: `{ actor: { reference }, status: 'accepted' }`. */
export function participant(
  record: string,
  type: ResourceType,
): Slice<string, AppointmentParticipant> {
  const is = isReferenceTo(type);
  const actor = reference(record, type);
  const strict = member<string, AppointmentParticipant, 'actor'>('actor', actor, {
    status: 'accepted',
  });
  // A literal: copying the fixed members cost a fifth of an appointment's time.
  const decode = (value: string, context: Context): AppointmentParticipant => ({
    actor: actor.decode(value, context),
    status: 'accepted',
  });
  const at = `.where(actor.resolve() is ${type})`;
  return slice(alike({ ...strict, decode }, strict), at, (item) => is(item.actor));
}
