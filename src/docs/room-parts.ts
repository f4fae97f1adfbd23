import { operationsOf, type ShownOperation } from '../manual/operation-pages.ts';
import { registry } from '../registry.ts';
import type { Room } from '../resources/define.ts';
import { described, missingParameters } from './manual-part.ts';
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
    ['Resource', 'Parameters', 'Of these ours', 'Of R4, not here'],
    registry.map((room) => [
      ...[code(room.type), codes(Object.keys(room.search)), own(room)],
      missingParameters(room),
    ]),
  );

const operationTable = ({ code: name, on, title, parameter }: ShownOperation): string =>
  details(
    `<code>$${name}</code> on ${on}: ${title.en}`,
    table(
      ['Parameter', 'Also', 'Type', 'Times', 'Meaning'],
      parameter
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
export const operations = (): string => operationsOf(described).map(operationTable).join('\n\n');
