import type { Gentagelse } from './class-records.ts';
import type { Adresse, Post, Udfoerer } from './post.ts';

/** An association, or a group of volunteers. */
export interface Forening extends Post {
  readonly navn: string;
  readonly cvr?: string;
  readonly telefon?: string;
  readonly email?: string;
  readonly hjemmeside?: string;
  readonly art: 'forening' | 'frivillig';
  readonly aktiv: boolean;
}

/** One time at which an activity is held, in wall time. */
export interface Aktivitetsgang {
  readonly dato: string;
  readonly fra: string;
  readonly til: string;
}

/** Where an activity is, when it is at none of Cura's places. Degrees, WGS 84. */
export interface Aktivitetssted {
  readonly navn: string;
  readonly adresse: Adresse;
  readonly bredde?: number;
  readonly laengde?: number;
}

/** Something to take part in near home: of a unit, or of an association. */
export interface Aktivitet extends Post {
  readonly eksternReference?: string;
  readonly navn: string;
  readonly beskrivelse: string;
  /** One of the two. */
  readonly enhedId?: string;
  readonly foreningId?: string;
  readonly status: 'afventer' | 'godkendt' | 'afvist' | 'nedlagt';
  readonly afvisningsgrund?: string;
  readonly kategori:
    | 'bevaegelse'
    | 'faellesskab'
    | 'kultur'
    | 'mad'
    | 'samtale'
    | 'natur'
    | 'digital';
  readonly lokationId?: string;
  readonly sted?: Aktivitetssted;
  readonly maalgrupper: readonly (
    | 'alle'
    | 'aeldre'
    | 'paaroerende'
    | 'demens'
    | 'kraeft'
    | 'hjerte'
    | 'sorg'
    | 'unge'
  )[];
  /** BCP 47. */
  readonly sprog: readonly string[];
  readonly gange: readonly Aktivitetsgang[];
  readonly gentagelse?: Gentagelse;
  /** `samspil`: only where a unit holds it, by the class (`holdId`). `link`: on the association's own page. */
  readonly tilmelding: 'ingen' | 'link' | 'samspil';
  /** An https address. */
  readonly tilmeldingslink?: string;
  readonly holdId?: string;
  readonly prisKroner?: number;
  /** Postal codes that it is for; empty: all. */
  readonly postnumre: readonly string[];
  /** Kinds of service that it goes well with. */
  readonly ydelsestypeIds: readonly string[];
  readonly gyldigFra: string;
  readonly gyldigTil?: string;
  readonly oprettet: string;
  readonly udfoertAf?: Udfoerer;
}
