import { deepStrictEqual as same } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import {
  contains,
  type Interval,
  intersect,
  meeting,
  normalise,
  overlaps,
  subtract,
  union,
  widen,
} from '../../src/scheduling/interval.ts';
import { law } from './law.ts';
import { minutesOf, someInterval } from './minute.ts';

const interval = someInterval(0, 120);
const intervals = fc.array(interval, { maxLength: 12 });
const between = (start: number, end: number): Interval => ({ start, end });

const list = (set: ReadonlySet<number>, keep: (minute: number) => boolean = () => true): number[] =>
  [...set].filter(keep).sort((a, b) => a - b);

t.test('normalise keeps the time and leaves gaps between sorted intervals', async (t) => {
  law(t, [intervals], (some) => {
    const normal = normalise(some);
    same(list(minutesOf(normal)), list(minutesOf(some)));
    same(
      normal.filter((each, at) => each.end >= (normal[at + 1]?.start ?? Infinity)),
      [],
    );
    same(normalise(normal.toReversed()), normal);
  });
});

t.test('union, intersect and subtract do what they do to sets of minutes', async (t) => {
  law(t, [intervals, intervals], (a, b) => {
    const [inA, inB] = [minutesOf(a), minutesOf(b)];
    same(list(minutesOf(union(a, b))), list(new Set([...inA, ...inB])));
    same(
      list(minutesOf(intersect(a, b))),
      list(inA, (each) => inB.has(each)),
    );
    same(
      list(minutesOf(subtract(a, b))),
      list(inA, (each) => !inB.has(each)),
    );
  });
});

t.test('what the operations give is normalised', async (t) => {
  law(t, [intervals, intervals], (a, b) => {
    for (const made of [union(a, b), intersect(a, b), subtract(a, b)]) same(normalise(made), made);
  });
});

t.test('overlaps and contains agree with sets of minutes', async (t) => {
  law(t, [interval, interval], (a, b) => {
    const [inA, inB] = [minutesOf([a]), minutesOf([b])];
    same(overlaps(a, b), list(inA, (each) => inB.has(each)).length > 0);
    same(contains(a, b), list(inB, (each) => !inA.has(each)).length === 0);
  });
});

t.test('meeting finds exactly those that overlap', async (t) => {
  law(t, [intervals, interval], (some, one) => {
    const normal = normalise(some);
    same(
      meeting(normal, one),
      normal.filter((each) => overlaps(each, one)),
    );
  });
});

t.test('intervals that touch do not overlap, and are one when normalised', async (t) => {
  t.notOk(overlaps(between(0, 10), between(10, 20)));
  t.same(normalise([between(10, 20), between(0, 10)]), [between(0, 20)]);
});

t.test('an interval in the middle of another leaves both ends', async (t) => {
  t.same(subtract([between(0, 30)], [between(10, 20)]), [between(0, 10), between(20, 30)]);
});

t.test('buffers widen an interval at either end', async (t) => {
  t.same(widen(between(100, 200), 10, 30), between(90, 230));
});
