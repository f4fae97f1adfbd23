import type { Faults } from './faults.ts';
import type { FeedGate } from './feed-gate.ts';
import type { Store } from './store.ts';

/** What the routes of the sandbox Cura share. */
export interface CuraContext {
  readonly store: Store;
  readonly faults: Faults;
  readonly gate: FeedGate;
  /** Keys of writes that have come in and are not carried out yet. */
  readonly underWay: Set<string>;
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
  readonly tokenSeconds: number;
  readonly now: () => number;
}
