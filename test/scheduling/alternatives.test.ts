import { ok, deepStrictEqual as same } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { nearestFree } from '../../src/scheduling/alternatives.ts';
import { law } from './law.ts';

const slots = [10, 20, 30, 40, 50].map((start) => ({ start, end: start + 5 }));
const starts = (refused: number, count: number): number[] =>
  nearestFree(slots.toReversed(), refused, count).map(({ start }) => start);

t.test('the nearest times come first, and the earlier of two that are as near', async (t) => {
  t.same(starts(30, 3), [30, 20, 40]);
  t.same(starts(34, 2), [30, 40]);
  t.same(starts(0, 9), [10, 20, 30, 40, 50]);
});

t.test('no time that is left out is nearer than one that is offered', async (t) => {
  const times = fc.array(fc.nat(1000).map((start) => ({ start, end: start + 1 })));
  law(t, [times, fc.nat(1000), fc.nat(5)], (free, refused, count) => {
    const far = ({ start }: { start: number }): number => Math.abs(start - refused);
    const offered = nearestFree(free, refused, count);
    const rest = free.filter((each) => !offered.includes(each));
    same(offered.length, Math.min(count, free.length));
    ok(rest.every((each) => offered.every((near) => far(near) <= far(each))));
  });
});
