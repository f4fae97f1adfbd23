/**
 * Cura's records as the contract in `openapi.ts` describes them, in Cura's own Danish terms.
 *
 * Glossary: borger citizen · paaroerende relative · fuldmagt power of attorney · medarbejder staff member · enhed unit ·
 * lokation place · ydelsestype kind of service · ydelse granted service · tjeneste roster · vagt shift · fravaer absence ·
 * aftale appointment · besoeg home visit · aendring change · udfoertAf performed by · aendretAf changed by · afbud cancellation.
 *
 * Instants (`string`) carry an offset; `dato` is `YYYY-MM-DD` and `fra`/`til` are `HH:MM`, both Copenhagen wall time.
 */

/** Who performed a write, as shown to staff in Cura. `referenceId` is the Cura id of the relative or staff member. */
export interface Udfoerer {
  readonly art: 'borger' | 'paaroerende' | 'medarbejder' | 'link' | 'system';
  readonly navn?: string;
  readonly relation?: string;
  readonly referenceId?: string;
  readonly mandatReference?: string;
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

export interface Paamindelse {
  readonly kanal: 'sms' | 'nemsms' | 'ingen';
  readonly oensket: boolean;
  readonly nummer?: string;
  readonly registreret: string;
}

export interface Borger extends Post {
  readonly cpr?: string;
  readonly ecpr?: string;
  readonly fornavn: string;
  readonly mellemnavn?: string;
  readonly efternavn: string;
  readonly koen: 'mand' | 'kvinde' | 'ukendt';
  readonly foedselsdato?: string;
  readonly doed?: string;
  readonly adresse?: Adresse;
  readonly beskyttet: boolean;
  readonly telefon?: string;
  readonly email?: string;
  readonly sprog?: string;
  readonly paamindelse?: Paamindelse;
  readonly internNote?: string;
  readonly udfoertAf?: Udfoerer;
}

export type Relation =
  | 'aegtefaelle'
  | 'samlever'
  | 'datter'
  | 'soen'
  | 'mor'
  | 'far'
  | 'soeskende'
  | 'barnebarn'
  | 'ven'
  | 'nabo'
  | 'vaerge'
  | 'foraeldremyndighed';

export interface Paaroerende extends Post {
  readonly borgerId: string;
  readonly cpr?: string;
  readonly fornavn: string;
  readonly efternavn: string;
  readonly relation: Relation;
  readonly telefon?: string;
  readonly email?: string;
  readonly internNote?: string;
}

export interface Fuldmagt extends Post {
  readonly borgerId: string;
  readonly paaroerendeId: string;
  readonly art: 'fuldmagt' | 'fremtidsfuldmagt' | 'vaergemaal' | 'foraeldremyndighed' | 'naermeste';
  readonly rettigheder: readonly ('se' | 'handle')[];
  /** Only personal matters give a right here; økonomi alone gives none. */
  readonly omfatter: readonly ('personlige' | 'oekonomi')[];
  readonly gyldigFra: string;
  readonly gyldigTil?: string;
  readonly reference: string;
  readonly status: 'aktiv' | 'ophoert' | 'afvist';
  readonly oprettet: string;
}

export interface Medarbejder extends Post {
  readonly fornavn: string;
  readonly efternavn: string;
  readonly titel: string;
  readonly funktion:
    | 'sygeplejerske'
    | 'fysioterapeut'
    | 'ergoterapeut'
    | 'sosu'
    | 'forebyggelse'
    | 'diaetist';
  readonly autorisationsId?: string;
  readonly enhedId: string;
  readonly telefon?: string;
  readonly email?: string;
  readonly aktiv: boolean;
  readonly internNote?: string;
}

export type Ugedag = 'man' | 'tir' | 'ons' | 'tor' | 'fre' | 'loer' | 'soen';

export interface Aabningstid {
  readonly dage: readonly Ugedag[];
  readonly fra: string;
  readonly til: string;
}

export interface Enhed extends Post {
  readonly navn: string;
  readonly sor: string;
  readonly telefon?: string;
  readonly email?: string;
  readonly aabningstider: readonly Aabningstid[];
  readonly overordnetId?: string;
}

export interface Lokation extends Post {
  readonly navn: string;
  readonly art: 'sted' | 'bygning' | 'etage' | 'lokale' | 'hjem';
  readonly overordnetId?: string;
  readonly enhedId?: string;
  readonly adresse?: Adresse;
  readonly lokalenummer?: string;
  readonly vejvisning?: string;
}

export type Handlemaade = 'direkte' | 'anmodning' | 'ingen';
export type Lovgrundlag = 'sundhedsloven' | 'serviceloven' | 'aeldreloven';

/** A kind of service with the rules for booking it. Minutes, hours and days are whole numbers. */
export interface Ydelsestype extends Post {
  readonly navn: string;
  readonly beskrivelse?: string;
  /** FSIII legacy key, such as `G1.39`, and FSIII UUID. */
  readonly kode: string;
  readonly kodeUuid: string;
  readonly form: 'fremmoede' | 'hjem' | 'video' | 'telefon';
  readonly enhedId: string;
  readonly lokationId?: string;
  readonly ansvarligMyndighed: string;
  readonly leverandoer: string;
  readonly lovgrundlag: Lovgrundlag;
  readonly gyldigFra: string;
  readonly gyldigTil?: string;
  readonly varighedMinutter: number;
  readonly bufferFoerMinutter: number;
  readonly bufferEfterMinutter: number;
  readonly takstMinutter: number;
  readonly varselTimer: number;
  readonly horisontDage: number;
  readonly afbudsfristTimer: number;
  readonly flyttefristTimer: number;
  readonly efterFrist: 'accepter' | 'afvis';
  readonly kraeverYdelse: boolean;
  readonly paaroerendeMaaBooke: boolean;
  readonly book: Handlemaade;
  readonly flyt: Handlemaade;
  readonly aflys: Handlemaade;
  readonly smsLink?: 'ingen' | 'login' | 'afbud';
  readonly aktiv: boolean;
}

export interface Ydelse extends Post {
  readonly borgerId: string;
  readonly ydelsestypeId?: string;
  readonly navn: string;
  readonly kode: string;
  readonly kodeUuid: string;
  readonly status: 'bevilget' | 'aktiv' | 'pause' | 'afsluttet' | 'annulleret';
  readonly oprettet: string;
  readonly gyldigFra: string;
  readonly gyldigTil?: string;
  readonly hyppighed?: string;
  readonly ansvarligEnhedId: string;
  readonly leverandoerEnhedId: string;
  readonly internNote?: string;
}

export interface Vagt {
  readonly dato: string;
  readonly fra: string;
  readonly til: string;
  readonly lokationId?: string;
}

export interface Fravaer {
  readonly dato: string;
  readonly fra: string;
  readonly til: string;
  readonly aarsag?: string;
}

/** The roster of one staff member for one kind of service: shifts and absence, in wall time. */
export interface Tjeneste extends Post {
  readonly medarbejderId: string;
  readonly ydelsestypeId: string;
  readonly lokationId: string;
  readonly gyldigFra: string;
  readonly gyldigTil: string;
  readonly vagter: readonly Vagt[];
  readonly fravaer: readonly Fravaer[];
  readonly aktiv: boolean;
}

export type AftaleStatus =
  | 'planlagt'
  | 'ankommet'
  | 'gennemfoert'
  | 'aflyst'
  | 'udeblevet'
  | 'fejlregistreret';

export interface Aftale extends Post {
  readonly eksternReference?: string;
  readonly borgerId: string;
  readonly ydelsestypeId: string;
  readonly ydelseId?: string;
  readonly medarbejderId?: string;
  readonly lokationId?: string;
  readonly start: string;
  readonly slut: string;
  readonly status: AftaleStatus;
  readonly oprettet: string;
  /** Required when `status` is `aflyst`. */
  readonly aflysning?: {
    readonly aarsag: 'borger' | 'sygdom' | 'transport' | 'personale' | 'andet';
    readonly tidspunkt: string;
    /** After the deadline of the kind of service. */
    readonly sent: boolean;
  };
  /** Written for the citizen. */
  readonly bemaerkning?: string;
  /** Written for staff: never leaves Cura. */
  readonly internNote?: string;
  readonly udfoertAf?: Udfoerer;
}

/** A home care visit: a window in which somebody comes, and for how long. */
export interface Besoeg extends Post {
  readonly borgerId: string;
  readonly ydelsestypeId: string;
  readonly ydelseId?: string;
  readonly medarbejderId?: string;
  readonly lokationId: string;
  readonly vindueStart: string;
  readonly vindueSlut: string;
  readonly varighedMinutter: number;
  readonly status: 'planlagt' | 'gennemfoert' | 'aflyst' | 'fejlregistreret';
  readonly oprettet: string;
  readonly internNote?: string;
}

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
  aftale: Aftale;
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
  'aftale',
  'besoeg',
] as const satisfies readonly CuraType[];
