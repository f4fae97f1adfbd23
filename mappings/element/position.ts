import type { Location } from '@medplum/fhirtypes';
import type { Group } from '../../src/mapping/make-rows.ts';

/** Degrees, WGS 84. */
interface Placed {
  readonly bredde?: number;
  readonly laengde?: number;
}

/** Where on the globe. Half a position is none, and stays as it is in the record. */
export const position: Group<Placed, Location, 'bredde' | 'laengde', 'position'> = {
  name: 'position',
  decode: ({ bredde: latitude, laengde: longitude }) =>
    latitude === undefined || longitude === undefined ? {} : { position: { longitude, latitude } },
  encode: ({ position: at }, _, base) => {
    if (at) return { bredde: at.latitude, laengde: at.longitude };
    const isHalf = base && (base.bredde === undefined || base.laengde === undefined);
    return isHalf ? base : {};
  },
};
