import type { Appointment, Extension, Identifier } from '@medplum/fhirtypes';
import type { Aftale } from '../src/cura/care-records.ts';
import { codes } from '../src/mapping/code-table.ts';
import { instant, text } from '../src/mapping/codec.ts';
import { reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { aftaleStatus } from './codes/appointment.ts';
import { system } from './codes/system.ts';
import { actingParty } from './element/acting-party.ts';
import { cancellation, cancellationDate, cancellationDateUrl } from './element/cancellation.ts';
import { participant } from './element/participant.ts';
import { span } from './element/period.ts';
import { carried, eksternReference, internNote } from './element/unmapped.ts';
import { virtualServiceUrl } from './element/virtual-service.ts';

const { row, list, part, derivedPart, derived, group, mapping } = between<Aftale, Appointment>(
  'aftale',
  'Appointment',
);

/** An appointment. The one who books is no participant: the extension `acting-party` names who acted last. */
export const aftaleMapping = mapping(
  [
    list('extension', [
      part(['udfoertAf?', '(borgerId)'], actingParty),
      derivedPart(
        `('${cancellationDateUrl}')`,
        (item: Extension) => item.url === cancellationDateUrl,
        cancellationDate,
      ),
    ]),
    list('identifier', [
      derivedPart(
        `.where(system='${system.curaAppointment}')`,
        (item: Identifier) => item.system === system.curaAppointment,
        ({ id }) => (id === undefined ? undefined : { system: system.curaAppointment, value: id }),
      ),
    ]),
    row('status', 'status', codes(aftaleStatus)),
    group(['aflysning?'], ['cancelationReason'], cancellation),
    row('ydelseId?', 'supportingInformation', only(reference('ydelse', 'CarePlan'))),
    row('start', 'start', instant),
    row('slut', 'end', instant),
    row('oprettet', 'created', instant),
    row('bemaerkning?', 'comment', text),
    list('participant', [
      part('borgerId', participant('borger', 'Patient')),
      part('ydelsestypeId', participant('ydelsestype', 'HealthcareService')),
      part('medarbejderId?', participant('medarbejder', 'Practitioner')),
      part('lokationId?', participant('lokation', 'Location')),
    ]),
    derived('requestedPeriod', ({ start, slut }) => [span(start, slut)]),
  ],
  {
    ...carried,
    eksternReference,
    internNote,
  },
  {
    externalId: 'eksternReference',
    ours: {
      slot: {
        da: 'Slots laves her; Cura kender start og slut',
        en: 'Slots are derived here; Cura knows start and end',
      },
      serviceType: { da: 'står på ydelsestypen', en: 'stands on the service' },
    },
    ourExtensions: {
      [virtualServiceUrl]: {
        da: 'adressen på en af vores egne sider',
        en: 'the address of a page of ours',
      },
    },
  },
);
