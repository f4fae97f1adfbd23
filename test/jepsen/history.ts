/** A time that is fought for: a Slot's id, and when it is, epoch milliseconds. */
export interface Time {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** What a caller asked for. Ids are FHIR ids. */
export type Ask =
  | {
      readonly kind: 'book';
      readonly patient: string;
      readonly slot: Time;
      readonly mark: string;
    }
  | { readonly kind: 'hold'; readonly patient: string; readonly slot: Time }
  | { readonly kind: 'confirm' | 'cancel' | 'release'; readonly id: string }
  | { readonly kind: 'move'; readonly id: string; readonly slot: Time };

/** `ok`: done. `refused`: not done, and never will be. `unknown`: either, and whoever asked was told so or heard nothing. */
export type Outcome = 'ok' | 'refused' | 'unknown';

/** One call, from its beginning to its answer. Machine time, milliseconds. */
export interface Call {
  readonly ask: Ask;
  readonly from: number;
  readonly to: number;
  readonly outcome: Outcome;
  readonly status?: number;
  /** Id of the appointment that the answer showed. */
  readonly id?: string;
  /** Start of it, epoch milliseconds. */
  readonly start?: number;
  /** The rules that a refusal named. */
  readonly rules?: readonly string[];
}

/** An appointment as it stood from one change to the next. */
export interface Standing {
  readonly id: string;
  /** Place in the order of changes. */
  readonly at: number;
  /** Who and what is taken, with buffers where the source knows them; empty when nothing is. */
  readonly actors: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly status: string;
  /** What the caller wrote into it. */
  readonly mark?: string;
}
