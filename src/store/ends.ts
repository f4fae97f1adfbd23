/** Rows that end by the clock, without anybody writing them. */
import type { Ending } from './compartment.ts';
import type { Bind, Predicate } from './predicate.ts';
import type { Shape } from './shape.ts';
import type { StoredRoom } from './stored-room.ts';

/** A moment in a statement; epoch milliseconds. */
export const momentOf = (ms: number, bind: Bind): string =>
  `to_timestamp(${bind(ms)}::float8 / 1000.0)`;

/** Rows that are not over at a moment, epoch milliseconds. Undefined for rooms where none ever is. */
export const standsAt = ({ ends }: Pick<Shape, 'ends'>, now: number): Predicate | undefined =>
  ends && ((row, bind) => `(${row}.ends is null or ${row}.ends > ${momentOf(now, bind)})`);

/** What of some rooms is over at a moment, for the state of a compartment. */
export const endingsOf = (rooms: readonly StoredRoom[], now: number, bind: Bind): Ending[] =>
  rooms.flatMap(({ shape, table }) => (shape.ends ? [{ table, now: momentOf(now, bind) }] : []));
