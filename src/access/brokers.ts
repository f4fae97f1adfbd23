/** What each broker of logins calls the facts that we need. A new broker is a new table here. */

/** Claims of a person who logs in for himself or for others. */
export interface PersonClaims {
  readonly cpr: string;
  /** `urn:uuid:…` that the number can be asked for by. */
  readonly cprUuid?: string;
  readonly name: string;
  /** A claim that says that name and address are protected: then no name is taken from the login. */
  readonly isProtected?: string;
  readonly level: string;
  /** Levels of assurance that are enough. */
  readonly levels: readonly string[];
  /** The list of those whom the person may act for, base64 of XML. */
  readonly privileges: string;
  /** What else must stand in the token. */
  readonly equal?: Readonly<Record<string, string>>;
}

/** Claims of somebody who logs in for an employer. */
export interface EmployeeClaims {
  readonly id: string;
  readonly name: string;
  readonly cvr: string;
  readonly level: string;
  readonly levels: readonly string[];
  /** The list of job function roles. */
  readonly privileges: string;
  /** Name of the constraint that holds the units. */
  readonly units: string;
}

/** Claims of a client that acts for no person. */
export interface MachineClaims {
  /** `system` or `association`. */
  readonly kind: string;
  readonly cvr: string;
}

export type Party = 'person' | 'company' | 'employee' | 'machine';

export interface Broker {
  /** `typ` of its access tokens, without `application/`. */
  readonly tokenTypes: readonly string[];
  /**
   * Claims that only a token of such a party has. A token with those of two is nobody's, and so is one of a party
   * for which this broker has no table.
   */
  readonly marks: Readonly<Record<Party, readonly string[]>>;
  readonly client: string;
  /** Scopes of a token that names no FHIR scope; without them it allows nothing. */
  readonly scopes?: string;
  readonly person?: PersonClaims;
  readonly employee?: EmployeeClaims;
  readonly machine?: MachineClaims;
}

const eid = 'https://data.gov.dk/model/core/eid';
const nsisLevel = 'https://data.gov.dk/concept/core/nsis/loa';
const numbers = [`${eid}/cprNumber`, `${eid}/cprUuid`];
const tokenTypes = ['at+jwt'];
const machine: MachineClaims = { kind: 'client_kind', cvr: 'cvr' };

/** By the name that a setting gives. `machines`: an issuer of system clients alone. */
export const brokers = {
  nemlogin: {
    tokenTypes,
    client: 'client_id',
    marks: {
      person: numbers,
      company: [
        `${eid}/professional/cvr`,
        `${eid}/professional/orgName`,
        `${eid}/professional/uuid/persistent`,
      ],
      employee: [],
      machine: [machine.kind],
    },
    person: {
      cpr: `${eid}/cprNumber`,
      cprUuid: `${eid}/cprUuid`,
      name: `${eid}/fullName`,
      level: nsisLevel,
      levels: ['Substantial', 'High'],
      privileges: 'privileges_intermediate',
    },
    machine,
  },
  signicat: {
    tokenTypes,
    client: 'client_id',
    marks: {
      person: ['nin', 'mitid_uuid'],
      company: ['org_number'],
      employee: [],
      machine: [machine.kind],
    },
    person: {
      cpr: 'nin',
      name: 'name',
      isProtected: 'mitid_name_and_address_protection',
      level: 'mitid_loa',
      levels: ['SUBSTANTIAL', 'HIGH'],
      privileges: 'privileges_intermediate',
      equal: { nin_type: 'PERSON' },
    },
  },
  kombit: {
    tokenTypes,
    client: 'client_id',
    marks: {
      person: numbers,
      company: [],
      employee: [`${eid}/professional/uuid/persistent`],
      machine: [machine.kind],
    },
    // The Context Handler knows roles and no scopes: what its employees may is decided by the role.
    scopes: 'user/*.cruds',
    employee: {
      id: `${eid}/professional/uuid/persistent`,
      name: `${eid}/fullName`,
      cvr: `${eid}/professional/cvr`,
      level: nsisLevel,
      levels: ['Substantial', 'High'],
      privileges: `${eid}/privilegesIntermediate`,
      units: 'http://sts.kombit.dk/constraints/orgenhed/1',
    },
  },
  machines: {
    tokenTypes,
    client: 'client_id',
    marks: {
      person: [...numbers, 'nin'],
      company: [],
      employee: [`${eid}/professional/uuid/persistent`],
      machine: [machine.kind],
    },
    machine,
  },
} as const satisfies Readonly<Record<string, Broker>>;

export type BrokerName = keyof typeof brokers;
