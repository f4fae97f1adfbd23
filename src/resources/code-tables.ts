/** The code tables of the mappings, each with what its codes are: from them come the concept maps. */
import * as activity from '../../mappings/codes/activity.ts';
import * as appointment from '../../mappings/codes/appointment.ts';
import * as care from '../../mappings/codes/care.ts';
import * as classes from '../../mappings/codes/class.ts';
import * as insight from '../../mappings/codes/insight.ts';
import * as mandate from '../../mappings/codes/mandate.ts';
import * as message from '../../mappings/codes/message.ts';
import * as person from '../../mappings/codes/person.ts';
import * as place from '../../mappings/codes/place.ts';
import { codeSystem } from '../fhir/canonical.ts';
import type { CodeTable } from '../fhir/code-table.ts';
import { valueSetUrl } from '../fhir/profile-terminology.ts';
import { type TitledTable, titled } from './code-table-title.ts';
import { homeTables } from './observation/code-tables.ts';

const uris = 'urn:ietf:rfc:3986';

/** A system of R4 and the value set of all its codes, which has the same name. */
const r4 = (name: string) => ({
  system: `http://hl7.org/fhir/${name}`,
  targetSet: `http://hl7.org/fhir/ValueSet/${name}`,
});
/** A system of ours for plain codes, and its value set. */
const ofOurs = (system: string, set: string) => ({
  system: codeSystem(system),
  targetSet: valueSetUrl(set),
});
const into = (set: string) => ({ targetSet: valueSetUrl(set) });

const granted = (part: 'plan' | 'activity') =>
  Object.fromEntries(Object.entries(care.grantedStatus).map(([code, row]) => [code, row[part]]));

const conditions = (part: 'clinical' | 'verified') =>
  Object.fromEntries(
    Object.entries(insight.conditionStatus).map(([code, row]) => [code, row[part]]),
  );

const table = (
  id: TitledTable,
  rows: CodeTable['rows'],
  target: Pick<CodeTable, 'system' | 'targetSet'> = {},
): CodeTable => titled({ id, rows, ...target });

/** Every table of codes; the rows of `grantedStatus` are two. `mandateAuthority` holds names, which are no codes. */
export const codeTables: readonly CodeTable[] = [
  table('aftale-status', appointment.aftaleStatus, r4('appointmentstatus')),
  table('besoeg-status', appointment.besoegStatus, r4('appointmentstatus')),
  table('aflysning-aarsag', appointment.cancellationReason, into('cancellation-reasons')),
  table('udfoerer-art', appointment.capacity, ofOurs('capacity', 'capacities')),
  table('ydelsestype-form', care.serviceForm, into('service-forms')),
  table('hold-serie', classes.joining, ofOurs('class-joining', 'class-joinings')),
  table('handlemaade', care.actionMode, ofOurs('booking-manner', 'booking-manners')),
  table('efter-frist', care.afterDeadline, ofOurs('after-deadline', 'after-deadlines')),
  table('helligdage', care.publicHolidays, ofOurs('public-holiday', 'public-holidays')),
  table('sms-link', care.smsLink, ofOurs('sms-link', 'sms-links')),
  table('lovgrundlag', care.legalBasis, { system: uris }),
  table('funktion', care.staffFunction, into('staff-functions')),
  table('ugedag', care.weekday, r4('days-of-week')),
  table('ydelse-status', granted('plan'), r4('request-status')),
  table('ydelse-aktivitet', granted('activity'), r4('care-plan-activity-status')),
  table('fuldmagt-art', mandate.mandateKind, into('mandate-kinds')),
  table('fuldmagt-rolle', mandate.mandateRole),
  table('fuldmagt-lov', mandate.mandateLaw, { system: uris }),
  table('fuldmagt-ret', mandate.mandateRight, into('mandate-rights')),
  table('fuldmagt-omfatter', mandate.mandateMatter, into('mandate-matters')),
  table('fuldmagt-status', mandate.mandateStatus, r4('consent-state-codes')),
  table('besked-status', message.messageStatus, r4('event-status')),
  table('koen', person.gender, r4('administrative-gender')),
  table(
    'paamindelse-kanal',
    person.reminderChannel,
    ofOurs('reminder-channel', 'reminder-channels'),
  ),
  table('relation', person.relationship),
  table('lokation-art', place.physicalType, {
    targetSet: 'http://hl7.org/fhir/ValueSet/location-physical-type',
  }),
  table('forloeb-art', insight.courseKind, into('course-kinds')),
  table('forloeb-status', insight.courseStatus, r4('episode-of-care-status')),
  table('henvendelse-fra', insight.inquiryFrom),
  table('henvendelse-tilstand', insight.inquiryState, ofOurs('inquiry-state', 'inquiry-states')),
  table('henvendelse-status', insight.inquiryStatus, r4('request-status')),
  table('sag-tilstand', insight.caseState, into('case-states')),
  table('sag-status', insight.caseStatus, r4('task-status')),
  table('dokument-status', insight.documentStatus, r4('composition-status')),
  table('tilstand-klinisk', conditions('clinical')),
  table('tilstand-sikkerhed', conditions('verified')),
  table('maal-status', insight.goalStatus, r4('goal-status')),
  table('aktivitet-status', activity.approval, ofOurs('approval-state', 'approval-states')),
  table('aktivitet-kategori', activity.activityKind, into('activity-kinds')),
  table('aktivitet-maalgruppe', activity.audience, into('activity-audiences')),
  table('aktivitet-tilmelding', activity.signUp, ofOurs('sign-up-manner', 'sign-up-manners')),
  table('forening-art', activity.associationKind, into('association-kinds')),
  table('hjaelpemiddel-status', insight.aidStatus, r4('device-status')),
  ...homeTables,
];
