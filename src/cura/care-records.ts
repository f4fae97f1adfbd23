import type { Ugedag } from './place-records.ts';
import type { Post, Udfoerer } from './post.ts';

export type Handlemaade = 'direkte' | 'anmodning' | 'ingen';

/** When a citizen is reminded: so many days before (at `klokken`, or at the time of day of the appointment), or so many hours. One of the two. */
export interface Paamindelse {
  readonly dageFoer?: number;
  readonly timerFoer?: number;
  readonly klokken?: string;
}

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
  /** Appointments of one citizen that may stand ahead at a time; without it any number. */
  readonly maksAabneAftaler?: number;
  /** Hours in which the unit answers a request. */
  readonly svartidTimer?: number;
  /** How long a time is held for a citizen who has not booked it yet. */
  readonly reservationMinutter?: number;
  /** Anybody may come, and free times are published to all. */
  readonly aabenForAlle?: boolean;
  /** On public holidays; closed if it does not say. */
  readonly helligdage?: 'lukket' | 'aaben';
  /** Times are offered only while the unit is open. */
  readonly foelgerAabningstid?: boolean;
  /** False: nobody is reminded. */
  readonly paamindes?: boolean;
  /** Without any the municipality's own plan counts. */
  readonly paamindelser?: readonly Paamindelse[];
  /** The unit lets a text message name the place. */
  readonly stedISms?: boolean;
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

/** A shift of every week, or of every `hverUge`th counted by Mondays from the week of `gyldigFra`. */
export interface FastVagt {
  readonly dage: readonly Ugedag[];
  readonly fra: string;
  readonly til: string;
  readonly hverUge?: number;
  readonly gyldigFra: string;
  /** Included; without it until the roster ends. */
  readonly gyldigTil?: string;
  readonly lokationId?: string;
  /** Dates on which it is left out. */
  readonly undtagelser?: readonly string[];
}

export interface Pause {
  readonly dato: string;
  readonly fra: string;
  readonly til: string;
}

export interface FastPause {
  readonly dage: readonly Ugedag[];
  readonly fra: string;
  readonly til: string;
}

/** The roster of one staff member for one kind of service: shifts, breaks and absence, in wall time. */
export interface Tjeneste extends Post {
  readonly medarbejderId: string;
  readonly ydelsestypeId: string;
  readonly lokationId: string;
  readonly gyldigFra: string;
  readonly gyldigTil: string;
  readonly vagter: readonly Vagt[];
  readonly fravaer: readonly Fravaer[];
  readonly fasteVagter?: readonly FastVagt[];
  readonly pauser?: readonly Pause[];
  readonly fastePauser?: readonly FastPause[];
  /** From one place, or one citizen's home, to the next. */
  readonly transportMinutter?: number;
  /** What every appointment takes besides the person: the numbers of a register of equipment. */
  readonly udstyr?: readonly string[];
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
