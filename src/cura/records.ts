import type { Aktivitet, Forening } from './activity-records.ts';
import type { Aftale, Besoeg, Tjeneste, Ydelse, Ydelsestype } from './care-records.ts';
import type { Hold, Holdtilmelding } from './class-records.ts';
import type {
  Besked,
  Bilag,
  Maaleplan,
  Maaling,
  Traeningsprogram,
  Traeningsudfoerelse,
} from './dialogue-records.ts';
import type {
  Forloeb,
  Helhedsvurdering,
  Henvendelse,
  Hjaelpemiddel,
  Journalnotat,
  Maal,
  Sag,
  Tilstand,
} from './insight-records.ts';
import type { Borger, Fuldmagt, Paaroerende } from './person-records.ts';
import type { Enhed, Lokation, Medarbejder } from './place-records.ts';

/**
 * Cura's records as the contract in `openapi.ts` describes them, in Cura's own Danish terms.
 *
 * Glossary: borger citizen · paaroerende relative · fuldmagt power of attorney · medarbejder staff member · enhed unit ·
 * lokation place · ydelsestype kind of service · ydelse granted service · tjeneste roster · vagt shift · fravaer absence ·
 * aftale appointment · hold class · gang session · holdtilmelding enrolment in a session · besoeg home visit · aendring change ·
 * forening association · aktivitet activity · tilstand condition · maal goal · forloeb course of care · henvendelse inquiry · sag case ·
 * helhedsvurdering overall assessment · journalnotat care note · afsnit section · hjaelpemiddel aid · bilag file · besked message ·
 * traad thread · maaleplan measurement plan · maaling measurement · traeningsprogram exercise programme · oevelse exercise ·
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
  forening: Forening;
  aktivitet: Aktivitet;
  tilstand: Tilstand;
  maal: Maal;
  forloeb: Forloeb;
  henvendelse: Henvendelse;
  sag: Sag;
  helhedsvurdering: Helhedsvurdering;
  journalnotat: Journalnotat;
  hjaelpemiddel: Hjaelpemiddel;
  bilag: Bilag;
  besked: Besked;
  maaleplan: Maaleplan;
  maaling: Maaling;
  traeningsprogram: Traeningsprogram;
  traeningsudfoerelse: Traeningsudfoerelse;
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
  'forening',
  'aktivitet',
  'tilstand',
  'maal',
  'forloeb',
  'henvendelse',
  'sag',
  'helhedsvurdering',
  'journalnotat',
  'hjaelpemiddel',
  'bilag',
  'besked',
  'maaleplan',
  'maaling',
  'traeningsprogram',
  'traeningsudfoerelse',
] as const satisfies readonly CuraType[];
