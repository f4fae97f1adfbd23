import type { Lovgrundlag } from './care-records.ts';
import type { Post, Udfoerer } from './post.ts';

/** A code of FSIII: legacy key, such as `I1.1`, and UUID. */
interface Kodet {
  readonly kode: string;
  readonly kodeUuid: string;
  readonly navn: string;
}

/** A course of care that services belong to. */
export interface Forloeb extends Post {
  readonly borgerId: string;
  readonly navn: string;
  readonly art:
    | 'sygepleje'
    | 'pleje'
    | 'genoptraening'
    | 'rehabilitering'
    | 'forebyggelse'
    | 'hjaelpemiddel';
  readonly lovgrundlag: Lovgrundlag;
  readonly enhedId: string;
  readonly medarbejderId?: string;
  readonly status: 'planlagt' | 'aktiv' | 'pause' | 'afsluttet' | 'annulleret';
  readonly fra: string;
  readonly til?: string;
  readonly tilstandIds?: readonly string[];
}

/** What somebody asked the municipality for. `fra` is FSIII's "Henvendelse fra": A1 the citizen, A2 a relative. */
export interface Henvendelse extends Post {
  readonly eksternReference?: string;
  /** The client's own identifier, `system|value`: a resend has the same. */
  readonly klientReference?: string;
  readonly borgerId: string;
  readonly fra: 'A1' | 'A2';
  readonly paaroerendeId?: string;
  readonly emne: string;
  readonly tekst: string;
  readonly ydelsestypeId?: string;
  readonly enhedId: string;
  readonly modtaget: string;
  readonly status: 'modtaget' | 'behandles' | 'afsluttet' | 'annulleret';
  readonly svarSenest?: string;
  readonly internNote?: string;
  readonly udfoertAf?: Udfoerer;
}

/** What staff wrote on a case. */
export interface Sagsnotat {
  readonly tidspunkt: string;
  readonly medarbejderId?: string;
  readonly tekst: string;
}

/** A case that the municipality works on. */
export interface Sag extends Post {
  readonly borgerId: string;
  readonly sagsnummer: string;
  readonly titel: string;
  readonly enhedId: string;
  readonly medarbejderId?: string;
  readonly henvendelseId?: string;
  readonly lovgrundlag: Lovgrundlag;
  readonly status: 'modtaget' | 'oplyses' | 'afgoerelse' | 'afsluttet' | 'annulleret';
  readonly oprettet: string;
  readonly afsluttet?: string;
  readonly fristDato?: string;
  readonly notater: readonly Sagsnotat[];
  readonly internNote?: string;
}

/** One section of a document. `aaben: false`: staff only. */
export interface Afsnit {
  readonly noegle: string;
  readonly overskrift: string;
  readonly tekst: string;
  readonly aaben?: boolean;
}

/** An overall assessment of the citizen's situation. */
export interface Helhedsvurdering extends Post {
  readonly borgerId: string;
  readonly dato: string;
  readonly titel: string;
  readonly medarbejderId: string;
  readonly enhedId: string;
  readonly forloebId?: string;
  readonly afsnit: readonly Afsnit[];
  readonly status: 'udkast' | 'endelig' | 'rettet' | 'fejl';
  readonly fritaget?: 'borger' | 'vaerge';
}

/** A note of the care record. */
export interface Journalnotat extends Post {
  readonly borgerId: string;
  readonly tidspunkt: string;
  readonly emne: string;
  readonly medarbejderId: string;
  readonly enhedId: string;
  readonly afsnit: readonly Afsnit[];
  readonly status: 'endelig' | 'rettet' | 'fejl';
  /** Withheld from the citizen, or from whoever acts for the citizen. */
  readonly fritaget?: 'borger' | 'vaerge';
}

/** A condition by FSIII. */
export interface Tilstand extends Post, Kodet {
  readonly borgerId: string;
  readonly status: 'aktuel' | 'potentiel' | 'ikke-relevant' | 'afsluttet';
  readonly fra: string;
  readonly til?: string;
  readonly vurdering?: string;
  readonly medarbejderId?: string;
  readonly fritaget?: 'borger' | 'vaerge';
}

/** What citizen and staff work towards. */
export interface Maal extends Post {
  readonly borgerId: string;
  readonly tekst: string;
  readonly borgersMaal?: boolean;
  readonly tilstandId?: string;
  readonly ydelseId?: string;
  readonly fra: string;
  readonly til?: string;
  readonly status: 'aktiv' | 'naaet' | 'opgivet' | 'annulleret';
}

/** A thing that was lent; its grant is a `ydelse`. `kode` is ISO 9999. */
export interface Hjaelpemiddel extends Post {
  readonly borgerId: string;
  readonly ydelseId?: string;
  readonly navn: string;
  readonly kode: string;
  readonly serienummer?: string;
  readonly producent?: string;
  readonly model?: string;
  readonly ejerEnhedId: string;
  readonly udleveret: string;
  readonly returneret?: string;
  readonly status: 'udlaant' | 'returneret' | 'kasseret';
}
