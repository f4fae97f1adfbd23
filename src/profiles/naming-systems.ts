/** Which systems identifiers are of, and who gives them. https://hl7.org/fhir/R4/namingsystem.html */
import type { NamingSystem } from '@medplum/fhirtypes';
import { system } from '../../mappings/codes/system.ts';
import { identifierSystem, ours } from '../fhir/canonical.ts';
import type { Edition } from './edition.ts';

interface Named {
  readonly id: string;
  readonly title: string;
  readonly uri: string;
  readonly description: string;
  readonly responsible?: string;
  /** Another way to write the system; `uri` is the one that stands here. */
  readonly also?: string;
}

const installation = 'Kommunen, som kører facaden · the municipality that runs the facade';

/** National registers, as dk-core writes their systems. */
const national: readonly Named[] = [
  {
    id: 'cpr',
    title: 'CPR-nummer · Danish civil registration number',
    uri: system.cpr,
    responsible: 'CPR-kontoret',
    description:
      'Ti cifre uden bindestreg. Kontrolcifferet (modulus 11) må ikke efterprøves. · Ten digits without a hyphen. The check digit (modulus 11) must not be verified.',
  },
  {
    id: 'ecpr',
    title: 'eCPR-nummer (X-eCPR) · national replacement for a CPR number',
    uri: system.ecpr,
    responsible: 'Sundhedsdatastyrelsen',
    description:
      'Erstatningsnummer til den, der intet CPR-nummer har. Alderen kan ikke læses af det. · For those without a CPR number. It does not tell the age.',
  },
  {
    id: 'sor',
    title: 'SOR-kode · code of the Danish register of health organisations',
    uri: system.sor,
    responsible: 'Sundhedsdatastyrelsen',
    description: 'Mindst 11 cifre. · At least 11 digits.',
  },
  {
    id: 'cvr',
    title: 'CVR-nummer · Danish business registration number',
    uri: system.cvr,
    also: 'urn:oid:1.3.184',
    responsible: 'Erhvervsstyrelsen',
    description: 'Otte cifre. · Eight digits.',
  },
  {
    id: 'authorisation',
    title: 'Autorisations-ID · authorisation of a health professional',
    uri: system.authorisation,
    responsible: 'Styrelsen for Patientsikkerhed',
    description:
      'Fem tegn; står på Practitioner.qualification. Ikke alle medarbejdere har et. · Five characters; stands in Practitioner.qualification. Not all staff have one.',
  },
];

/** What an installation gives itself; each is unique within it alone. */
const own: readonly Named[] = [
  {
    id: 'patient-id',
    title: 'Borgerens nøgle i facaden · key of the citizen in the facade',
    uri: system.patientId,
    description:
      'Står altid på Patient, også hvor CPR-nummeret ikke vises. · Always stands in Patient, also where the CPR number is not shown.',
  },
  {
    id: 'room-number',
    title: 'Lokalenummer · number of a room',
    uri: system.roomNumber,
    description: 'Som det står på døren. · As it stands on the door.',
  },
  {
    id: 'mandate-reference',
    title: 'Fuldmagtens reference · reference of a mandate',
    uri: system.mandateReference,
    description:
      'Fra det register, som fuldmagten står i. · From the register that holds the mandate.',
  },
  {
    id: 'case-number',
    title: 'Sagsnummer · case number',
    uri: system.caseNumber,
    description: 'Sagens nummer i omsorgssystemet. · The number of the case in the care record.',
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
    title: `Nummeret på ${da} i Cura · Cura’s number of ${en}`,
    uri: identifierSystem(`cura/${record}`),
    description: `Hvad omsorgssystemet kalder ${da}. · What the care record calls ${en}.`,
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
        { url: `${r5}title`, valueString: title },
      ],
      name: nameOf(id),
      ...{ status: 'draft', kind: 'identifier', date, responsible, description },
      uniqueId: [
        { ...uniqueId(uri), preferred: true },
        // A register has its URI too where the preferred name of it is a number.
        ...(uri.startsWith('urn:oid:') ? [{ type: 'uri' as const, value: uri }] : []),
        ...(also === undefined ? [] : [uniqueId(also)]),
      ],
    }),
  );
