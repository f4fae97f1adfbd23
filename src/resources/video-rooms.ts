/** Somebody who is let into a meeting. */
export interface Joining {
  /** Tells nothing of whom or what it is for. */
  readonly room: string;
  /** As the others see who came. */
  readonly name: string;
  /** May let in, mute and end: the staff. */
  readonly moderator: boolean;
  /** Epoch milliseconds: when it opens, and when it closes. */
  readonly from: number;
  readonly until: number;
}

/** Where meetings by video are held. */
export interface VideoRooms {
  /** An address that lets this one in for as long as the meeting is open. It is a secret, and kept nowhere. */
  readonly join: (joining: Joining) => Promise<string>;
}

/** What meetings by video take; absent where there are none. */
export interface VideoPorts {
  readonly video?: VideoRooms;
  /** What the address of each meeting begins with, without a slash at the end. */
  readonly videoPage?: string;
}
