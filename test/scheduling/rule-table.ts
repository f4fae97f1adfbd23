import type { Test } from 'tap';
import type { BookingPolicy } from '../../src/scheduling/policy.ts';
import { broken, type Facts, type Rule } from '../../src/scheduling/rule.ts';
import { facts, hourMs, policy, start } from './facts.ts';

export const booked: Facts = { ...facts, status: 'booked' };
/** To `start`, from two hours before it. */
export const moving: Facts = {
  ...booked,
  current: { start: start - 2 * hourMs, end: start - 1.5 * hourMs },
};
export const under = (changes: Partial<BookingPolicy>): Partial<Facts> => ({
  policy: { ...policy, ...changes },
});
export const hoursBefore = (hours: number): Partial<Facts> => ({ now: start - hours * hourMs });
export const relative = { capacity: 'relative', mandateRights: ['see', 'act'] } as const;

interface Row {
  readonly title: string;
  readonly given: Partial<Facts>;
  readonly breaks: readonly string[];
}

/** What is given, changed from the basis, breaks exactly these rules: a test for each row. */
export const table =
  (t: Test) =>
  (rules: readonly Rule[], basis: Facts, rows: readonly Row[]): void => {
    for (const { title, given, breaks } of rows) {
      const keys = broken(rules, { ...basis, ...given }).map(({ key }) => key);
      t.test(title, async (t) => t.same(keys, breaks));
    }
  };
