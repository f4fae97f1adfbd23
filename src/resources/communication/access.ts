import type { Access, Mandate } from '../../access/grant.ts';
import type { Predicate } from '../../store/predicate.ts';
import { messagesOfUnits } from '../feature-scope.ts';
import type { Municipality } from '../municipality.ts';

/**
 * Of messages and reminders what a relative sees: reminders, what she wrote or was sent, and the threads that she began; with `shared`
 * the citizen's own threads too that the citizen shares.
 */
export const messagesFor =
  ({ relatedPerson }: Mandate, { shared }: { readonly shared: boolean }): Predicate =>
  (row, bind) => {
    const own = `array['RelatedPerson/' || ${bind(relatedPerson)}::text]`;
    const begun = `exists (select from communication t where t.patient = ${row}.patient and t.p_sender && ${own}
      and t.id = any(select substr(x, 15) from unnest(${row}.p_part_of) x))`;
    return `(not coalesce(${row}.p_category && '{message}', false) or ${row}.p_sender && ${own} or ${row}.p_recipient && ${own}
      or ${begun}${shared ? ` or ${row}.p_shared && '{true}'` : ''})`;
  };

/** Threads can be shared where the municipality lets them be, and are there where the unit takes part. */
export function messageAccess(
  choices: Pick<Municipality, 'dialogue' | 'features'> = {},
): Extract<Access, { kind: 'compartment' }> {
  const shared = choices.dialogue?.relativesSee === 'all';
  const persons = messagesOfUnits(choices);
  return {
    kind: 'compartment',
    ...(persons && { persons }),
    relative: (mandate) => messagesFor(mandate, { shared }),
  };
}
