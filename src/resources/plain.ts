/** Rooms without a record behind them, for judging the engine: R4 as it is published, and nothing of ours. */
import type { Resource } from '@medplum/fhirtypes';
import type { Definitions } from '../fhir/definitions.ts';
import { searchParamsOf } from '../fhir/r4-search.ts';
import type { Declared } from '../fhir/search-param.ts';
import { defineResource, type Room } from './define.ts';
import type { Interaction } from './interaction.ts';

const everything: readonly Interaction[] = [
  ...(['read', 'vread', 'history-instance', 'history-type', 'search-type'] as const),
  ...(['create', 'update', 'patch', 'delete'] as const),
];

/** Each parameter is searched over the whole population. */
const walked = (params: Declared): Declared =>
  Object.fromEntries(
    Object.entries(params).map(([name, param]) => [name, { ...param, index: 'range' as const }]),
  );

/** The room of one type of R4, with all that R4 has for it. */
export const plainRoom = (type: string, definitions: Definitions): Room =>
  defineResource({
    type: type as Resource['resourceType'],
    profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
    origin: 'here',
    about: { da: `${type}, som R4 har den.`, en: `${type}, as R4 has it.` },
    interactions: everything,
    access: { kind: 'open' },
    own: { updateCreate: true },
    search: walked(searchParamsOf(type, definitions)),
  });
