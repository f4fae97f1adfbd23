import type { Definitions } from '../definitions.ts';
import type { XmlFault } from './fault.ts';
import type { Frame } from './frame.ts';

/** One reading of one body. */
export interface Reading {
  readonly definitions: Definitions;
  /** Open elements, the innermost last; the document itself is the first. */
  readonly frames: Frame[];
  /** The body from one character to another. */
  readonly source: (start: number, end: number) => string;
  /** Where the tag that is being told of starts and ends. */
  readonly tagStart: () => number;
  readonly tagEnd: () => number;
  /** Notes what is wrong with the innermost element, or with a child of it. */
  readonly report: (fault: XmlFault, detail?: string, child?: string) => void;
}
