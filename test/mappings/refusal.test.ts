import t from 'tap';
import { type Case, lacks, noCode, noPlace, testRefusals } from './refuse.ts';

const borger = ['borger', 'Patient', 'patient/typical'] as const;

const cases: readonly Case[] = [
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
];

testRefusals(t, cases);
