import type { Room } from '../define.ts';
import { deriveTouched } from '../slot/derive.ts';
import { deriveSessions } from '../slot/session.ts';

/** A class whose sessions changed has other Slots in the same transaction: they are few. The first load makes them afterwards. */
export const sessionsChanged: NonNullable<Room['after']> = async (tx, ports, changes, { bulk }) => {
  if (bulk) return;
  const touches = await deriveSessions(
    tx,
    ports,
    changes.map(({ resource }) => resource.id),
  );
  await deriveTouched(tx, ports, touches);
};
