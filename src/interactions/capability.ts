/** https://hl7.org/fhir/R4/capabilitystatement.html */
import { createHash } from 'node:crypto';
import type {
  CapabilityStatement,
  CapabilityStatementRest,
  CapabilityStatementRestSecurity,
  Extension,
} from '@medplum/fhirtypes';
import type { LoginService } from '../access/login-directory.ts';
import { ours } from '../fhir/canonical.ts';
import { zone } from '../fhir/instant.ts';
import { badRequest, quote } from '../fhir/outcome.ts';
import { assertReadable } from '../fhir/search-query.ts';
import { offeredRooms } from '../resources/feature-room.ts';
import { type Derived, operationsOf, resourceStatement } from './capability-resource.ts';
import type { Asking, Told } from './exchange.ts';
import { offeredRoutes } from './offered.ts';
import { socketUrl } from './subscription-token.ts';

/** How an installation presents itself. */
export interface Presented {
  readonly name: string;
  readonly title: string;
  /** Who may call, and how they show who they are; absent where nobody is asked. */
  readonly security?: string;
}

/** What the statement is made of. `date` is an instant. */
export interface Stated extends Pick<Derived, 'rooms' | 'definitions'> {
  readonly presented: Presented;
  /** Where to log in, when that is known. */
  readonly login?: LoginService;
  /** Whether scripts of other web sites may call. */
  readonly cors?: boolean;
  readonly base: string;
  readonly date: string;
  /** Media types and their short names, those of answers and those of patches. */
  readonly formats: readonly string[];
  readonly patchFormats: readonly string[];
}

const smart = {
  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
  code: 'SMART-on-FHIR',
};

/** Parts of the extension by the endpoint that each names. */
const endpoints = {
  authorize: 'authorization_endpoint',
  token: 'token_endpoint',
  introspect: 'introspection_endpoint',
  revoke: 'revocation_endpoint',
} as const;

const oauthUris = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris';

/** Where to log in. It needs both addresses, so it is left out where they are not known. */
function oauthOf({ addresses }: LoginService): Extension[] {
  const parts = Object.entries(endpoints).flatMap(([url, name]) => {
    const valueUri = addresses[name];
    return valueUri === undefined ? [] : [{ url, valueUri }];
  });
  const isWhole = addresses.authorization_endpoint && addresses.token_endpoint;
  return isWhole ? [{ url: oauthUris, extension: parts }] : [];
}

function securityOf(description: string, { login, cors }: Stated): CapabilityStatementRestSecurity {
  const extension = login ? oauthOf(login) : [];
  return {
    ...(extension.length > 0 && { extension }),
    ...(cors !== undefined && { cors }),
    ...{ service: [{ coding: [smart] }], description },
  };
}

/** Codes of R4 for what the system does as a whole. */
const systemCodes = ['transaction', 'batch', 'search-system', 'history-system'] as const;

const systemStatement = ({ routes, rooms }: Derived): Partial<CapabilityStatementRest> => {
  const system = routes.filter(({ room }) => room === undefined);
  const stated = systemCodes.filter((code) => system.some(({ name }) => name === code));
  const operation = operationsOf(system.filter(({ path }) => path.startsWith('/$')));
  const ofMembers = rooms.filter(({ type }) =>
    routes.some(({ path }) => path.startsWith(`/${type}/:id/:member`)),
  );
  return {
    ...(stated.length > 0 && { interaction: stated.map((code) => ({ code })) }),
    ...(operation.length > 0 && { operation }),
    ...(ofMembers.length > 0 && {
      compartment: ofMembers.map(
        ({ type, patient }) =>
          `${patient ? ours : 'http://hl7.org/fhir'}/CompartmentDefinition/${type.toLowerCase()}`,
      ),
    }),
  };
};

const documentationOf = (base: string): string =>
  `What can be asked, and what cannot, with examples: ${base.replace(/\/fhir$/, '/docs')}. Dates without a zone mean ${zone}. Parameters that cannot be used are refused, or left out and named with Prefer: handling=lenient.`;

const websocket = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket';

/** Where notifications are told to who stays connected. */
const socketOf = ({ rooms, base }: Stated): { extension?: Extension[] } =>
  rooms.some(({ type }) => type === 'Subscription')
    ? { extension: [{ url: websocket, valueUri: socketUrl(base.replace(/\/fhir$/, '')) }] }
    : {};

const restOf = (derived: Derived, stated: Stated): CapabilityStatementRest => ({
  ...socketOf(stated),
  mode: 'server',
  documentation: documentationOf(stated.base),
  ...(stated.presented.security !== undefined && {
    security: securityOf(stated.presented.security, stated),
  }),
  resource: derived.rooms.map((room) => resourceStatement(room, derived)),
  ...systemStatement(derived),
});

const schedulingServer =
  'https://profiles.ihe.net/ITI/Scheduling/CapabilityStatement/IHE.Scheduling.server';

/** What a facade like this must do, as the package of the profiles says it. */
export const facadeRequirements = `${ours}/CapabilityStatement/samspil-requirements`;

/** IHE's actors that the rooms' operations make up, and with them a whole facade. */
const instantiated = (rooms: Stated['rooms']): Pick<CapabilityStatement, 'instantiates'> => {
  const answered = new Set(
    rooms.flatMap(({ operations }) => operations.flatMap(({ answersAs = [] }) => answersAs)),
  );
  const isServer = ['find', 'book'].every((code) =>
    answered.has(`https://profiles.ihe.net/ITI/Scheduling/OperationDefinition/appointment-${code}`),
  );
  return isServer ? { instantiates: [schedulingServer, facadeRequirements] } : {};
};

/** What the registry makes true, and nothing else. */
export function capabilityStatement(stated: Stated): CapabilityStatement {
  const { definitions, presented, base, date, formats, patchFormats } = stated;
  const rooms = offeredRooms(stated.rooms);
  const declared = new Map(rooms.map(({ type, search }) => [type, search]));
  const derived: Derived = { rooms, definitions, declared, routes: offeredRoutes(rooms) };
  return {
    resourceType: 'CapabilityStatement',
    url: `${ours}/CapabilityStatement/${presented.name.toLowerCase()}`,
    name: presented.name,
    title: presented.title,
    ...{ status: 'active', date, kind: 'instance', fhirVersion: '4.0.1' },
    ...instantiated(rooms),
    software: { name: 'Samspil' },
    implementation: { description: presented.title, url: base },
    format: [...formats],
    patchFormat: [...patchFormats],
    rest: [restOf(derived, { ...stated, rooms })],
  };
}

const noMode = (mode: string) =>
  badRequest(
    'metadata-mode',
    {
      da: `Her findes kun mode=full, ikke ${quote(mode)}.`,
      en: `There is only mode=full here, not ${quote(mode)}.`,
    },
    { expression: 'mode' },
  );

const noParameter = (name: string) =>
  badRequest(
    'unknown-parameter',
    {
      da: `Her kan ${quote(name)} ikke bruges. Muligt er: mode, _format, _pretty.`,
      en: `${quote(name)} is not possible here. Valid are: mode, _format, _pretty.`,
    },
    { expression: quote(name) },
  );

/** Answers `metadata`. The statement stays the same while the process runs, so it is made at the first question. */
export function metadata(stated: () => Stated): (asking: Asking) => Told {
  let told: Told | undefined;
  const make = (): Told => {
    const body = JSON.stringify(capabilityStatement(stated()));
    const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    return { status: 200, body, etag, looks: [] };
  };
  return ({ query }) => {
    assertReadable(query, 'GET');
    for (const [name, value] of query) {
      if (name !== 'mode') throw noParameter(name);
      if (value !== 'full') throw noMode(value);
    }
    told ??= make();
    return told;
  };
}
