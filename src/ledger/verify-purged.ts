/** Rows that say nothing any more. Content that goes early may go to hide something. */
import type { Signed } from './checkpoint.ts';
import { leastKeptYears } from './least-kept.ts';
import type { Header } from './verify-line.ts';
import { VerifyFault } from './verify-members.ts';

/** When rows that say nothing any more were signed: the first and the last of them. `years`: how old each is at the least. */
export interface Purged {
  readonly oldest: number;
  readonly youngest: number;
  readonly years: number;
}

const yearMs = 365 * 86_400_000;

/** What the file says of it counts only where it is more: no municipality may keep rows for less than the least. */
const yearsOf = ({ keptYears }: Header): number => Math.max(keptYears, leastKeptYears);

/** Rows are as old as the checkpoint behind them shows. An export cannot be younger than the moment at which it is looked at. */
export function purgedWith(
  before: Purged | undefined,
  { index, header, now }: { readonly index: number; readonly header: Header; readonly now: number },
  { time }: Signed,
): Purged {
  const years = yearsOf(header);
  if (Math.min(header.made, now) - time < years * yearMs)
    throw new VerifyFault(
      `Row ${index} says nothing any more, and is not ${years} years old: what it said was taken out too early.`,
    );
  return { oldest: before?.oldest ?? time, youngest: time, years };
}
