import type { Adresse, Post } from './post.ts';

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
  /** Degrees, WGS 84; of a room often that of its site alone is known. */
  readonly bredde?: number;
  readonly laengde?: number;
  readonly lokalenummer?: string;
  readonly vejvisning?: string;
}
