import type { Appointment, Extension, Identifier } from '@medplum/fhirtypes';
import type { Holdtilmelding } from '../src/cura/class-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes } from '../src/mapping/code-table.ts';
import { instant, text } from '../src/mapping/codec.ts';
import { extension, extensionOf, reference } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
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

const { row, list, part, derivedPart, derived, group, mapping } = between<
  Holdtilmelding,
  Appointment
>('holdtilmelding', 'Appointment');

type Seat = Pick<Holdtilmelding, 'gangId' | 'serieReference'>;
const seat = inside<Seat, Extension>();
const seatUrl = structure('class-session');

/** `{session, series?}`: which session, and what all that one joined at once have in common. */
const classSession = seat.shape('classSession', [
  seat.fixed('url', seatUrl),
  seat.list('extension', [
    seat.part('gangId', extension('session', 'valueString', text)),
    seat.part('serieReference?', extension('series', 'valueString', text)),
  ]),
]);

/** One citizen in one session of a class. Nobody else who takes part is named in it. */
export const holdtilmeldingMapping = mapping(
  [
    list('extension', [
      part(['gangId', 'serieReference?'], extensionOf<Seat>(seatUrl, classSession)),
      part(['udfoertAf?', '(borgerId)'], actingParty),
      derivedPart(
        `('${cancellationDateUrl}')`,
        (item: Extension) => item.url === cancellationDateUrl,
        cancellationDate,
      ),
    ]),
    list('identifier', [
      derivedPart(
        `.where(system='${system.curaEnrolment}')`,
        (item: Identifier) => item.system === system.curaEnrolment,
        ({ id }) => (id === undefined ? undefined : { system: system.curaEnrolment, value: id }),
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
      part('holdId', participant('hold', 'HealthcareService')),
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
        da: 'Slots laves her; Cura kender holdgangen',
        en: 'Slots are derived here; Cura knows the session',
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
