import type { Coding } from '@medplum/fhirtypes';
import type { Lokation } from '../../src/cura/place-records.ts';
import { system } from './system.ts';

const place = (code: string, display: string): Coding => ({
  system: system.physicalType,
  code,
  display,
});

export const physicalType = {
  sted: place('si', 'Sted'),
  bygning: place('bu', 'Bygning'),
  etage: place('lvl', 'Etage'),
  lokale: place('ro', 'Lokale'),
  hjem: place('ho', 'Hjem'),
} as const satisfies Record<Lokation['art'], Coding>;
