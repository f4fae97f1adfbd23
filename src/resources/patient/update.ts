import type { Patient } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { structure } from '../../fhir/canonical.ts';
import { fail, issue, unprocessable } from '../../fhir/outcome.ts';
import type { Room } from '../define.ts';
import { defaultLaw } from '../healthcare-service/policy.ts';
import { assertActs } from '../mandate-to-act.ts';
import { hiddenIn, restore } from './view.ts';

const wish = structure('reminder-preference');

const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Everything but contact details and the reminder wish. */
const fixed = ({ telecom: _, extension = [], meta: __, text: ___, ...rest }: Patient): unknown => ({
  ...rest,
  extension: extension.filter(({ url }) => url !== wish),
});

const hidden = (expression: string) =>
  issue({
    ...{ code: 'forbidden', key: 'withheld', expression },
    text: {
      da: 'Borgerens adresse er beskyttet: det, som ikke vises for pårørende, kan de heller ikke ændre.',
      en: "The citizen's address is protected: what is not shown to relatives cannot be changed by them either.",
    },
  });

/** Refuses what `actor` was not shown (403), and what is nobody's to change here (422). */
function assertChangeable(actor: Actor, asked: Patient, stands: Patient, seen: Patient): void {
  const touched = actor.mandate ? hiddenIn(asked, stands, seen) : [];
  if (touched.length > 0) throw fail(403, touched.map(hidden));
  if (same(fixed(seen), fixed(asked))) return;
  throw unprocessable(
    'not-changeable',
    {
      da: 'Kun kontaktoplysninger og ønske om påmindelse kan ændres her.',
      en: 'Only contact details and the reminder wish can be changed here.',
    },
    { expression: 'Patient' },
  );
}

/** Contact details and the reminder wish go to Cura; the rest of a citizen is not changed here. */
export const updatePatient: NonNullable<Room['update']> = async (call) => {
  const { ports, grant, stored } = call;
  const seen = call.current as Patient;
  const asked = call.resource as Patient;
  const { id } = stored.resource;
  const actor = actorFor(grant, id, 'Patient');
  if (!actor) throw fail(403, noMandate);
  assertActs(grant, id, 'Patient');
  const stands = stored.resource as Patient;
  assertChangeable(actor, asked, stands, seen);
  const resource = { ...restore(asked, stands, seen), id };
  return {
    status: 200,
    stored: await ports.write(
      {
        kind: 'update',
        record: 'borger',
        method: 'replace',
        basedOn: stored.version,
        resource,
        patient: id,
        policy: defaultLaw,
      },
      actor,
    ),
  };
};
