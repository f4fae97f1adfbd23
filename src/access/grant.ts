import type { Transaction } from '../store/database.ts';
import type { Predicate } from '../store/predicate.ts';

/** Who may see the rows of a room. */
export type Access =
  /** Every authenticated caller; `persons` narrows what others than staff see, `shown` says it by the moment and the caller. */
  | {
      readonly kind: 'open';
      readonly persons?: Predicate;
      readonly shown?: (grant: Grant) => Predicate;
      /** Also who brings no token sees them. */
      readonly public?: true;
    }
  /**
   * The citizen, relatives with a mandate, staff with a relation to the citizen. `persons` narrows what others than staff see; `relative`
   * says which rows a relative sees where that is not all of them. `shared`: rows of no citizen are open to all. `auditor`: auditors see every row. `staff`: they see none.
   * `follows`: of these rows who may see them sees those of which the row of another room that they name in a column may be seen too.
   * `owned`: of all these rows the caller sees those that are the caller's own; staff and machines need no citizen for it.
   */
  | {
      readonly kind: 'compartment';
      readonly persons?: Predicate;
      readonly relative?: (mandate: Mandate) => Predicate;
      readonly shared?: true;
      readonly auditor?: true | 'shared';
      readonly staff?: 'none';
      readonly owned?: (grant: Grant) => Predicate;
      readonly follows?: Leading;
    };

/** The rows of another room that decide who sees what names them: `column` holds references to its `type`. */
export interface Leading {
  readonly type: string;
  readonly table: string;
  readonly column: string;
  readonly access: Extract<Access, { readonly kind: 'compartment' }>;
}

/** Where a mandate is known from, which bounds how fast it ends: by the feed, with the access token, or by asking at each use. */
export type MandateSource = 'cura' | 'ticket' | 'lookup';

/** A relative's right to act for, or see, one citizen. It is read anew for each request. */
export interface Mandate {
  readonly patient: string;
  readonly relatedPerson: string;
  readonly consent: string;
  readonly consentVersion: number;
  readonly kind: string;
  readonly rights: readonly ('see' | 'act')[];
  readonly source: MandateSource;
  /** Resource types that the giver keeps back from this relative: `provision.provision` of type deny, by class. */
  readonly denied: readonly string[];
}

/** What the login says that the caller may do for somebody: a group of the privilege list, or custody. */
export interface Ticket {
  /** The giver, as the keyed hash of the number. */
  readonly hash: Buffer;
  readonly rights: readonly ('see' | 'act')[];
  readonly kind: 'power-of-attorney' | 'custody';
}

/** One SMART scope: `patient/Observation.rs?category=vital-signs`. https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html */
export interface Scope {
  readonly context: 'patient' | 'user' | 'system';
  /** `*`: every type. */
  readonly type: string;
  /** Some of `cruds`, in that order. */
  readonly permissions: string;
  /** Search parameters that narrow it. */
  readonly query: readonly (readonly [string, string])[];
}

/** What every token says, whoever it is of. */
interface Login {
  readonly name: string;
  /** Client id of the application. */
  readonly client: string;
  /** Empty: the token allows nothing. */
  readonly scopes: readonly Scope[];
  /** Epoch milliseconds: when the token was issued and when it expires. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** What a login of our own may do, which no token narrows and no time ends. */
export const unlimited = {
  scopes: [
    { context: 'user', type: '*', permissions: 'cruds', query: [] },
    { context: 'system', type: '*', permissions: 'cruds', query: [] },
  ],
  issuedAt: 0,
  expiresAt: Number.POSITIVE_INFINITY,
} as const satisfies Pick<Login, 'scopes' | 'issuedAt' | 'expiresAt'>;

/** What a verified token says. `public`: nobody, who brought no token. */
export type Caller =
  | (Login & {
      readonly kind: 'person';
      /** Keyed hash of the number. */
      readonly hash: Buffer;
      /** The citizen for whom this token was made, when it names one. */
      readonly patient?: string;
      readonly tickets: readonly Ticket[];
    })
  | (Login & {
      readonly kind: 'staff';
      readonly employee: string;
      readonly units: readonly string[];
    })
  | (Login & {
      /**
       * `system`: a machine of the municipality's own, such as one that takes data out in bulk. `association`: one that publishes
       * activities and never gets citizens' data; its id is its CVR number.
       */
      readonly kind: 'auditor' | 'system' | 'association';
      readonly id: string;
    })
  | (Login & { readonly kind: 'public' });

/** What the caller may do now. */
export interface Grant {
  readonly caller: Caller;
  /** The moment of the request, epoch milliseconds: what is over by then is not there. */
  readonly at: number;
  /** The caller's own Patient, when the caller is a living citizen of at least 15 years. */
  readonly self?: string;
  readonly mandates: readonly Mandate[];
  /** Practitioner id of staff. */
  readonly practitioner?: string;
  /** `HealthcareService/x` and `Organization/x` of the units that staff work in; `Organization/x` of the association that asks. */
  readonly units: readonly string[];
  /** The type that a request asks for, with all letters of `cruds` that it needs there. What else it reaches needs `r` or `s`. */
  readonly asks?: { readonly type: string; readonly permissions: string };
  /** The rows of a type that a scope's search parameters mean; without it scopes that have some allow nothing. */
  readonly narrowed?: (type: string, query: Scope['query']) => Predicate;
}

/** Who acts, in one capacity, for one citizen. Kept with the intent and shown in Provenance, resource and Cura. */
export interface Actor {
  readonly capacity:
    | 'self'
    | 'relative'
    | 'staff'
    | 'association'
    | 'link-holder'
    | 'system'
    | 'cura';
  /** `Patient/x`, `RelatedPerson/x`, `Practitioner/x`, `Organization/x` or `Device/x`. */
  readonly who: string;
  readonly name?: string;
  readonly patient?: string;
  readonly mandate?: Mandate;
  readonly client?: string;
  /** Why staff set rules aside. */
  readonly reason?: string;
}

export type Asks = Pick<Transaction, 'query'>;
