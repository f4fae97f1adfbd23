/** What a facade must do and may do that calls itself one of these. https://hl7.org/fhir/R4/capabilitystatement.html */
import type {
  CapabilityStatement,
  CapabilityStatementRest,
  CapabilityStatementRestResource,
} from '@medplum/fhirtypes';
import { ours } from '../fhir/canonical.ts';
import type { Definitions } from '../fhir/definitions.ts';
import { inBoth } from '../fhir/translation.ts';
import { capabilityStatement, facadeRequirements } from '../interactions/capability.ts';
import type { Room } from '../resources/define.ts';
import type { Edition } from './edition.ts';
import {
  type Expectation,
  expectation,
  ofInteraction,
  ofOperation,
  ofParam,
  ofRoom,
} from './expectation.ts';

const smart = {
  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
  code: 'SMART-on-FHIR',
};

/** Elements of a resource that are no lists of parts, by what they hold when it can be done. */
const abilities: readonly (readonly [element: string, holds: unknown, how: Expectation])[] = [
  ['readHistory', true, 'SHOULD'],
  ['conditionalCreate', true, 'SHOULD'],
  ['conditionalRead', 'full-support', 'SHOULD'],
  ['conditionalUpdate', true, 'MAY'],
  ['conditionalDelete', 'single', 'MAY'],
  ['updateCreate', true, 'MAY'],
];

/** What can be done, with how much that is asked for; what cannot is not asked for. */
const abilitiesOf = (stated: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(
    abilities
      .filter(([element, holds]) => stated[element] === holds)
      .flatMap(([element, holds, how]) => [
        [element, holds],
        [`_${element}`, expectation(how)],
      ]),
  );

/** A list of names, each with how much it is asked for. */
const listed = (element: string, names: readonly string[], how: Expectation): object =>
  names.length === 0
    ? {}
    : { [element]: names, [`_${element}`]: names.map(() => expectation(how)) };

function expected(room: Room, stated: CapabilityStatementRestResource) {
  const { interaction = [], searchParam = [], operation = [], type, supportedProfile } = stated;
  const { searchInclude = [], searchRevInclude = [] } = stated;
  return {
    ...expectation(ofRoom(room)),
    type,
    ...(supportedProfile && { supportedProfile }),
    ...inBoth('documentation', room.about),
    interaction: interaction.map((one) => ({
      ...expectation(ofInteraction(one.code, room)),
      ...one,
    })),
    ...abilitiesOf(stated as unknown as Readonly<Record<string, unknown>>),
    ...listed('searchInclude', searchInclude, 'SHOULD'),
    ...listed('searchRevInclude', searchRevInclude, 'MAY'),
    searchParam: searchParam.map((one) => ({ ...expectation(ofParam(room, one.name)), ...one })),
    ...(operation.length > 0 && {
      operation: operation.map((one) => ({ ...expectation(ofOperation(one.name, room)), ...one })),
    }),
  } as CapabilityStatementRestResource;
}

const security = {
  cors: true,
  service: [{ coding: [smart] }],
  ...inBoth('description', {
    da: 'SMART on FHIR: borgere og pårørende med MitID (NSIS Betydelig eller højere), personale fra kommunens egen udsteder, maskiner med SMART backend services. Retten afgøres ved hver brug.',
    en: 'SMART on FHIR: citizens and relatives by MitID (NSIS Substantial or higher), staff by the municipality’s own issuer, machines by SMART backend services. The right is decided at every use.',
  }),
};

const restOf = (
  { resource = [], interaction, operation }: CapabilityStatementRest,
  rooms: readonly Room[],
): CapabilityStatementRest => ({
  mode: 'server',
  ...inBoth('documentation', {
    da: 'SHALL: uden det er det ikke en facade som denne. SHOULD: den, der udelader det, siger hvorfor. MAY: kan udelades, for en kommune kan slå det fra, eller det kan fås på andre måder.',
    en: 'SHALL: without it, it is no such facade. SHOULD: whoever leaves it out says why. MAY: can be left out, as a municipality can switch it off, or as there are other ways to have it.',
  }),
  security,
  resource: resource.flatMap((one) => {
    const room = rooms.find(({ type }) => type === one.type);
    return room ? [expected(room, one)] : [];
  }),
  ...(interaction && {
    interaction: interaction.map((one) => ({
      ...expectation(ofInteraction(`${one.code}`)),
      ...one,
    })),
  }),
  ...(operation && {
    operation: operation.map((one) => ({ ...expectation(ofOperation(one.name)), ...one })),
  }),
});

/** The statement of requirements, from the same registry as the answer of `metadata`. */
export function requirements(
  rooms: readonly Room[],
  definitions: Definitions,
  { version, date }: Edition,
): CapabilityStatement & { id: string } {
  const { rest = [], instantiates = [] } = capabilityStatement({
    ...{ rooms, definitions, base: ours, date },
    presented: { name: 'Samspil', title: 'Samspil' },
    ...{ formats: [], patchFormats: [] },
  });
  return {
    resourceType: 'CapabilityStatement',
    id: 'samspil-requirements',
    url: facadeRequirements,
    ...{ version, date, name: 'SamspilRequirements', status: 'draft', kind: 'requirements' },
    ...inBoth('title', {
      da: 'Hvad en facade for kommunal pleje og omsorg skal og må kunne',
      en: 'What a facade for municipal care must and may do',
    }),
    ...inBoth('description', {
      da: 'Krav til en facade foran et omsorgssystem, som borgere, pårørende og andre kommuner kan regne med.',
      en: 'Requirements of a facade in front of a care record that citizens, relatives and other municipalities can rely on.',
    }),
    fhirVersion: '4.0.1',
    format: ['json', 'xml'],
    patchFormat: ['application/json-patch+json'],
    imports: instantiates.filter((url) => url !== facadeRequirements),
    rest: rest.map((one) => restOf(one, rooms)),
  };
}
