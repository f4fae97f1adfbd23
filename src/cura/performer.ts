import type { Udfoerer } from './post.ts';

/** Who acted, in the words of the rest of the house. `reference` is the Cura id of a relative or staff member. `at` is an instant. */
export interface Performer {
  readonly capacity:
    | 'self'
    | 'relative'
    | 'staff'
    | 'association'
    | 'link-holder'
    | 'system'
    | 'cura';
  readonly name?: string;
  readonly relation?: string;
  readonly reference?: string;
  readonly mandate?: string;
  /** Why staff set rules aside. */
  readonly reason?: string;
  readonly at: string;
}

const kinds = {
  self: 'borger',
  relative: 'paaroerende',
  staff: 'medarbejder',
  association: 'system',
  'link-holder': 'link',
  system: 'system',
  cura: 'system',
} as const satisfies Record<Performer['capacity'], Udfoerer['art']>;

/** The performer as staff see it in Cura. Of whoever is protected the login tells no name, and Cura takes no empty one. */
export const performedBy = ({
  capacity,
  name,
  relation,
  reference,
  mandate,
  reason,
  at,
}: Performer): Udfoerer => ({
  art: kinds[capacity],
  tidspunkt: at,
  ...(name && { navn: name }),
  ...(relation !== undefined && { relation }),
  ...(reference !== undefined && { referenceId: reference }),
  ...(mandate !== undefined && { mandatReference: mandate }),
  ...(reason !== undefined && { begrundelse: reason }),
});

/** Who changed a record, for those who know FHIR only: the record type and Cura id of the person, when it is one. */
export const changedBy = (
  by: Udfoerer | undefined,
): { record: 'medarbejder' | 'paaroerende'; id: string; name?: string } | undefined => {
  if (by?.referenceId === undefined) return undefined;
  if (by.art !== 'medarbejder' && by.art !== 'paaroerende') return undefined;
  return { record: by.art, id: by.referenceId, ...(by.navn !== undefined && { name: by.navn }) };
};
