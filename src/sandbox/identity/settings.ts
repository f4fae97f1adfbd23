import type { ClientMetadata } from 'oidc-provider';
import type { Broker, Persona } from '../people/personas.ts';
import type { KeyRing } from './key-ring.ts';
import type { Memory } from './memory.ts';

/** Life of an access token, which bounds how long a mandate of the login outlives its end. */
export const tokenSeconds = 900;
/** A login ends when nothing was done for so long: the session, and the right to a further token. */
export const idleSeconds = 900;
/** A login ends then, used or not. */
export const loginSeconds = 8 * 3_600;

/** Somebody whom an issuer knows. */
export interface Account {
  readonly key: string;
  readonly persona: Persona;
}

/** What one issuer is made of. */
export interface IssuerSetting {
  readonly broker: Broker;
  /** Issuer URL. */
  readonly url: string;
  readonly audience: string;
  /** By subject. */
  readonly accounts: ReadonlyMap<string, Account>;
  readonly clients: readonly ClientMetadata[];
  readonly ring: KeyRing;
  readonly memory: Memory;
  readonly cookieKey: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
