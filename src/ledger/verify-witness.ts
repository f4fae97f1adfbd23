/** What the witness holds, beside what is checked. */
import type { Signed } from './checkpoint.ts';
import type { Range } from './merkle.ts';
import { isConsistent } from './merkle-proof.ts';
import type { Header } from './verify-line.ts';
import { VerifyFault } from './verify-members.ts';

/** The witness's checkpoints of the tree as it is now, which are taken off those that wait. Those of one size must have one root. */
export function meetWitness(waiting: Signed[], tree: Range): number {
  let agreed = 0;
  for (let [next] = waiting; next && next.size === tree.size(); [next] = waiting) {
    if (!next.root.equals(tree.root()))
      throw new VerifyFault(
        `The witness holds another tree of ${next.size} rows: the ledger was made anew, and differs at or before row ${next.size - 1}.`,
      );
    waiting.shift();
    agreed += 1;
  }
  return agreed;
}

/** The witness's checkpoints from before the first row: the last tree must go on from each. */
export function checkEarlier(
  earlier: readonly Signed[],
  last: Signed,
  paths: ReadonlyMap<number, readonly Buffer[]>,
): void {
  for (const { size, root } of earlier) {
    const path = size === 0 ? [] : paths.get(size);
    if (!path)
      throw new VerifyFault(
        `The export brings no proof that it goes on from the ${size} rows that the witness saw.`,
      );
    const claim = { first: size, second: last.size, firstRoot: root, secondRoot: last.root, path };
    if (!isConsistent(claim))
      throw new VerifyFault(
        `The witness holds another tree of ${size} rows, before the first that is exported: the ledger was made anew.`,
      );
  }
}

/** What the witness has seen must be in the export, unless it is younger. */
export function checkLater({ to, made, end }: Header, later: readonly Signed[]): void {
  const missing = later.find(({ time }) => time <= Math.min(to, made));
  if (missing)
    throw new VerifyFault(
      `The rows from ${end} on are missing: the witness saw ${missing.size} rows before the export was made.`,
    );
}
