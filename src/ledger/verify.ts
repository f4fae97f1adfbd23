/** Checks an export without the one who made it: no database, no network, and no key but a public one. */
import type { Signed } from './checkpoint.ts';
import { leafHash, type Range, rangeAt } from './merkle.ts';
import { assertNamed, type Given, signedIn, type Trust, trustOf, witnessed } from './verify-key.ts';
import { type Header, headerIn, type Line, lineIn, type Row } from './verify-line.ts';
import { parsedExactly, VerifyFault } from './verify-members.ts';
import { type Purged, purgedWith } from './verify-purged.ts';
import { checkRow, type RowKind } from './verify-row.ts';
import { checkEarlier, checkLater, meetWitness } from './verify-witness.ts';

/** What was checked and found to be so. */
export interface Verified {
  readonly header: Header;
  readonly trust: Trust;
  readonly rows: Readonly<Record<RowKind, number>>;
  /** Of the rows that say nothing any more, where there are any. */
  readonly purged: Purged | undefined;
  readonly checkpoints: number;
  /** Checkpoints of the witness that the export agrees with, and those that are newer than it. */
  readonly witness: { readonly agreed: number; readonly later: number } | undefined;
  readonly last: Signed;
}

/** How far a check has come. */
interface Checking {
  readonly header: Header;
  readonly trust: Trust;
  /** When it is done, epoch milliseconds. */
  readonly now: number;
  readonly tree: Range;
  readonly rows: Record<RowKind, number>;
  /** The witness's checkpoints that are still to be met, smallest first, and proofs for those before the first row. */
  readonly waiting: Signed[];
  readonly earlier: readonly Signed[];
  readonly paths: Map<number, readonly Buffer[]>;
  checkpoints: number;
  agreed: number;
  last: Signed | undefined;
  /** First row since the last checkpoint that was purged. */
  emptied: number | undefined;
  purged: Purged | undefined;
}

async function begin(line: string, given: Given, now: number): Promise<Checking> {
  const header = headerIn(parsedExactly(line, 'The first line'));
  const trust = await trustOf(given, header.key);
  assertNamed(header.key, trust);
  const waiting = await witnessed(given.witness ?? [], trust, header.origin);
  const earlier = waiting.splice(0, waiting.filter(({ size }) => size < header.start).length);
  const tree = rangeAt(header.start, header.left);
  return {
    ...{ header, trust, now, tree, waiting, earlier, agreed: meetWitness(waiting, tree) },
    ...{ rows: { write: 0, other: 0, purged: 0 }, paths: new Map(), checkpoints: 0 },
    ...{ last: undefined, emptied: undefined, purged: undefined },
  };
}

/** The rows among which one must be wrong that looks right by itself. */
const since = ({ last, header, tree }: Checking): string => {
  const [from, to] = [last?.size ?? header.start, tree.size() - 1];
  return from >= to ? `row ${to}` : `rows ${from} to ${to}`;
};

function addRow(at: Checking, row: Row): void {
  const expected = at.tree.size();
  if (row.index !== expected)
    throw new VerifyFault(`Row ${expected} is missing: row ${row.index} stands in its place.`);
  if (expected >= at.header.end) throw new VerifyFault(`Row ${expected} stands behind the end.`);
  const kind = checkRow(row);
  at.rows[kind] += 1;
  if (kind === 'purged') at.emptied ??= row.index;
  at.tree.append(leafHash(row.commitment));
  at.agreed += meetWitness(at.waiting, at.tree);
}

const isOutOfOrder = ({ last, tree }: Checking, { size, time }: Signed): boolean =>
  size < tree.size() || (last !== undefined && (last.time > time || last.size >= size));

async function addCheckpoint(at: Checking, jws: string): Promise<void> {
  const size = at.tree.size();
  const where = `The checkpoint behind row ${size - 1}`;
  const signed = await signedIn(jws, where, at.trust.key);
  if (signed.origin !== at.header.origin)
    throw new VerifyFault(
      `${where} is of ${signed.origin}, and the ledger of ${at.header.origin}.`,
    );
  if (signed.size > size)
    throw new VerifyFault(
      `Rows ${size} to ${signed.size - 1} are missing: a checkpoint was signed when they were there.`,
    );
  if (isOutOfOrder(at, signed)) throw new VerifyFault(`${where} is out of order.`);
  if (!signed.root.equals(at.tree.root()))
    throw new VerifyFault(
      `The tree is not the one that was signed: of ${since(at)} one was altered, put in, taken out or moved.`,
    );
  if (at.emptied !== undefined)
    at.purged = purgedWith(at.purged, { ...at, index: at.emptied }, signed);
  at.emptied = undefined;
  at.last = signed;
  at.checkpoints += 1;
}

/** Proofs stand before all else, in order, and are of trees before the first row. */
function addPath(at: Checking, { first, path }: Line & { kind: 'consistency' }, where: string) {
  const before = [...at.paths.keys()].at(-1) ?? 0;
  const isEarly = at.last === undefined && at.tree.size() === at.header.start;
  if (!isEarly || first <= before || first >= at.header.start)
    throw new VerifyFault(`${where} is a consistency proof that does not belong there.`);
  at.paths.set(first, path);
}

async function addLine(at: Checking, text: string, where: string): Promise<void> {
  const line = lineIn(parsedExactly(text, where), where);
  if (at.last?.size === at.header.end)
    throw new VerifyFault(`${where} stands behind the end, where nothing proves it.`);
  if (line.kind === 'row') addRow(at, line.row);
  else if (line.kind === 'checkpoint') await addCheckpoint(at, line.jws);
  else addPath(at, line, where);
}

function end(at: Checking, brought: boolean): Verified {
  const { header, trust, rows, checkpoints, last, earlier, purged } = at;
  const size = at.tree.size();
  if (size < header.end)
    throw new VerifyFault(`Rows ${size} to ${header.end - 1} are missing: the export ends before.`);
  if (!last || last.size !== header.end || last.time !== header.until)
    throw new VerifyFault('The export does not end with the checkpoint that it names.');
  checkEarlier(earlier, last, at.paths);
  checkLater(header, at.waiting);
  const agreed = at.agreed + earlier.length;
  const witness = brought ? { agreed, later: at.waiting.length } : undefined;
  return { header, trust, rows, purged, checkpoints, witness, last };
}

/**
 * Checks the lines of an export against themselves, a key and a witness. `now`, epoch milliseconds: what was emptied must have been old
 * enough by then. Throws `VerifyFault`, which names the first thing that is wrong.
 */
export async function verifyExport(
  lines: AsyncIterable<string>,
  given: Given,
  now: number = Date.now(),
): Promise<Verified> {
  let at: Checking | undefined;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (at) await addLine(at, line, `Line ${number}`);
    else at = await begin(line, given, now);
  }
  if (!at) throw new VerifyFault('The file is empty.');
  return end(at, given.witness !== undefined);
}
