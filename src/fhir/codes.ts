import type { TokenValue } from './search-criterion.ts';

/** What terminology a search may ask for. Each is undefined when the set or system is not known here, or has no end. */
export interface Codes {
  /** The codes of a value set, by its canonical URL, `|version` allowed. */
  readonly valueSet: (url: string) => readonly TokenValue[] | undefined;
  /** The code and all that it is a kind of. */
  readonly above: (system: string, code: string) => readonly string[] | undefined;
  /** The code and all that are kinds of it. */
  readonly below: (system: string, code: string) => readonly string[] | undefined;
}
