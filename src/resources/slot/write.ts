import type { Slot } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import { putAll, removeAll } from '../../store/put.ts';
import type { Ports } from '../define.ts';

type Kept = Slot & { id: string };

/** A Slot as it stands, without what is told of its version. */
export interface StandingSlot {
  readonly id: string;
  readonly text: string;
}

/** The stored text of a Slot: reading a thousand of them to compare would cost more than all the rest. */
export const standingSlot = (id: string, content: string): StandingSlot => {
  const from = content.indexOf('"meta":{');
  const to = content.indexOf('},', from) + 2;
  return { id, text: content.slice(0, from) + content.slice(to) };
};

const textOf = ({ meta: _, ...rest }: Kept): string => JSON.stringify(rest);

/** Makes what stands what is wanted; what is as it should be is not touched. */
export async function replaceSlots(
  tx: Transaction,
  ports: Pick<Ports, 'room' | 'now'>,
  standing: readonly StandingSlot[],
  wanted: readonly Kept[],
): Promise<void> {
  const room = ports.room('Slot');
  const before = new Map(standing.map(({ id, text }) => [id, text]));
  const keep = new Set(wanted.map(({ id }) => id));
  const gone = standing.flatMap(({ id }) => (keep.has(id) ? [] : [id]));
  const differing = wanted.filter((slot) => before.get(slot.id) !== textOf(slot));
  if (gone.length > 0) await removeAll(tx, room, gone, ports.now());
  if (differing.length > 0) await putAll(tx, room, differing, ports.now());
}

/** The same, where the Slots that stand have been read. */
export const writeSlots = (
  tx: Transaction,
  ports: Pick<Ports, 'room' | 'now'>,
  standing: readonly Kept[],
  wanted: readonly Kept[],
): Promise<void> =>
  replaceSlots(
    tx,
    ports,
    standing.map((slot) => ({ id: slot.id, text: textOf(slot) })),
    wanted,
  );
