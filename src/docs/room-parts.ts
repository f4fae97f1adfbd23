import { registry } from '../registry.ts';
import type { Operation, Room } from '../resources/define.ts';
import { code, codes, details, table } from './table.ts';

const origin = ({ origin: from, mappings }: Room): string =>
  from === 'cura' ? `Cura: ${codes(mappings.map(({ record }) => record))}` : from;

/** What each resource type is and what may be done with it. */
export const rooms = (): string =>
  table(
    ['Resource', 'Stands for', 'På dansk', 'Interactions', 'Operations', 'Origin', 'Profile'],
    registry.map((room) => [
      code(room.type),
      room.about.en,
      room.about.da,
      room.interactions.join(', '),
      codes(room.operations.map((operation) => `$${operation.code}`)),
      origin(room),
      `[${room.profile.split('/').at(-1)}](profiles/${room.slug}.fsh)`,
    ]),
  );

const own = ({ search }: Room): string =>
  Object.entries(search)
    .flatMap(([name, { description }]) =>
      description === undefined ? [] : [`${code(name)}: ${description}`],
    )
    .join('; ') || '–';

/** The search parameters of each room, and what those find that R4 does not have. */
export const search = (): string =>
  table(
    ['Resource', 'Parameters', 'Of these ours'],
    registry.map((room) => [code(room.type), codes(Object.keys(room.search)), own(room)]),
  );

const place = ({ onType, onInstance }: Operation, type: string): string =>
  [...(onType ? [type] : []), ...(onInstance ? [`${type}/[id]`] : [])].join(', ');

const operationTable = (operation: Operation, type: string): string =>
  details(
    `<code>$${operation.code}</code> on ${place(operation, type)}: ${operation.title.en}`,
    table(
      ['Parameter', 'Also', 'Type', 'Times', 'Meaning'],
      operation.parameter
        .filter(({ use }) => use === 'in')
        .map(({ name, synonyms = [], type: kind, min, max, documentation }) => [
          code(name),
          codes(synonyms),
          kind,
          `${min}..${max}`,
          documentation.en,
        ]),
    ),
  );

/** The operations with what they take. */
export const operations = (): string =>
  registry
    .flatMap(({ type, operations: all }) => all.map((one) => operationTable(one, type)))
    .join('\n\n');
