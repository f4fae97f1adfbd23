/** What each broker says of a person: OIOSAML 3 names passed on, another broker's own names, and KOMBIT's Context Handler. */
import type { JWTPayload } from 'jose';
import { uuidv5 } from '../../fhir/id.ts';
import type { Broker, Persona } from '../people/personas.ts';
import { sandboxAuthority } from './authority.ts';
import { jobList, mandatorList } from './privilege-list.ts';

export const brokers: readonly Broker[] = ['nemlogin', 'signicat', 'kombit'];

const core = 'https://data.gov.dk/model/core/eid';
const nsisLevel = 'https://data.gov.dk/concept/core/nsis/loa';
const personNamespace = '6f0d6a4e-6f52-4f2a-8a7b-3b8d7c1f0e55';

/** The UUID by which the national login knows a CPR number. */
export const cprUuid = (cpr: string): string => `urn:uuid:${uuidv5(personNamespace, cpr)}`;

const authorityOf = ({ authority = sandboxAuthority }: Persona) => authority;

const levelOf = ({ level }: Persona): string => level ?? 'Substantial';

function nemloginPerson({ cpr, cvr, name, shows }: Persona): JWTPayload {
  if (cvr !== undefined)
    return { [`${core}/professional/cvr`]: cvr, [`${core}/professional/orgName`]: name };
  if (cpr === undefined) return {};
  return shows === 'uuid' ? { [`${core}/cprUuid`]: cprUuid(cpr) } : { [`${core}/cprNumber`]: cpr };
}

const claims: Readonly<Record<Broker, (persona: Persona, key: string) => JWTPayload>> = {
  nemlogin: (persona) => ({
    ...nemloginPerson(persona),
    [`${core}/fullName`]: persona.name,
    [nsisLevel]: levelOf(persona),
    ...(persona.mandators && {
      privileges_intermediate: mandatorList(persona.mandators, {
        version: '1.2',
        fuldmagt: 'national',
        authority: authorityOf(persona),
      }),
    }),
  }),
  signicat: (persona, key) => ({
    ...(persona.cpr !== undefined && { nin: persona.cpr, nin_type: 'PERSON' }),
    mitid_uuid: uuidv5(personNamespace, key),
    mitid_loa: levelOf(persona).toUpperCase(),
    mitid_name_and_address_protection: persona.protected === true,
    ...(persona.protected !== true && { name: persona.name }),
    ...(persona.mandators && {
      privileges_intermediate: mandatorList(persona.mandators, {
        version: '1.1',
        fuldmagt: 'procuration',
        authority: authorityOf(persona),
      }),
    }),
  }),
  kombit: (persona, key) => ({
    [`${core}/professional/uuid/persistent`]: persona.medarbejderId ?? key,
    [`${core}/professional/cvr`]: authorityOf(persona).cvr,
    [`${core}/fullName`]: persona.name,
    [nsisLevel]: levelOf(persona),
    [`${core}/privilegesIntermediate`]: jobList(
      authorityOf(persona),
      persona.role === 'auditor' ? 'auditor' : 'staff',
      persona.units ?? [],
    ),
  }),
};

/** A machine is no person: the client itself is who acts. */
const machineClaims = ({ role, cvr }: Persona): JWTPayload => ({
  client_kind: role,
  ...(cvr !== undefined && { cvr }),
});

/** A client application that acts as itself. */
export const isMachine = ({ role }: Persona): boolean =>
  role === 'system' || role === 'association';

/** The broker by which a persona comes. */
export const brokerOf = ({ broker, role }: Persona): Broker =>
  broker ?? (role === 'staff' || role === 'auditor' ? 'kombit' : 'nemlogin');

/** What the persona's broker says of it, beside what every token says. */
export const personaClaims = (key: string, persona: Persona): JWTPayload =>
  isMachine(persona) ? machineClaims(persona) : claims[brokerOf(persona)](persona, key);
