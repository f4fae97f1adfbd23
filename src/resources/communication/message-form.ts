/** All that a form for messages needs to know. */
import type { Parameters, ParametersParameter, PractitionerRole } from '@medplum/fhirtypes';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { fail, unprocessable } from '../../fhir/outcome.ts';
import { citizenOf } from '../appointment/book-resource.ts';
import { referencesIn } from '../appointment/input.ts';
import { parameter } from '../appointment/operation-parameter.ts';
import { type Call, idIn, type Operation } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { fileTypes, mostBytes, mostBytesInAll, mostFiles } from './attachment.ts';
import { openUnits, staffOf, type To } from './recipient.ts';
import { closingTimes, replyDaysOf, replyDue } from './reply-time.ts';

/** When an answer is due at a unit to what is sent now. */
function dueNow({ ports }: Call, unit: To['unit']): string {
  const { closedDates } = ports.municipality;
  const replyDays = replyDaysOf(unit, ports.municipality) ?? 0;
  const asked = { sent: ports.now(), replyDays, closing: closingTimes(unit), closedDates };
  return formatInstant(replyDue(asked));
}

function recipient(
  call: Call,
  unit: To['unit'],
  { reference, display }: { readonly reference: string; readonly display?: string | undefined },
): ParametersParameter {
  const valueReference = { reference, ...(display !== undefined && { display }) };
  const days = replyDaysOf(unit, call.ports.municipality) ?? 0;
  return {
    name: 'recipient',
    part: [
      { name: 'reference', valueReference },
      { name: 'reply-days', valueInteger: days },
      { name: 'reply-due', valueDateTime: dueNow(call, unit) },
    ],
  };
}

/** The people with whom the citizen has appointments, at units that take messages. */
async function persons(
  call: Call,
  patient: string,
  units: readonly To['unit'][],
): Promise<ParametersParameter[]> {
  const { ports } = call;
  const ids = await staffOf(ports, patient);
  const roles = await findAll<PractitionerRole>(ports.db, ports.room('PractitionerRole'), ids);
  return roles.flatMap(({ resource: { id, organization } }) => {
    const unit = units.find((one) => one.id === idIn(organization?.reference, 'Organization'));
    return unit ? [recipient(call, unit, { reference: `PractitionerRole/${id}` })] : [];
  });
}

const limits = (): ParametersParameter => ({
  name: 'attachments',
  part: [
    { name: 'most-files', valueInteger: mostFiles },
    { name: 'most-bytes', valueInteger: mostBytes },
    { name: 'most-bytes-in-all', valueInteger: mostBytesInAll },
    ...[...fileTypes.keys()].map((type) => ({ name: 'type', valueCode: type })),
  ],
});

const noMessages = () =>
  unprocessable('messages-off', {
    da: 'Kommunen tager ikke imod beskeder her. Ring i stedet.',
    en: 'The municipality takes no messages here. Please phone instead.',
  });

async function formFor(call: Call, patient: string): Promise<Parameters> {
  const { dialogue } = call.ports.municipality;
  if (!dialogue) throw noMessages();
  const units = await openUnits(call.ports);
  return {
    resourceType: 'Parameters',
    parameter: [
      ...units.map((unit) =>
        recipient(call, unit, { reference: `Organization/${unit.id}`, display: unit.name }),
      ),
      ...(await persons(call, patient, units)),
      limits(),
      {
        name: 'emergency',
        part: [
          { name: 'da', valueString: dialogue.emergency.da },
          { name: 'en', valueString: dialogue.emergency.en },
        ],
      },
    ],
  };
}

/** To whom one may write, when an answer comes, what may be sent along, and what messages are not for. */
export const messageForm: Operation = {
  code: 'message-form',
  feature: 'messages',
  title: { da: 'Hvad en formular til beskeder skal vide', en: 'What a form for messages needs' },
  onType: true,
  onInstance: false,
  affectsState: false,
  parameter: [
    parameter('patient', 'Reference', 'Borgeren.', 'The citizen.'),
    parameter(
      'return',
      'Parameters',
      'Modtagere med svartid, grænser for filer og teksten om det, der haster.',
      'Recipients with reply times, limits of files, and the text about what is urgent.',
      { use: 'out', min: 1 },
    ),
  ],
  run: async (call) => {
    const patient = citizenOf(call, referencesIn(call.input, 'patient', 'Patient')[0]);
    const actor = actorFor(call.grant, patient, 'Communication');
    if (!actor || actor.capacity === 'staff') throw fail(403, noMandate);
    return { status: 200, body: await formFor(call, patient) };
  },
};
