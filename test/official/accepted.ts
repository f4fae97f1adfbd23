/** What the official validator says and we let stand, each with its reason. */
import type { Said } from './runner.ts';

export interface Accepted {
  readonly kind: string;
  /** Only where it is said so, or of such a place. */
  readonly text?: RegExp;
  readonly path?: RegExp;
  readonly reason: string;
}

/** Errors that are the validator's, or of what is not at hand: never ours. */
export const exceptions: readonly Accepted[] = [];

/** Warnings that we know of. */
export const warnings: readonly Accepted[] = [];

/** The row that lets it stand. */
export const acceptedBy = (said: Said, rows: readonly Accepted[]): Accepted | undefined =>
  rows.find(
    ({ kind, text, path }) =>
      kind === said.kind && (text?.test(said.text) ?? true) && (path?.test(said.path) ?? true),
  );
