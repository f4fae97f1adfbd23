import type { Patient } from '@medplum/fhirtypes';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { structure } from '../../fhir/canonical.ts';
import { fail, unprocessable } from '../../fhir/outcome.ts';
import type { Room } from '../define.ts';
import { defaultLaw } from '../healthcare-service/policy.ts';
import { restore } from './view.ts';

const wish = structure('reminder-preference');

const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Everything but contact details and the reminder wish. */
const fixed = ({ telecom: _, extension = [], meta: __, text: ___, ...rest }: Patient): unknown => ({
  ...rest,
  extension: extension.filter(({ url }) => url !== wish),
});

/** Contact details and the reminder wish go to Cura; the rest of a citizen is not changed here. */
export const updatePatient: NonNullable<Room['update']> = async (call) => {
  const { ports, grant, stored } = call;
  const seen = call.current as Patient;
  const asked = call.resource as Patient;
  const { id } = stored.resource;
  const actor = actorFor(grant, id, 'Patient');
  if (!actor) throw fail(403, noMandate);
  if (actor.mandate && !actor.mandate.rights.includes('act')) throw fail(403, noMandate);
  if (!same(fixed(seen), fixed(asked)))
    throw unprocessable(
      'not-changeable',
      {
        da: 'Kun kontaktoplysninger og ønske om påmindelse kan ændres her.',
        en: 'Only contact details and the reminder wish can be changed here.',
      },
      { expression: 'Patient' },
    );
  const resource = { ...restore(asked, stored.resource as Patient, seen), id };
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
