import type { Aftale } from './care-records.ts';
import type { Ugedag } from './place-records.ts';
import type { Post, Udfoerer } from './post.ts';

/** One session of a class, in wall time. */
export interface Gang {
  readonly id: string;
  readonly dato: string;
  readonly fra: string;
  readonly til: string;
  /** Where it is not where the class is. */
  readonly lokationId?: string;
  /** Whoever holds it; without one, the first of the class. */
  readonly medarbejderId?: string;
  readonly aflyst?: boolean;
}

/** Sessions on the same days at the same wall time, every so many weeks. The id of each is its date. */
export interface Gentagelse {
  readonly dage: readonly Ugedag[];
  readonly fra: string;
  readonly til: string;
  readonly hverUge: number;
  readonly fraDato: string;
  readonly tilDato: string;
  /** Dates on which there is none. */
  readonly undtagelser: readonly string[];
}

/** How a class is joined: all that is left of it, one session, or as one likes. */
export type Serie = 'hel' | 'enkelt' | 'begge';

/** A class: many citizens at a time, session for session. A session in `gange` stands for that of the rule with its id. */
export interface Hold extends Post {
  readonly navn: string;
  readonly beskrivelse?: string;
  readonly ydelsestypeId: string;
  readonly lokationId: string;
  readonly medarbejderIds: readonly string[];
  readonly kapacitet: number;
  readonly minimum?: number;
  readonly tilmeldingsfristTimer: number;
  readonly serie: Serie;
  readonly gange: readonly Gang[];
  readonly gentagelse?: Gentagelse;
  /** Closed: nobody can join, and nothing is offered any more. */
  readonly status: 'aaben' | 'lukket';
}

/** One citizen in one session. Cura keeps time, place and person in step with the session. */
export interface Holdtilmelding extends Post {
  readonly eksternReference?: string;
  readonly borgerId: string;
  readonly holdId: string;
  readonly gangId: string;
  /** Equal for all sessions that were joined at once. */
  readonly serieReference?: string;
  readonly ydelseId?: string;
  readonly medarbejderId?: string;
  readonly lokationId?: string;
  readonly start: string;
  readonly slut: string;
  readonly status: Aftale['status'];
  readonly oprettet: string;
  readonly aflysning?: NonNullable<Aftale['aflysning']>;
  readonly bemaerkning?: string;
  readonly internNote?: string;
  readonly udfoertAf?: Udfoerer;
}
