import { takeKeys } from '../accepted-key.ts';
import type { Room } from '../define.ts';
import { isAwaitingDelivery } from '../delivery-state.ts';
import type { Kept } from './canonical.ts';
import { knownBy } from './measurement-key.ts';
import { watch } from './monitor.ts';

/** What Cura tells of has its identifier taken too, so that a client that sends it once more finds it. */
export const measurementsCame: NonNullable<Room['after']> = async (
  tx,
  ports,
  changes,
  { bulk },
) => {
  const news = changes.filter(
    ({ written, removed, resource }) =>
      // Of what was accepted here the identifier is taken already.
      !removed && written.outcome === 'created' && !isAwaitingDelivery(resource as Kept),
  );
  await takeKeys(
    tx,
    news.flatMap(({ resource }) => knownBy(ports, resource as Kept) ?? []),
  );
  if (!bulk) await watch(tx, ports, changes);
};
