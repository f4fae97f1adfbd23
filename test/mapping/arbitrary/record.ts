import type fc from 'fast-check';
import type { CuraRecords, CuraType } from '../../../src/cura/records.ts';
import { careRecords } from './care.ts';
import { classRecords } from './class.ts';
import { insightRecords } from './insight.ts';
import { measureRecords } from './measure.ts';
import { personRecords } from './person.ts';
import { drawnRecords } from './schema.ts';
import { timeRecords } from './time.ts';
import type { Values } from './value.ts';

type Arbitraries = { readonly [T in CuraType]: fc.Arbitrary<CuraRecords[T]> };

/** A record of each type: optional fields missing, odd texts, every form of instant. */
export const records = (values: Values): Arbitraries => ({
  ...drawnRecords(values),
  ...personRecords(values),
  ...careRecords(values),
  ...timeRecords(values),
  ...classRecords(values),
  ...insightRecords(values),
  ...measureRecords(values),
});
