import type { Definitions } from '../fhir/definitions.ts';
import { assertFits } from '../interactions/write-body.ts';
import type { Ports } from '../resources/define.ts';
import type { WritePlan } from '../resources/write-plan.ts';
import { recording } from '../sync/act.ts';
import { roomOf } from '../sync/door.ts';
import { earlierAct } from '../sync/earlier.ts';
import { keepHere } from '../sync/keep-here.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { writeTogether } from '../sync/write-all.ts';
import { writeLaterOf } from '../sync/write-later.ts';
import { writeThroughOf } from '../sync/write-through.ts';

type Writing = Pick<Ports, 'write' | 'writeTogether' | 'writeLater' | 'earlier' | 'record'>;

/** All ways in which a room writes; what does not fit its profile is refused before. */
export function writingOf(sync: SyncPorts, definitions: Definitions): Writing {
  const [writeThrough, writeLater] = [writeThroughOf(sync), writeLaterOf(sync)];
  const assertPlanned = ({ resource, method }: WritePlan): void =>
    assertFits(resource, roomOf(sync, resource.resourceType), {
      definitions,
      isNew: method === 'create',
    });
  return {
    write: async (plan, actor) => {
      assertPlanned(plan);
      return plan.here ? keepHere(sync, plan, actor) : writeThrough(plan, actor);
    },
    writeTogether: async (plans, actor) => {
      plans.forEach(assertPlanned);
      return writeTogether(sync, plans, actor);
    },
    writeLater: async (plans, actor) => {
      plans.forEach(assertPlanned);
      return writeLater(plans, actor);
    },
    earlier: (joinKey) => earlierAct(sync, joinKey),
    record: recording(sync),
  };
}
