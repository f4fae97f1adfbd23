import { type Coverage, coverage } from '../mapping/coverage.ts';
import { registry } from '../registry.ts';
import type { RoomMapping } from '../resources/room-mapping.ts';
import { code, details, table } from './table.ts';

const whereTo = (one: Coverage): [string, string] =>
  one.kind === 'mapped' ? [code(one.path), code(one.codec)] : ['–', `${one.kind}: ${one.reason}`];

const coverageTable = (mapping: RoomMapping): string => {
  const fields = coverage(mapping);
  const mapped = fields.filter(({ kind }) => kind === 'mapped').length;
  return details(
    `<code>${mapping.record}</code> as ${mapping.type}: ${mapped} mapped, ${fields.length - mapped} not`,
    table(
      ['Cura', 'FHIR', 'Codec, or why not'],
      fields.map((one) => [code(one.field), ...whereTo(one)]),
    ),
  );
};

/** What becomes of each field of each Cura record. */
export const mappings = (): string =>
  registry
    .flatMap((room) => room.mappings)
    .map(coverageTable)
    .join('\n\n');
