import type { Post, Udfoerer } from './post.ts';

/** One file of a message, as the message tells of it. */
export interface Vedhaeftning {
  readonly bilagId: string;
  readonly navn: string;
  readonly mimetype: string;
  readonly bytes: number;
  /** SHA-1 of the content, base64. */
  readonly sha1?: string;
}

/** A message of a thread. The first has no `traadId`; all others name it. */
export interface Besked extends Post {
  readonly eksternReference?: string;
  /** The client's own identifier, `system|value`: a resend has the same. */
  readonly klientReference?: string;
  readonly borgerId: string;
  /** The first message of the thread, and the message that this one answers. */
  readonly traadId?: string;
  readonly svarPaaId?: string;
  /** Title of the thread; each message of it has the same. */
  readonly emne: string;
  readonly tekst: string;
  /** `ind`: from the citizen or a relative. `ud`: from staff. */
  readonly retning: 'ind' | 'ud';
  readonly enhedId: string;
  readonly ydelsestypeId?: string;
  /** Who of staff wrote it (`ud`), or whom it is for (`ind`). */
  readonly medarbejderId?: string;
  /** The relative who wrote it, or to whom alone it is an answer. */
  readonly paaroerendeId?: string;
  readonly aftaleId?: string;
  readonly sendt: string;
  /** When the other side first read it. */
  readonly laest?: string;
  /** By when the unit answers. */
  readonly svarSenest?: string;
  readonly vedhaeftninger?: readonly Vedhaeftning[];
  readonly status: 'sendt' | 'fejloprettet';
  readonly internNote?: string;
  readonly udfoertAf?: Udfoerer;
}

/** The content of a file, whole; Cura has it before the message that names it. */
export interface Bilag extends Post {
  readonly eksternReference?: string;
  readonly borgerId: string;
  readonly navn: string;
  readonly mimetype: string;
  /** Base64. */
  readonly indhold: string;
  readonly udfoertAf?: Udfoerer;
}

export type Maaletype = 'blodtryk' | 'puls' | 'vaegt' | 'iltmaetning' | 'temperatur' | 'blodsukker';

/** One value of a measurement, in the unit that Cura keeps it in (UCUM), such as systolisk 128 mm[Hg]. */
export interface Maalevaerdi {
  readonly art: 'systolisk' | 'diastolisk' | 'vaerdi';
  readonly vaerdi: number;
  readonly enhed: string;
}

/** What measured it. */
export interface Maaleapparat {
  readonly producent?: string;
  readonly model?: string;
  readonly serienummer?: string;
}

/** A measurement that was made at home or by staff. */
export interface Maaling extends Post {
  readonly eksternReference?: string;
  readonly borgerId: string;
  readonly type: Maaletype;
  readonly maalt: string;
  readonly vaerdier: readonly Maalevaerdi[];
  readonly status: 'endelig' | 'rettet' | 'fejl';
  readonly kilde: 'borger' | 'paaroerende' | 'medarbejder' | 'apparat';
  readonly medarbejderId?: string;
  readonly paaroerendeId?: string;
  readonly stilling?: 'siddende' | 'staaende' | 'liggende';
  readonly metode?: 'manuel' | 'automatisk';
  readonly kommentar?: string;
  readonly apparat?: Maaleapparat;
  /** The client's own identifier, `system|value`: a resend has the same. */
  readonly klientReference?: string;
  readonly maaleplanId?: string;
  /** It is unlikely, and whoever sent it said that it is right. */
  readonly bekraeftet?: boolean;
  readonly internNote?: string;
  readonly udfoertAf?: Udfoerer;
}

/** What a number of a citizen should lie within, in the unit that is said; one end may be open. */
export interface Maalegraense {
  readonly art: Maalevaerdi['art'];
  readonly lav?: number;
  readonly hoej?: number;
  readonly enhed: string;
}

/** Measurements that staff ask a citizen for. */
export interface Maaleplan extends Post {
  readonly borgerId: string;
  readonly type: Maaletype;
  readonly medarbejderId: string;
  readonly enhedId: string;
  readonly ydelseId?: string;
  readonly gangePrDag: number;
  /** Every so many days. */
  readonly hverDag: number;
  readonly fra: string;
  readonly til?: string;
  readonly vejledning?: string;
  /** The citizen's own, each number once. */
  readonly graenser?: readonly Maalegraense[];
  readonly status: 'aktiv' | 'pause' | 'afsluttet' | 'annulleret';
  readonly oprettet: string;
}

/** One exercise of a programme; `noegle` is its own within the programme. */
export interface Oevelse {
  readonly noegle: string;
  readonly navn: string;
  readonly beskrivelse?: string;
  /** An https address. */
  readonly video?: string;
  readonly gentagelser?: string;
  readonly gangePrUge: number;
}

/** What a therapist has a citizen do at home. */
export interface Traeningsprogram extends Post {
  readonly borgerId: string;
  readonly ydelseId?: string;
  readonly medarbejderId: string;
  readonly enhedId: string;
  readonly navn: string;
  readonly fra: string;
  readonly til?: string;
  readonly oevelser: readonly Oevelse[];
  readonly status: 'aktiv' | 'pause' | 'afsluttet' | 'annulleret';
  readonly oprettet: string;
}

/** An exercise that was done. */
export interface Traeningsudfoerelse extends Post {
  readonly eksternReference?: string;
  readonly borgerId: string;
  readonly traeningsprogramId: string;
  readonly noegle: string;
  readonly udfoert: string;
  readonly kommentar?: string;
  readonly status: 'udfoert' | 'fejl';
  readonly udfoertAf?: Udfoerer;
}
