/** Which systems identifiers are of, and who gives them. https://hl7.org/fhir/R4/namingsystem.html */
import type { NamingSystem } from '@medplum/fhirtypes';
import { system } from '../../mappings/codes/system.ts';
import { identifierSystem, ours } from '../fhir/canonical.ts';
import type { Text } from '../fhir/outcome.ts';
import { inBoth } from '../fhir/translation.ts';
import type { Edition } from './edition.ts';

interface Named {
  readonly id: string;
  readonly title: Text;
  readonly uri: string;
  readonly description: Text;
  readonly responsible?: Text;
  /** Another way to write the system; `uri` is the one that stands here. */
  readonly also?: string;
}

const installation = {
  da: 'Kommunen, som kører facaden',
  en: 'The municipality that runs the facade',
};

const office = (name: string): Text => ({ da: name, en: name });

/** National registers, as dk-core writes their systems. */
const national: readonly Named[] = [
  {
    id: 'cpr',
    title: { da: 'CPR-nummer', en: 'Danish civil registration number' },
    uri: system.cpr,
    responsible: office('CPR-kontoret'),
    description: {
      da: 'Ti cifre uden bindestreg. Kontrolcifferet (modulus 11) må ikke efterprøves.',
      en: 'Ten digits without a hyphen. The check digit (modulus 11) must not be verified.',
    },
  },
  {
    id: 'ecpr',
    title: { da: 'eCPR-nummer (X-eCPR)', en: 'National replacement for a CPR number' },
    uri: system.ecpr,
    responsible: office('Sundhedsdatastyrelsen'),
    description: {
      da: 'Erstatningsnummer til den, der intet CPR-nummer har. Alderen kan ikke læses af det.',
      en: 'For those without a CPR number. It does not tell the age.',
    },
  },
  {
    id: 'sor',
    title: { da: 'SOR-kode', en: 'Code of the Danish register of health organisations' },
    uri: system.sor,
    responsible: office('Sundhedsdatastyrelsen'),
    description: { da: 'Mindst 11 cifre.', en: 'At least 11 digits.' },
  },
  {
    id: 'cvr',
    title: { da: 'CVR-nummer', en: 'Danish business registration number' },
    uri: system.cvr,
    also: 'urn:oid:1.3.184',
    responsible: office('Erhvervsstyrelsen'),
    description: { da: 'Otte cifre.', en: 'Eight digits.' },
  },
  {
    id: 'authorisation',
    title: { da: 'Autorisations-ID', en: 'Authorisation of a health professional' },
    uri: system.authorisation,
    responsible: office('Styrelsen for Patientsikkerhed'),
    description: {
      da: 'Fem tegn; står på Practitioner.qualification. Ikke alle medarbejdere har et.',
      en: 'Five characters; stands in Practitioner.qualification. Not all staff have one.',
    },
  },
];

/** What an installation gives itself; each is unique within it alone. */
const own: readonly Named[] = [
  {
    id: 'patient-id',
    title: { da: 'Borgerens nøgle i facaden', en: 'Key of the citizen in the facade' },
    uri: system.patientId,
    description: {
      da: 'Står altid på Patient, også hvor CPR-nummeret ikke vises.',
      en: 'Always stands in Patient, also where the CPR number is not shown.',
    },
  },
  {
    id: 'room-number',
    title: { da: 'Lokalenummer', en: 'Number of a room' },
    uri: system.roomNumber,
    description: { da: 'Som det står på døren.', en: 'As it stands on the door.' },
  },
  {
    id: 'mandate-reference',
    title: { da: 'Fuldmagtens reference', en: 'Reference of a mandate' },
    uri: system.mandateReference,
    description: {
      da: 'Fra det register, som fuldmagten står i.',
      en: 'From the register that holds the mandate.',
    },
  },
  {
    id: 'case-number',
    title: { da: 'Sagsnummer', en: 'Case number' },
    uri: system.caseNumber,
    description: {
      da: 'Sagens nummer i omsorgssystemet.',
      en: 'The number of the case in the care record.',
    },
  },
  {
    id: 'client',
    title: { da: 'Klient-id', en: 'Client id' },
    uri: identifierSystem('client'),
    description: {
      da: 'Programmet, som kaldte, som det er kendt hos den, der udsteder adgang.',
      en: 'The application that called, as whoever issues tokens knows it.',
    },
  },
  {
    id: 'caller',
    title: { da: 'Nøgle for den, der kaldte', en: 'Key of a caller' },
    uri: identifierSystem('caller'),
    description: {
      da: 'Den samme for den samme person, også hvor personen ikke er kendt her; den siger ikke hvem.',
      en: 'The same for the same person, also where the person is not known here; it does not tell who.',
    },
  },
  {
    id: 'reminder',
    title: { da: 'Påmindelsens nummer', en: 'Number of a reminder' },
    uri: identifierSystem('reminder'),
    description: {
      da: 'Planen, som påmindelsen blev sendt efter: én plan er én besked.',
      en: 'The plan by which the reminder was sent: one plan is one message.',
    },
  },
  {
    id: 'class-session',
    title: { da: 'Gang på et hold', en: 'Session of a class' },
    uri: identifierSystem('class-session'),
    description: {
      da: 'Nummeret på en gang inden for holdets kalender.',
      en: 'The number of a session within the calendar of the class.',
    },
  },
  ...(
    [
      ['aftale', 'aftalen', 'the appointment'],
      ['holdtilmelding', 'holdtilmeldingen', 'the seat in a class'],
      ['besoeg', 'besøget', 'the visit'],
      ['henvendelse', 'henvendelsen', 'the inquiry'],
      ['forening', 'foreningen', 'the association'],
    ] as const
  ).map(([record, da, en]) => ({
    id: `cura-${record}`,
    title: { da: `Nummeret på ${da} i Cura`, en: `Cura’s number of ${en}` },
    uri: identifierSystem(`cura/${record}`),
    description: {
      da: `Hvad omsorgssystemet kalder ${da}.`,
      en: `What the care record calls ${en}.`,
    },
  })),
];

const nameOf = (id: string): string =>
  `NamingSystem${id.replace(/(?:^|-)([a-z])/g, (_, first: string) => first.toUpperCase())}`;

const uniqueId = (value: string): NonNullable<NamingSystem['uniqueId']>[number] =>
  value.startsWith('urn:oid:')
    ? { type: 'oid', value: value.slice('urn:oid:'.length) }
    : { type: 'uri', value };

/** R4's NamingSystem has no url and no version: R5's stand in extensions. */
const r5 = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-NamingSystem.';

/** A NamingSystem for each register and each number that stands in an identifier. */
export const namingSystems = ({ version, date }: Edition): (NamingSystem & { id: string })[] =>
  [...national, ...own].map(
    ({ id, title, uri, description, responsible = installation, also }) => ({
      resourceType: 'NamingSystem',
      id,
      extension: [
        { url: `${r5}url`, valueUri: `${ours}/NamingSystem/${id}` },
        { url: `${r5}version`, valueString: version },
        { url: `${r5}title`, ...inBoth('valueString', title) },
      ],
      name: nameOf(id),
      ...{ status: 'draft', kind: 'identifier', date },
      ...inBoth('responsible', responsible),
      ...inBoth('description', description),
      uniqueId: [
        { ...uniqueId(uri), preferred: true },
        // A register has its URI too where the preferred name of it is a number.
        ...(uri.startsWith('urn:oid:') ? [{ type: 'uri' as const, value: uri }] : []),
        ...(also === undefined ? [] : [uniqueId(also)]),
      ],
    }),
  );
