import { readFileSync } from 'node:fs';
import type { Resource } from '@medplum/fhirtypes';
import t from 'tap';
import type { CuraRecords, Post } from '../../src/cura/records.ts';
import { Unmappable } from '../../src/mapping/mapping.ts';
import { testContext } from '../mapping/context.ts';
import { allMappings } from './all.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.cura.json`, import.meta.url), 'utf8'));

const context = testContext();

function mappingOf(record: keyof CuraRecords, type: string) {
  const found = allMappings.find((mapping) => mapping.record === record && mapping.type === type);
  if (found === undefined) throw new Error(`no mapping of ${record} to ${type}`);
  return found;
}

/** The refusal of an edit, as `expression: English text`. */
function refusalOf(
  [record, type, fixture]: readonly [keyof CuraRecords, string, string],
  edit: (resource: Record<string, unknown>) => object,
): string {
  const mapping = mappingOf(record, type);
  const base: Post = read(fixture);
  const resource = mapping.toFhir(base, context);
  return caught(() =>
    mapping.toRecord(
      { ...resource, ...edit(structuredClone(resource) as never) } as Resource,
      base,
      context,
    ),
  );
}

function caught(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Unmappable) return error.message;
    throw error;
  }
  return 'accepted';
}

const aftale = ['aftale', 'Appointment', 'appointment/aftale-booked'] as const;
const borger = ['borger', 'Patient', 'patient/typical'] as const;
const lacks = 'A value is required here.';
const noPlace = 'Cura has no place for this value, so it cannot be kept.';
const noCode = 'Cura has no such code.';

type Case = readonly [
  title: string,
  of: readonly [keyof CuraRecords, string, string],
  edit: (resource: never) => object,
  refusal: string,
];

const cases: readonly Case[] = [
  [
    'a status that Cura lacks',
    aftale,
    () => ({ status: 'waitlist' }),
    `Appointment.status: ${noCode}`,
  ],
  [
    'a day that does not exist',
    aftale,
    () => ({ start: '2026-02-30T10:00:00+01:00' }),
    'Appointment.start: The time does not exist or lacks an offset.',
  ],
  [
    'a time without offset',
    aftale,
    () => ({ end: '2026-11-24T13:45:00' }),
    'Appointment.end: The time does not exist or lacks an offset.',
  ],
  [
    'an element that no row maps',
    aftale,
    () => ({ priority: 5 }),
    `Appointment.priority: ${noPlace}`,
  ],
  [
    'a participant of an unknown kind',
    aftale,
    ({ participant }: { participant: object[] }) => ({
      participant: [...participant, { actor: { reference: 'Device/1' }, status: 'accepted' }],
    }),
    `Appointment.participant[4]: ${noPlace}`,
  ],
  [
    'two patients',
    aftale,
    ({ participant }: { participant: object[] }) => ({
      participant: [...participant, participant[0]],
    }),
    'Appointment.participant[4]: There is room for one of these only.',
  ],
  [
    'a patient whom Cura does not know',
    aftale,
    ({ participant }: { participant: object[] }) => ({
      participant: [
        { actor: { reference: 'Patient/unknown' }, status: 'accepted' },
        ...participant.slice(1),
      ],
    }),
    'Appointment.participant[0].actor.reference: The reference names nothing that Cura knows.',
  ],
  [
    'an appointment of nobody',
    aftale,
    ({ participant }: { participant: object[] }) => ({ participant: participant.slice(1) }),
    `Appointment.participant.where(actor.resolve() is Patient): ${lacks}`,
  ],
  [
    'a participant who has not accepted',
    aftale,
    ({ participant }: { participant: object[] }) => ({
      participant: participant.map((each) => ({ ...each, status: 'tentative' })),
    }),
    `Appointment.participant[0].status: ${noPlace}`,
  ],
  [
    'a reason for a missed appointment',
    aftale,
    () => ({ status: 'noshow', cancelationReason: { coding: [{ code: 'citizen' }] } }),
    `Appointment.cancelationReason: ${noPlace}`,
  ],
  [
    'a cancellation without reason',
    aftale,
    () => ({ status: 'cancelled' }),
    `Appointment.cancelationReason: ${lacks}`,
  ],
  [
    'a period that is not the appointment',
    aftale,
    () => ({ requestedPeriod: [{ start: '2026-11-01' }] }),
    `Appointment.requestedPeriod[0].start: ${noPlace}`,
  ],
  [
    'a number that is not its own',
    aftale,
    () => ({ identifier: [{ system: 'https://samspil.example/fhir/cura/aftale', value: '1' }] }),
    `Appointment.identifier[0].value: ${noPlace}`,
  ],
  [
    'the id of another',
    aftale,
    () => ({ id: 'other' }),
    'Appointment.id: The id belongs to another record.',
  ],
  ['a gender that Cura lacks', borger, () => ({ gender: 'other' }), `Patient.gender: ${noCode}`],
  [
    'a third given name',
    borger,
    () => ({ name: [{ use: 'official', family: 'Holm', given: ['Karen', 'Bech', 'Maria'] }] }),
    'Patient.name[0].given[2]: There is room for one of these only.',
  ],
  [
    'a second address',
    borger,
    ({ address }: { address: object[] }) => ({ address: [...address, ...address] }),
    'Patient.address[1]: There is room for one of these only.',
  ],
  [
    'a contact of a kind that Cura lacks',
    borger,
    () => ({ telecom: [{ system: 'fax', value: '1' }] }),
    `Patient.telecom[0]: ${noPlace}`,
  ],
  [
    'a use of a telephone',
    borger,
    () => ({ telecom: [{ system: 'phone', value: '1', use: 'mobile' }] }),
    `Patient.telecom[0].use: ${noPlace}`,
  ],
  [
    'a relationship that Cura lacks',
    ['paaroerende', 'RelatedPerson', 'related-person/daughter'],
    () => ({
      relationship: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'ROOM' }] },
      ],
    }),
    `RelatedPerson.relationship[0].coding[0]: ${noCode}`,
  ],
  [
    'a denial',
    ['fuldmagt', 'Consent', 'consent/act'],
    ({ provision }: { provision: object }) => ({ provision: { ...provision, type: 'deny' } }),
    `Consent.provision.type: ${noPlace}`,
  ],
  [
    'a right that Cura lacks',
    ['fuldmagt', 'Consent', 'consent/act'],
    ({ provision }: { provision: object }) => ({
      provision: { ...provision, action: [{ coding: [{ code: 'delete' }] }] },
    }),
    `Consent.provision.action[0].coding[0]: ${noCode}`,
  ],
  [
    'another law',
    ['fuldmagt', 'Consent', 'consent/act'],
    () => ({ policy: [{ uri: 'urn:other' }] }),
    `Consent.policy[0].uri: ${noPlace}`,
  ],
  [
    'a qualification with a period',
    ['medarbejder', 'Practitioner', 'practitioner/nurse'],
    ({ qualification: [first] }: { qualification: object[] }) => ({
      qualification: [{ ...first, period: {} }],
    }),
    `Practitioner.qualification[0].period: ${noPlace}`,
  ],
  [
    'the role of another person',
    ['medarbejder', 'PractitionerRole', 'practitioner-role/nurse'],
    () => ({ practitioner: { reference: 'Practitioner/other' } }),
    `PractitionerRole.practitioner.reference: ${noPlace}`,
  ],
  [
    'a time with seconds',
    ['enhed', 'Organization', 'organization/clinic'],
    ({ extension }: { extension: { extension: object[] }[] }) => ({
      extension: [
        {
          ...extension[0],
          extension: [
            { url: 'from', valueTime: '08:00:30' },
            { url: 'to', valueTime: '09:00:00' },
          ],
        },
      ],
    }),
    'Organization.extension[0].extension[0].valueTime: The time of day does not fit.',
  ],
  [
    'a kind of place that Cura lacks',
    ['lokation', 'Location', 'location/room'],
    () => ({
      physicalType: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code: 'ca' },
        ],
      },
    }),
    `Location.physicalType.coding[0]: ${noCode}`,
  ],
  [
    'a negative length',
    ['ydelsestype', 'HealthcareService', 'healthcare-service/wound-care'],
    ({ extension: [policy, ...rest] }: { extension: { extension: object[] }[] }) => ({
      extension: [
        {
          ...policy,
          extension: [
            { url: 'durationMinutes', valueInteger: -5 },
            ...(policy?.extension.slice(1) ?? []),
          ],
        },
        ...rest,
      ],
    }),
    'HealthcareService.extension[0].extension[0].valueInteger: The number does not fit.',
  ],
  [
    'a status and activity that do not agree',
    ['ydelse', 'CarePlan', 'care-plan/active'],
    () => ({ status: 'completed' }),
    `CarePlan.status: ${noCode}`,
  ],
  [
    'a second activity',
    ['ydelse', 'CarePlan', 'care-plan/active'],
    ({ activity }: { activity: object[] }) => ({ activity: [...activity, ...activity] }),
    'CarePlan.activity[1]: There is room for one of these only.',
  ],
  [
    'one code only',
    ['ydelse', 'CarePlan', 'care-plan/active'],
    ({ activity }: { activity: { detail: { code: object } }[] }) => ({
      activity: [
        {
          detail: {
            ...activity[0]?.detail,
            code: { coding: [{ system: 'urn:oid:1.2.208.176.2.21', code: 'G1.39' }], text: 'x' },
          },
        },
      ],
    }),
    `CarePlan.activity[0].detail.code.coding: ${lacks}`,
  ],
  [
    'an actor of an unknown kind',
    ['tjeneste', 'Schedule', 'schedule/weekdays'],
    ({ actor }: { actor: object[] }) => ({ actor: [...actor, { reference: 'Device/1' }] }),
    `Schedule.actor[3]: ${noPlace}`,
  ],
  [
    'a visit without length',
    ['besoeg', 'Appointment', 'appointment/besoeg-planned'],
    () => ({ minutesDuration: undefined }),
    `Appointment.minutesDuration: ${lacks}`,
  ],
];

for (const [title, of, edit, expected] of cases) {
  t.test(`${of[0]} as ${of[1]} refuses ${title} by name`, async (t) => {
    t.equal(refusalOf(of, edit as (resource: Record<string, unknown>) => object), expected);
  });
}

t.test('a code that Samspil does not know is refused on the way in, with the field', async (t) => {
  const { toFhir } = mappingOf('aftale', 'Appointment');
  const record = { ...read('appointment/aftale-booked'), status: 'parkeret' };
  t.match(
    t.throws(() => toFhir(record, context)),
    {
      expression: 'Appointment.status',
      field: 'status',
      text: { da: 'Cura bruger en kode, som Samspil ikke kender.' },
    },
  );
});
