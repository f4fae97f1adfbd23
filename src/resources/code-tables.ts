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
import type { CodeTable } from '../fhir/our-terminology.ts';
import { valueSetUrl } from '../fhir/profile-terminology.ts';
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
  id: string,
  title: string,
  rows: CodeTable['rows'],
  target: Pick<CodeTable, 'system' | 'targetSet'> = {},
): CodeTable => ({ id, title, rows, ...target });

/** Every table of codes; the rows of `grantedStatus` are two. `mandateAuthority` holds names, which are no codes. */
export const codeTables: readonly CodeTable[] = [
  table('aftale-status', 'Status of an aftale', appointment.aftaleStatus, r4('appointmentstatus')),
  table('besoeg-status', 'Status of a besoeg', appointment.besoegStatus, r4('appointmentstatus')),
  table(
    'aflysning-aarsag',
    'Reason of a cancellation',
    appointment.cancellationReason,
    into('cancellation-reasons'),
  ),
  table(
    'udfoerer-art',
    'Capacity in which somebody acted',
    appointment.capacity,
    ofOurs('capacity', 'capacities'),
  ),
  table('ydelsestype-form', 'How a service is given', care.serviceForm, into('service-forms')),
  table(
    'hold-serie',
    'How a class is joined',
    classes.joining,
    ofOurs('class-joining', 'class-joinings'),
  ),
  table(
    'handlemaade',
    'How something may be done',
    care.actionMode,
    ofOurs('booking-manner', 'booking-manners'),
  ),
  table(
    'efter-frist',
    'A cancellation after the deadline',
    care.afterDeadline,
    ofOurs('after-deadline', 'after-deadlines'),
  ),
  table(
    'helligdage',
    'A service on public holidays',
    care.publicHolidays,
    ofOurs('public-holiday', 'public-holidays'),
  ),
  table(
    'sms-link',
    'What the link of a reminder opens',
    care.smsLink,
    ofOurs('sms-link', 'sms-links'),
  ),
  table('lovgrundlag', 'Legal basis of a service', care.legalBasis, { system: uris }),
  table('funktion', 'Function of staff', care.staffFunction, into('staff-functions')),
  table('ugedag', 'Day of the week', care.weekday, r4('days-of-week')),
  table(
    'ydelse-status',
    'Status of a granted service as a plan',
    granted('plan'),
    r4('request-status'),
  ),
  table(
    'ydelse-aktivitet',
    'Status of a granted service as an activity',
    granted('activity'),
    r4('care-plan-activity-status'),
  ),
  table('fuldmagt-art', 'Kind of mandate', mandate.mandateKind, into('mandate-kinds')),
  table('fuldmagt-rolle', 'What the holder of a mandate is to the citizen', mandate.mandateRole),
  table('fuldmagt-lov', 'The law behind a mandate', mandate.mandateLaw, { system: uris }),
  table('fuldmagt-ret', 'Right of a mandate', mandate.mandateRight, into('mandate-rights')),
  table(
    'fuldmagt-omfatter',
    'Matters that a mandate covers',
    mandate.mandateMatter,
    into('mandate-matters'),
  ),
  table('fuldmagt-status', 'Status of a mandate', mandate.mandateStatus, r4('consent-state-codes')),
  table('besked-status', 'Status of a besked', message.messageStatus, r4('event-status')),
  table('koen', 'Gender', person.gender, r4('administrative-gender')),
  table(
    'paamindelse-kanal',
    'Channel of a reminder',
    person.reminderChannel,
    ofOurs('reminder-channel', 'reminder-channels'),
  ),
  table('relation', 'What a relative is to the citizen', person.relationship),
  table('lokation-art', 'Form of a location', place.physicalType, {
    targetSet: 'http://hl7.org/fhir/ValueSet/location-physical-type',
  }),
  table('forloeb-art', 'Kind of a course of care', insight.courseKind, into('course-kinds')),
  table(
    'forloeb-status',
    'Status of a course of care',
    insight.courseStatus,
    r4('episode-of-care-status'),
  ),
  table('henvendelse-fra', 'Who an inquiry is from', insight.inquiryFrom),
  table(
    'henvendelse-tilstand',
    'How far an inquiry has come',
    insight.inquiryState,
    ofOurs('inquiry-state', 'inquiry-states'),
  ),
  table('henvendelse-status', 'Status of an inquiry', insight.inquiryStatus, r4('request-status')),
  table('sag-tilstand', 'How far a case has come', insight.caseState, into('case-states')),
  table('sag-status', 'Status of a case', insight.caseStatus, r4('task-status')),
  table(
    'dokument-status',
    'Status of a document',
    insight.documentStatus,
    r4('composition-status'),
  ),
  table('tilstand-klinisk', 'Clinical status of a condition', conditions('clinical')),
  table('tilstand-sikkerhed', 'How sure a condition is', conditions('verified')),
  table('maal-status', 'Status of a goal', insight.goalStatus, r4('goal-status')),
  table(
    'aktivitet-status',
    'How far the approval of an activity is',
    activity.approval,
    ofOurs('approval-state', 'approval-states'),
  ),
  table('aktivitet-kategori', 'Kind of an activity', activity.activityKind, into('activity-kinds')),
  table(
    'aktivitet-maalgruppe',
    'Whom an activity is for',
    activity.audience,
    into('activity-audiences'),
  ),
  table(
    'aktivitet-tilmelding',
    'How one signs up for an activity',
    activity.signUp,
    ofOurs('sign-up-manner', 'sign-up-manners'),
  ),
  table(
    'forening-art',
    'Kind of an association',
    activity.associationKind,
    into('association-kinds'),
  ),
  table('hjaelpemiddel-status', 'Status of an aid', insight.aidStatus, r4('device-status')),
  ...homeTables,
];
