import type { Transaction } from '../store/database.ts';
import type { Predicate } from '../store/predicate.ts';

/** Who may see the rows of a room. */
export type Access =
  /** Every authenticated caller; `persons` narrows what others than staff see. */
  | { readonly kind: 'open'; readonly persons?: Predicate }
  /**
   * The citizen, relatives with a mandate, staff with a relation to the citizen. `relative` says which rows a relative sees
   * where that is not all of them. `shared`: rows of no citizen are open to all. `auditor`: auditors see every row.
   */
  | {
      readonly kind: 'compartment';
      readonly relative?: (mandate: Mandate) => Predicate;
      readonly shared?: true;
      readonly auditor?: true;
    };

/** A relative's right to act for, or see, one citizen. It is read anew for each request. */
export interface Mandate {
  readonly patient: string;
  readonly relatedPerson: string;
  readonly consent: string;
  readonly consentVersion: number;
  readonly kind: string;
  readonly rights: readonly ('see' | 'act')[];
}

/** What a verified token says. */
export type Caller =
  | {
      readonly kind: 'person';
      readonly hash: Buffer;
      readonly name: string;
      /** The citizen for whom this token was made, when it names one. */
      readonly patient?: string;
      readonly client: string;
    }
  | {
      readonly kind: 'staff';
      readonly employee: string;
      readonly units: readonly string[];
      readonly name: string;
      readonly client: string;
    }
  | {
      /** `system`: a machine of the municipality's own, such as one that takes data out in bulk. */
      readonly kind: 'auditor' | 'system';
      readonly id: string;
      readonly name: string;
      readonly client: string;
    };

/** What the caller may do now. */
export interface Grant {
  readonly caller: Caller;
  /** The caller's own Patient, when the caller is a living citizen of at least 15 years. */
  readonly self?: string;
  readonly mandates: readonly Mandate[];
  /** Practitioner id of staff. */
  readonly practitioner?: string;
  /** `HealthcareService/x` and `Organization/x` of the units that staff work in. */
  readonly units: readonly string[];
}

/** Who acts, in one capacity, for one citizen. Kept with the intent and shown in Provenance, resource and Cura. */
export interface Actor {
  readonly capacity: 'self' | 'relative' | 'staff' | 'link-holder' | 'system' | 'cura';
  /** `Patient/x`, `RelatedPerson/x`, `Practitioner/x` or `Device/x`. */
  readonly who: string;
  readonly name?: string;
  readonly patient?: string;
  readonly mandate?: Mandate;
  readonly client?: string;
}

export type Asks = Pick<Transaction, 'query'>;
