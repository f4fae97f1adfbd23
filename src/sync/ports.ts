import type { CuraPort } from '../cura/port.ts';
import type { Log, Room } from '../resources/define.ts';
import type { Municipality } from '../resources/municipality.ts';
import type { Database } from '../store/database.ts';
import type { StoredRoom } from '../store/stored-room.ts';

/** What both directions of the synchronisation need. */
export interface SyncPorts {
  readonly db: Database;
  readonly cura: CuraPort;
  readonly now: () => number;
  readonly municipality: Municipality;
  readonly rooms: readonly Room[];
  readonly room: (type: string) => StoredRoom;
  readonly secret: (purpose: string) => Buffer;
  /** UUID under which Cura's ids become ours; secret, for CPR-like ids could be guessed else. */
  readonly namespace: string;
  readonly log: Log;
  /** The address that meetings by video begin with; absent where there are none. */
  readonly videoPage?: string;
  /** How long a write may be under way before recovery takes it up, milliseconds. */
  readonly patienceMs: number;
}
