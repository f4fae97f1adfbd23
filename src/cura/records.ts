import type { Aftale, Besoeg, Tjeneste, Ydelse, Ydelsestype } from './care-records.ts';
import type { Hold, Holdtilmelding } from './class-records.ts';
import type { Borger, Fuldmagt, Paaroerende } from './person-records.ts';
import type { Enhed, Lokation, Medarbejder } from './place-records.ts';

/**
 * Cura's records as the contract in `openapi.ts` describes them, in Cura's own Danish terms.
 *
 * Glossary: borger citizen · paaroerende relative · fuldmagt power of attorney · medarbejder staff member · enhed unit ·
 * lokation place · ydelsestype kind of service · ydelse granted service · tjeneste roster · vagt shift · fravaer absence ·
 * aftale appointment · hold class · gang session · holdtilmelding enrolment in a session · besoeg home visit · aendring change ·
 * udfoertAf performed by · aendretAf changed by · afbud cancellation.
 *
 * Instants (`string`) carry an offset; `dato` is `YYYY-MM-DD` and `fra`/`til` are `HH:MM`, both Copenhagen wall time.
 */

/** Record types by the name they have in URLs and in the feed. */
export interface CuraRecords {
  borger: Borger;
  paaroerende: Paaroerende;
  fuldmagt: Fuldmagt;
  medarbejder: Medarbejder;
  enhed: Enhed;
  lokation: Lokation;
  ydelsestype: Ydelsestype;
  ydelse: Ydelse;
  tjeneste: Tjeneste;
  hold: Hold;
  aftale: Aftale;
  holdtilmelding: Holdtilmelding;
  besoeg: Besoeg;
}
export type CuraType = keyof CuraRecords;

/** Every record type, each after those it refers to. */
export const curaTypes = [
  'enhed',
  'lokation',
  'ydelsestype',
  'medarbejder',
  'borger',
  'paaroerende',
  'fuldmagt',
  'ydelse',
  'tjeneste',
  'hold',
  'aftale',
  'holdtilmelding',
  'besoeg',
] as const satisfies readonly CuraType[];
