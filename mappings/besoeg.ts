import type { Appointment, Identifier } from '@medplum/fhirtypes';
import type { Besoeg } from '../src/cura/care-records.ts';
import { codes } from '../src/mapping/code-table.ts';
import { instant, positive } from '../src/mapping/codec.ts';
import { reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { besoegStatus } from './codes/appointment.ts';
import { system } from './codes/system.ts';
import { participant } from './element/participant.ts';
import { span } from './element/period.ts';
import { internal } from './element/unmapped.ts';

const { row, list, part, derivedPart, derived, mapping } = between<Besoeg, Appointment>(
  'besoeg',
  'Appointment',
);

/** A home visit: start and end are the window in which somebody comes, `minutesDuration` how long it takes. */
export const besoegMapping = mapping(
  [
    list('identifier', [
      derivedPart(
        `.where(system='${system.curaVisit}')`,
        (item: Identifier) => item.system === system.curaVisit,
        ({ id }) => (id === undefined ? undefined : { system: system.curaVisit, value: id }),
      ),
    ]),
    row('status', 'status', codes(besoegStatus)),
    row('ydelseId?', 'supportingInformation', only(reference('ydelse', 'CarePlan'))),
    row('vindueStart', 'start', instant),
    row('vindueSlut', 'end', instant),
    row('varighedMinutter', 'minutesDuration', positive),
    row('oprettet', 'created', instant),
    list('participant', [
      part('borgerId', participant('borger', 'Patient')),
      part('ydelsestypeId', participant('ydelsestype', 'HealthcareService')),
      part('medarbejderId?', participant('medarbejder', 'Practitioner')),
      part('lokationId', participant('lokation', 'Location')),
    ]),
    derived('requestedPeriod', ({ vindueStart, vindueSlut }) => [span(vindueStart, vindueSlut)]),
  ],
  internal,
  { ours: { serviceType: { da: 'står på ydelsestypen', en: 'stands on the service' } } },
);
