import t from 'tap';
import { doubled, ghosts, lost, misplaced, repeated } from './checker.ts';
import type { Call, Standing, Time } from './history.ts';

const nine: Time = { id: 'slot-9', start: 9_000, end: 9_900 };
const ten: Time = { id: 'slot-10', start: 10_000, end: 10_900 };

const stands = (id: string, at: number, more: Partial<Standing> = {}): Standing => ({
  ...{ id, at, actors: ['nurse'], start: nine.start, end: nine.end, status: 'booked' },
  ...more,
});

const called = (ask: Call['ask'], outcome: Call['outcome'], from = 0): Call => ({
  ...{ ask, outcome, from, to: from + 10 },
  ...('id' in ask ? { id: ask.id } : {}),
});

const booked = (id: string, mark: string, outcome: Call['outcome'] = 'ok'): Call => ({
  ...called({ kind: 'book', patient: 'karen', slot: nine, mark }, outcome),
  ...(outcome === 'ok' && { id }),
});

t.test('two at a time are found, also where one has gone since', async (t) => {
  const both = [
    stands('a', 1),
    stands('b', 2),
    stands('b', 3, { actors: [], status: 'cancelled' }),
  ];
  t.same(doubled(both), ['nurse has a and b at a time, from change 2']);
  t.same(doubled(both.toReversed()), doubled(both), 'in whatever order they are told');
});

t.test('one after the other is no double booking', async (t) => {
  const gone = stands('a', 2, { actors: [], status: 'cancelled' });
  t.same(doubled([stands('a', 1), gone, stands('b', 3)]), []);
  const next = { start: nine.end, end: nine.end + 900 };
  t.same(doubled([stands('a', 1), stands('b', 2, next)]), [], 'nor are times that touch');
  t.same(doubled([stands('a', 1), stands('b', 2, { actors: ['doctor'] })]), []);
});

t.test('an appointment that moves leaves its old time', async (t) => {
  const moved = stands('a', 2, { start: ten.start, end: ten.end });
  t.same(doubled([stands('a', 1), moved, stands('b', 3)]), []);
  t.equal(
    doubled([stands('a', 1), moved, stands('b', 3, { start: ten.start, end: ten.end })]).length,
    1,
  );
});

t.test('a booking that was accepted and is nowhere is found', async (t) => {
  t.same(lost([booked('a', 'm1')], []), ['a was accepted and is not there']);
  t.same(lost([booked('a', 'm1')], [stands('a', 1)]), []);
});

t.test('a booking may be gone only when somebody asked for it', async (t) => {
  const gone = [stands('a', 1), stands('a', 2, { status: 'cancelled', actors: [] })];
  const cancel = (outcome: Call['outcome']) => called({ kind: 'cancel', id: 'a' }, outcome);
  t.same(lost([booked('a', 'm1'), cancel('refused')], gone), [
    'a was accepted, nobody cancelled it, and it is cancelled',
  ]);
  t.same(lost([booked('a', 'm1'), cancel('ok')], gone), []);
  t.same(lost([booked('a', 'm1'), cancel('unknown')], gone), []);
  t.same(lost([booked('a', 'm1'), cancel('ok')], [stands('a', 1)]), ['a was cancelled and stands']);
});

t.test('what was refused and is there is found, and what is there twice', async (t) => {
  const there = [stands('a', 1, { mark: 'm1' })];
  t.same(ghosts([booked('', 'm1', 'refused')], there), ['m1 was refused and is there as a']);
  t.same(ghosts([booked('', 'm1', 'unknown')], there), []);
  t.same(ghosts([booked('a', 'm1')], [...there, stands('b', 2, { mark: 'm1' })]), [
    'm1 is there 2 times: a,b',
  ]);
});

t.test('an appointment stands where the last move put it', async (t) => {
  const move = (slot: Time, outcome: Call['outcome'], from: number) =>
    called({ kind: 'move', id: 'a', slot }, outcome, from);
  const at = (time: Time) => [stands('a', 1, { start: time.start, end: time.end })];
  t.equal(misplaced([booked('a', 'm1'), move(ten, 'ok', 20)], at(nine)).length, 1);
  t.same(misplaced([booked('a', 'm1'), move(ten, 'ok', 20)], at(ten)), []);
  t.equal(misplaced([booked('a', 'm1'), move(ten, 'refused', 20)], at(ten)).length, 1);
  t.same(misplaced([booked('a', 'm1'), move(ten, 'unknown', 20)], at(ten)), []);
  const atOnce = [move(ten, 'ok', 20), move(nine, 'ok', 25)];
  t.same(misplaced([booked('a', 'm1'), ...atOnce], at(ten)), [], 'of two at a time either is last');
});

t.test('messages without a plan, plans without a message, and repeats are found', async (t) => {
  const plan = (id: string, state: string, of = id) => ({ id, of, state });
  t.same(repeated(['p1'], []), ['message p1 is of no plan']);
  t.same(repeated([], [plan('p1', 'sent')]), ['plan p1 is sent and the gateway has nothing']);
  t.same(repeated(['p1'], [plan('p1', 'skipped')]), ['plan p1 is skipped and was sent']);
  t.same(repeated(['p1', 'p2'], [plan('p1', 'sent', 'a'), plan('p2', 'sent', 'a')]), [
    'a was told 2 times',
  ]);
  t.same(repeated(['p1'], [plan('p1', 'sent'), plan('p2', 'skipped')]), []);
});
