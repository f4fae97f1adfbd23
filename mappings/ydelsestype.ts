import type { Extension, HealthcareService } from '@medplum/fhirtypes';
import type { Paamindelse, Ydelsestype } from '../src/cura/care-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes, concept } from '../src/mapping/code-table.ts';
import { count, dateOrInstant, flag, text, wallTime } from '../src/mapping/codec.ts';
import { extension, extensionOf, reference } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import {
  actionMode,
  afterDeadline,
  legalBasis,
  publicHolidays,
  serviceForm,
  smsLink,
} from './codes/care.ts';
import { serviceCode } from './element/service-code.ts';
import { carried } from './element/unmapped.ts';

const { row, list, part, parts, mapping } = between<Ydelsestype, HealthcareService>(
  'ydelsestype',
  'HealthcareService',
);

const policyFields = [
  'varighedMinutter',
  'bufferFoerMinutter',
  'bufferEfterMinutter',
  'takstMinutter',
  'varselTimer',
  'horisontDage',
  'afbudsfristTimer',
  'flyttefristTimer',
  'efterFrist',
  'kraeverYdelse',
  'paaroerendeMaaBooke',
  'book',
  'flyt',
  'aflys',
  'smsLink?',
  'maksAabneAftaler?',
  'svartidTimer?',
  'reservationMinutter?',
  'aabenForAlle?',
  'helligdage?',
  'foelgerAabningstid?',
  'paamindes?',
  'stedISms?',
  'gyldigFra',
  'gyldigTil?',
] as const;

type Policy = Pick<
  Ydelsestype,
  (typeof policyFields)[number] extends infer F
    ? (F extends `${infer K}?` ? K : F) & keyof Ydelsestype
    : never
>;

const policy = inside<Policy, Extension>();
const mode = codes(actionMode);

/** The rules for booking. Minutes, hours and days are in the names; `validFrom` and `validTo` bound the service. */
const bookingPolicy = policy.shape('bookingPolicy', [
  policy.fixed('url', structure('booking-policy')),
  policy.list('extension', [
    policy.part('varighedMinutter', extension('durationMinutes', 'valueInteger', count)),
    policy.part('bufferFoerMinutter', extension('bufferBeforeMinutes', 'valueInteger', count)),
    policy.part('bufferEfterMinutter', extension('bufferAfterMinutes', 'valueInteger', count)),
    policy.part('takstMinutter', extension('alignmentMinutes', 'valueInteger', count)),
    policy.part('varselTimer', extension('leadTimeHours', 'valueInteger', count)),
    policy.part('horisontDage', extension('horizonDays', 'valueInteger', count)),
    policy.part('afbudsfristTimer', extension('cancelDeadlineHours', 'valueInteger', count)),
    policy.part('flyttefristTimer', extension('moveDeadlineHours', 'valueInteger', count)),
    policy.part('efterFrist', extension('afterDeadline', 'valueCode', codes(afterDeadline))),
    policy.part('kraeverYdelse', extension('requiresGrantedService', 'valueBoolean', flag)),
    policy.part('paaroerendeMaaBooke', extension('relativesMayBook', 'valueBoolean', flag)),
    policy.part('book', extension('book', 'valueCode', mode)),
    policy.part('flyt', extension('move', 'valueCode', mode)),
    policy.part('aflys', extension('cancel', 'valueCode', mode)),
    policy.part('smsLink?', extension('smsLink', 'valueCode', codes(smsLink))),
    policy.part('maksAabneAftaler?', extension('maxOpenBookings', 'valueInteger', count)),
    policy.part('svartidTimer?', extension('replyHours', 'valueInteger', count)),
    policy.part('reservationMinutter?', extension('holdMinutes', 'valueInteger', count)),
    policy.part('aabenForAlle?', extension('openToAll', 'valueBoolean', flag)),
    policy.part('helligdage?', extension('publicHolidays', 'valueCode', codes(publicHolidays))),
    policy.part('foelgerAabningstid?', extension('withinOpeningHours', 'valueBoolean', flag)),
    policy.part('paamindes?', extension('reminds', 'valueBoolean', flag)),
    policy.part('stedISms?', extension('placeInReminder', 'valueBoolean', flag)),
    policy.part('gyldigFra', extension('validFrom', 'valueDateTime', dateOrInstant)),
    policy.part('gyldigTil?', extension('validTo', 'valueDateTime', dateOrInstant)),
  ]),
]);

const reminder = inside<Paamindelse, Extension>();

/** `{daysBefore, time?}` or `{hoursBefore}`; several reminders are several extensions. */
const reminderPlan = reminder.shape('reminderPlan', [
  reminder.fixed('url', structure('reminder-plan')),
  reminder.list('extension', [
    reminder.part('dageFoer?', extension('daysBefore', 'valueInteger', count)),
    reminder.part('timerFoer?', extension('hoursBefore', 'valueInteger', count)),
    reminder.part('klokken?', extension('time', 'valueTime', wallTime)),
  ]),
]);

const reminderKey = (item: Extension): string =>
  (item.extension ?? [])
    .map(({ url, valueInteger, valueTime }) => `${url}=${valueInteger ?? valueTime}`)
    .join();

/** A kind of service, who is answerable for it, by which law, and how it is booked. */
export const ydelsestypeMapping = mapping(
  [
    list('extension', [
      part(policyFields, extensionOf<Policy>(structure('booking-policy'), bookingPolicy)),
      parts('paamindelser?', extensionOf(structure('reminder-plan'), reminderPlan), reminderKey),
      part(
        'ansvarligMyndighed',
        extension(structure('responsible-authority'), 'valueString', text),
      ),
      part('leverandoer', extension(structure('provider'), 'valueString', text)),
      part('lovgrundlag', extension(structure('legal-basis'), 'valueUri', codes(legalBasis))),
    ]),
    row('aktiv', 'active', flag),
    row('enhedId', 'providedBy', reference('enhed', 'Organization')),
    row(['kode', 'kodeUuid'], 'type', only(serviceCode)),
    row('lokationId?', 'location', only(reference('lokation', 'Location'))),
    row('navn', 'name', text),
    row('beskrivelse?', 'comment', text),
    row('form', 'characteristic', only(concept(serviceForm))),
  ],
  carried,
);
