/** Who performed a write, as shown to staff in Cura. `referenceId` is the Cura id of the relative or staff member. */
export interface Udfoerer {
  readonly art: 'borger' | 'paaroerende' | 'medarbejder' | 'link' | 'system';
  readonly navn?: string;
  readonly relation?: string;
  readonly referenceId?: string;
  readonly mandatReference?: string;
  /** Why staff set rules aside. */
  readonly begrundelse?: string;
  readonly tidspunkt?: string;
}

/** What every record has. `version` counts from 1; fields that we do not know survive a write untouched. */
export interface Post {
  readonly id: string;
  readonly version: number;
  readonly aendret: string;
  readonly aendretAf?: Udfoerer;
}

export interface Adresse {
  readonly vej: string;
  readonly postnr: string;
  readonly by: string;
  readonly kommunekode?: string;
}
