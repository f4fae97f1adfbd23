/** Checks an export without the one who made it: no database, no network, and no key but a public one. */
import type { Signed } from './checkpoint.ts';
import { leafHash, type Range, rangeAt } from './merkle.ts';
import { isConsistent } from './merkle-proof.ts';
import { type Given, signedIn, type Trust, trustOf, witnessed } from './verify-key.ts';
import { type Header, headerIn, lineIn, parsed, type Row, VerifyFault } from './verify-line.ts';
import { checkRow, type RowKind } from './verify-row.ts';

/** What was checked and found to be so. */
export interface Verified {
  readonly header: Header;
  readonly trust: Trust;
  readonly rows: Readonly<Record<RowKind, number>>;
  readonly checkpoints: number;
  /** Checkpoints of the witness that the export agrees with, and those that are newer than it. */
  readonly witness: { readonly agreed: number; readonly later: number } | undefined;
  readonly last: Signed;
}

/** How far a check has come. */
interface Checking {
  readonly header: Header;
  readonly trust: Trust;
  readonly tree: Range;
  readonly rows: Record<RowKind, number>;
  /** The witness's checkpoints that are still to be met, smallest first, and proofs for those before the first row. */
  readonly waiting: Signed[];
  readonly paths: Map<number, readonly Buffer[]>;
  checkpoints: number;
  agreed: number;
  last: Signed | undefined;
  /** First row since the last checkpoint that was purged. */
  purged: number | undefined;
}

const yearMs = 365 * 86_400_000;

/** No ledger may be told to forget sooner. */
const leastYears = 1;

async function begin(line: string, given: Given): Promise<Checking> {
  const header = headerIn(parsed(line, 'The first line'));
  const trust = await trustOf(given, header.key);
  return {
    ...{ header, trust, tree: rangeAt(header.start, header.left) },
    ...{ rows: { write: 0, other: 0, purged: 0 }, paths: new Map() },
    waiting: await witnessed(given.witness ?? [], trust, header.origin),
    ...{ checkpoints: 0, agreed: 0, last: undefined, purged: undefined },
  };
}

/** The rows among which one must be wrong that looks right by itself. */
const since = ({ last, header, tree }: Checking): string => {
  const [from, to] = [last?.size ?? header.start, tree.size() - 1];
  return from >= to ? `row ${to}` : `rows ${from} to ${to}`;
};

/** The witness's checkpoints of the tree as it is now. Those of one size must have one root. */
function meetWitness(at: Checking): void {
  for (let [next] = at.waiting; next && next.size === at.tree.size(); [next] = at.waiting) {
    if (!next.root.equals(at.tree.root()))
      throw new VerifyFault(
        `The witness holds another tree of ${next.size} rows: the ledger was made anew, and differs at or before row ${next.size - 1}.`,
      );
    at.waiting.shift();
    at.agreed += 1;
  }
}

function addRow(at: Checking, row: Row): void {
  const expected = at.tree.size();
  if (row.index !== expected)
    throw new VerifyFault(`Row ${expected} is missing: row ${row.index} stands in its place.`);
  if (expected >= at.header.end) throw new VerifyFault(`Row ${expected} stands behind the end.`);
  const kind = checkRow(row);
  at.rows[kind] += 1;
  if (kind === 'purged') at.purged ??= row.index;
  at.tree.append(leafHash(row.commitment));
  meetWitness(at);
}

/** What was purged must have been old: content that goes early may go to hide something. */
function checkAge(at: Checking, { time }: Signed): void {
  const { until, keptYears } = at.header;
  const years = Math.max(keptYears, leastYears);
  if (at.purged !== undefined && until - time < years * yearMs)
    throw new VerifyFault(
      `Row ${at.purged} says nothing any more, and is not ${years} years old: what it said was taken out too early.`,
    );
  at.purged = undefined;
}

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
  if (signed.size < size || (at.last && at.last.time > signed.time))
    throw new VerifyFault(`${where} is out of order.`);
  if (!signed.root.equals(at.tree.root()))
    throw new VerifyFault(
      `The tree is not the one that was signed: of ${since(at)} one was altered, put in, taken out or moved.`,
    );
  checkAge(at, signed);
  at.last = signed;
  at.checkpoints += 1;
}

async function addLine(at: Checking, text: string, where: string): Promise<void> {
  const line = lineIn(parsed(text, where), where);
  if (line.kind === 'row') addRow(at, line.row);
  else if (line.kind === 'checkpoint') await addCheckpoint(at, line.jws);
  else at.paths.set(line.first, line.path);
}

/** The witness's checkpoints from before the first row: the last tree must go on from each. */
function checkEarlier(at: Checking, earlier: readonly Signed[], last: Signed): void {
  for (const { size, root } of earlier) {
    const path = size === 0 ? [] : at.paths.get(size);
    if (!path)
      throw new VerifyFault(
        `The export brings no proof that it goes on from the ${size} rows that the witness saw.`,
      );
    const claim = { first: size, second: last.size, firstRoot: root, secondRoot: last.root, path };
    if (!isConsistent(claim))
      throw new VerifyFault(
        `The witness holds another tree of ${size} rows, before the first that is exported: the ledger was made anew.`,
      );
    at.agreed += 1;
  }
}

/** What the witness has seen must be in the export, unless it is younger. */
function checkLater({ header }: Checking, later: readonly Signed[]): void {
  const missing = later.find(({ time }) => time <= Math.min(header.to, header.made));
  if (missing)
    throw new VerifyFault(
      `The rows from ${header.end} on are missing: the witness saw ${missing.size} rows before the export was made.`,
    );
}

function end(at: Checking, brought: boolean, earlier: readonly Signed[]): Verified {
  const { header, trust, rows, checkpoints, last } = at;
  const size = at.tree.size();
  if (size < header.end)
    throw new VerifyFault(`Rows ${size} to ${header.end - 1} are missing: the export ends before.`);
  if (!last || last.size !== header.end || last.time !== header.until)
    throw new VerifyFault('The export does not end with the checkpoint that it names.');
  checkEarlier(at, earlier, last);
  checkLater(at, at.waiting);
  const witness = brought ? { agreed: at.agreed, later: at.waiting.length } : undefined;
  return { header, trust, rows, checkpoints, witness, last };
}

/** Checks the lines of an export against themselves, a key and a witness. Throws `VerifyFault`, which names the first thing that is wrong. */
export async function verifyExport(lines: AsyncIterable<string>, given: Given): Promise<Verified> {
  let at: Checking | undefined;
  let earlier: Signed[] = [];
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (at) {
      await addLine(at, line, `Line ${number}`);
      continue;
    }
    at = await begin(line, given);
    const { start } = at.header;
    earlier = at.waiting.splice(0, at.waiting.filter(({ size }) => size < start).length);
    meetWitness(at);
  }
  if (!at) throw new VerifyFault('The file is empty.');
  return end(at, given.witness !== undefined, earlier);
}
