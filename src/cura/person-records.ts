import type { Adresse, Post, Udfoerer } from './post.ts';

export interface Paamindelse {
  readonly kanal: 'sms' | 'nemsms' | 'digitalpost' | 'ingen';
  readonly oensket: boolean;
  readonly nummer?: string;
  /** Relatives with a mandate are to be reminded too. */
  readonly paaroerende?: boolean;
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
