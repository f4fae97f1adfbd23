import { pageOfRoom } from '../manual/resource-pages.ts';
import { registry } from '../registry.ts';
import type { Room } from '../resources/define.ts';
import { code, codes, table } from './table.ts';

const origin = ({ origin: from, mappings }: Room): string =>
  from === 'cura' ? `Cura: ${codes(mappings.map(({ record }) => record))}` : from;

/** What each resource type is and what may be done with it. */
export const rooms = (): string =>
  table(
    ['Resource', 'Stands for', 'På dansk', 'Operations', 'Origin', 'Profile', 'All of it'],
    registry.map((room) => [
      ...[code(room.type), room.about.en, room.about.da],
      codes(room.operations.map((operation) => `$${operation.code}`)),
      origin(room),
      `[${room.profile.split('/').at(-1)}](profiles/${room.slug}.fsh)`,
      code(`/docs/${pageOfRoom(room)}`),
    ]),
  );
