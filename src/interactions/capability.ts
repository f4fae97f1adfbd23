/** https://hl7.org/fhir/R4/capabilitystatement.html */
import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';
import { operationDefinition, ours, searchParameter } from '../fhir/canonical.ts';
import { zone } from '../fhir/instant.ts';
import type { Operation, Room } from '../resources/define.ts';

const coded = ({ code }: Operation) => ({ name: code, definition: operationDefinition(code) });

const references = (room: Room): string[] =>
  Object.entries(room.search)
    .filter(([, { type }]) => type === 'reference')
    .map(([name]) => name);

const revincludes = (room: Room, rooms: readonly Room[]): string[] =>
  rooms.flatMap((other) =>
    Object.entries(other.search)
      .filter(([, param]) => param.type === 'reference' && param.target?.includes(room.type))
      .map(([name]) => `${other.type}:${name}`),
  );

/** What the statement is made of. `date` is an instant. */
export interface Stated {
  readonly rooms: readonly Room[];
  readonly base: string;
  readonly date: string;
  /** Canonical URL of R4's search parameter: some are shared between types, so the name does not give it. */
  readonly r4: (type: string, code: string) => string | undefined;
}

const definitionOf = (room: Room, name: string, { r4 }: Stated): string =>
  (room.search[name]?.description === undefined ? r4(room.type, name) : undefined) ??
  searchParameter(`${room.slug}-${name}`);

const resource = (room: Room, stated: Stated): CapabilityStatementRestResource => ({
  type: room.type as CapabilityStatementRestResource['type'],
  supportedProfile: [room.profile],
  documentation: room.about.en,
  interaction: room.interactions.map((code) => ({ code })),
  versioning: 'versioned-update',
  readHistory: room.interactions.includes('vread'),
  updateCreate: false,
  conditionalCreate: false,
  conditionalUpdate: false,
  conditionalDelete: 'not-supported',
  referencePolicy: ['literal'],
  searchInclude: references(room).map((name) => `${room.type}:${name}`),
  searchRevInclude: revincludes(room, stated.rooms),
  searchParam: [
    ...Object.entries(room.search).map(([name, param]) => ({
      name,
      type: param.type,
      definition: definitionOf(room, name, stated),
      ...(param.description !== undefined && { documentation: param.description }),
    })),
    { name: '_id', type: 'token', definition: 'http://hl7.org/fhir/SearchParameter/Resource-id' },
    {
      name: '_lastUpdated',
      type: 'date',
      definition: 'http://hl7.org/fhir/SearchParameter/Resource-lastUpdated',
    },
  ],
  ...(room.operations.length > 0 && { operation: room.operations.map(coded) }),
});

/** What the registry makes true, and nothing else. */
export const capabilityStatement = (stated: Stated): CapabilityStatement => ({
  resourceType: 'CapabilityStatement',
  url: `${ours}/CapabilityStatement/samspil`,
  name: 'Samspil',
  title: 'Samspil: FHIR R4 over Columna Cura',
  status: 'active',
  date: stated.date,
  kind: 'instance',
  software: { name: 'Samspil' },
  implementation: { description: 'Samspil', url: stated.base },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json', 'json'],
  patchFormat: ['application/json-patch+json'],
  rest: [
    {
      mode: 'server',
      documentation: `Dates without a zone mean ${zone}. Unknown parameters are refused. The format is JSON.`,
      security: {
        service: [
          {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                code: 'OAuth',
              },
            ],
          },
        ],
        description:
          "Bearer tokens of the municipality's identity provider. Citizen, relative with a mandate, staff, auditor.",
      },
      resource: stated.rooms.map((room) => resource(room, stated)),
    },
  ],
});
