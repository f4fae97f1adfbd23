import type { Fuldmagt, Relation } from '../../cura/person-records.ts';

/** Somebody in a story that tests and demonstrations tell. Birth dates are fixed: personas stay who they are. */
export interface Role {
  readonly fornavn: string;
  readonly efternavn: string;
  readonly female: boolean;
  readonly born: string;
}

export interface MandateRole {
  readonly art: Fuldmagt['art'];
  readonly rettigheder: Fuldmagt['rettigheder'];
  readonly omfatter?: Fuldmagt['omfatter'];
  /** Days from now. */
  readonly untilDays?: number;
}

/**
 * Relatives with one key are one person. `actor` names the citizen who is this relative too. `login`: a fuldmagt that the
 * national login knows and Cura does not.
 */
export interface RelativeRole extends Role {
  readonly key: string;
  readonly relation: Relation;
  readonly actor?: string;
  readonly mandate?: MandateRole;
  readonly login?: MandateRole['rettigheder'];
}

export interface CitizenRole extends Role {
  readonly key: string;
  readonly kind?: 'protected' | 'dead' | 'ecpr';
  readonly relatives?: readonly RelativeRole[];
}

/** A fuldmagt that lasts: to see and act, and to see only. */
export const act: MandateRole = { art: 'fuldmagt', rettigheder: ['se', 'handle'], untilDays: 700 };
export const see: MandateRole = { art: 'fuldmagt', rettigheder: ['se'], untilDays: 700 };
