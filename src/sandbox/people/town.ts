import units from '../../../fixtures/sandbox/units.json' with { type: 'json' };
import type { Ydelsestype } from '../../cura/care-records.ts';
import { checkRecord } from '../../cura/check.ts';
import type { Enhed, Lokation } from '../../cura/place-records.ts';

/** What the town is made of: units, places that are there whoever works, and kinds of service. */
export interface Town {
  readonly units: readonly Enhed[];
  readonly places: readonly Lokation[];
  readonly services: readonly Ydelsestype[];
}

export type Stamp = { readonly version: 1; readonly aendret: string };

/** Where a unit's rooms are; undefined when it has none. */
export interface Corridor {
  readonly floorId: string;
  readonly firstRoom: number;
  readonly way: string;
}

const serviceDefaults = {
  bufferFoerMinutter: 0,
  ansvarligMyndighed: units.kommune,
  leverandoer: units.kommune,
  gyldigFra: '2024-01-01',
  aktiv: true,
};

function unitsOf(stamp: Stamp): Enhed[] {
  return units.enheder.map(({ etage, foersteLokale, vej, ...unit }) =>
    checkRecord('enhed', { ...unit, ...stamp }),
  );
}

/** Reads the town from its data. Throws `MalformedRecord` when the data is wrong. */
export function readTown(stamp: Stamp): Town {
  return {
    units: unitsOf(stamp),
    places: units.steder.map((place) => checkRecord('lokation', { ...place, ...stamp })),
    services: units.ydelsestyper.map((service) =>
      checkRecord('ydelsestype', { ...serviceDefaults, ...service, ...stamp }),
    ),
  };
}

export function corridorOf(unitId: string): Corridor | undefined {
  const unit = units.enheder.find(({ id }) => id === unitId);
  if (unit?.etage === undefined) return undefined;
  return { floorId: unit.etage, firstRoom: unit.foersteLokale, way: unit.vej };
}
