/** What a facade must do and may do that calls itself one of these. https://hl7.org/fhir/R4/capabilitystatement.html */
import type {
  CapabilityStatement,
  CapabilityStatementRest,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceInteraction,
  CapabilityStatementRestResourceSearchParam,
  Extension,
} from '@medplum/fhirtypes';
import { ours } from '../fhir/canonical.ts';
import type { Definitions } from '../fhir/definitions.ts';
import { capabilityStatement } from '../interactions/capability.ts';
import type { Room } from '../resources/define.ts';
import type { Edition } from './edition.ts';

type Expectation = 'SHALL' | 'SHOULD' | 'MAY';

const expectation = (valueCode: Expectation): { extension: Extension[] } => ({
  extension: [
    {
      url: 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation',
      valueCode,
    },
  ],
});

/** What a municipality can switch off may be left out. */
const ofRoom = ({ feature }: Room): Expectation => (feature ? 'MAY' : 'SHALL');

/** A citizen's own data is found and read everywhere, and written where the room takes writes; versions are good to have. */
const ofInteraction: Readonly<Record<string, Expectation>> = {
  vread: 'SHOULD',
  'history-instance': 'SHOULD',
  'history-type': 'MAY',
  'search-system': 'MAY',
  'history-system': 'MAY',
};

/** A parameter of ours may be left out, one of R4's must be there where the whole type can be searched by it. */
const ofParam = ({ search }: Room, name: string): Expectation => {
  const { description, index } = search[name] ?? {};
  if (name === '_id' || name === '_lastUpdated') return 'SHALL';
  if (description !== undefined || name.startsWith('_')) return 'MAY';
  return index === 'range' ? 'SHALL' : 'SHOULD';
};

/** What a room alone can do belongs to it, the more so when it is IHE's; what works on any registry is an offer. */
function ofOperation(room: Room | undefined, name: string): Expectation {
  const own = room?.operations.find(({ code }) => code === name);
  if (own?.answersAs) return 'SHALL';
  return own && !own.feature && !room?.feature ? 'SHOULD' : 'MAY';
}

const expected = (
  room: Room,
  { interaction = [], searchParam = [], operation, ...rest }: CapabilityStatementRestResource,
): CapabilityStatementRestResource => ({
  ...rest,
  ...expectation(ofRoom(room)),
  documentation: `${room.about.da} · ${rest.documentation ?? ''}`,
  interaction: interaction.map(
    (one): CapabilityStatementRestResourceInteraction => ({
      ...expectation(ofInteraction[one.code] ?? 'SHALL'),
      ...one,
    }),
  ),
  searchParam: searchParam.map(
    (one): CapabilityStatementRestResourceSearchParam => ({
      ...expectation(ofParam(room, one.name)),
      ...one,
    }),
  ),
  ...(operation && {
    operation: operation.map((one) => ({ ...expectation(ofOperation(room, one.name)), ...one })),
  }),
});

const restOf = (
  { resource = [], interaction, operation }: CapabilityStatementRest,
  rooms: readonly Room[],
): CapabilityStatementRest => ({
  mode: 'server',
  documentation:
    'SHALL: uden det er det ikke en facade som denne. SHOULD: uden det må det siges hvorfor. MAY: kommunen kan slå det fra. · SHALL: without it, it is no such facade. SHOULD: whoever leaves it out says why. MAY: a municipality can switch it off.',
  security: {
    description:
      'SMART on FHIR: citizens and relatives by MitID (NSIS Substantial or higher), staff by the municipality’s own issuer, machines by SMART backend services. The right is decided at every use.',
  },
  resource: resource.flatMap((one) => {
    const room = rooms.find(({ type }) => type === one.type);
    return room ? [expected(room, one)] : [];
  }),
  ...(interaction && {
    interaction: interaction.map((one) => ({
      ...expectation(ofInteraction[one.code ?? ''] ?? 'SHOULD'),
      ...one,
    })),
  }),
  ...(operation && {
    operation: operation.map((one) => ({
      ...expectation(ofOperation(undefined, one.name)),
      ...one,
    })),
  }),
});

/** The statement of requirements, from the same registry as the answer of `metadata`. */
export function requirements(
  rooms: readonly Room[],
  definitions: Definitions,
  { version, date }: Edition,
): CapabilityStatement & { id: string } {
  const { rest = [], instantiates } = capabilityStatement({
    ...{ rooms, definitions, base: ours, date },
    presented: { name: 'Samspil', title: 'Samspil' },
    ...{ formats: [], patchFormats: [] },
  });
  return {
    resourceType: 'CapabilityStatement',
    id: 'samspil-requirements',
    url: `${ours}/CapabilityStatement/samspil-requirements`,
    ...{ version, date, name: 'SamspilRequirements', status: 'draft', kind: 'requirements' },
    title: 'What a facade for municipal care must and may do',
    description:
      'Krav til en facade foran et omsorgssystem, som borgere, pårørende og andre kommuner kan regne med. · Requirements of a facade in front of a care record that citizens, relatives and other municipalities can rely on.',
    fhirVersion: '4.0.1',
    format: ['json', 'xml'],
    patchFormat: ['application/json-patch+json'],
    ...(instantiates && { imports: instantiates }),
    rest: rest.map((one) => restOf(one, rooms)),
  };
}
