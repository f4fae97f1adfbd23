/** https://hl7.org/fhir/R4/operationdefinition.html */
import type { OperationDefinition, OperationDefinitionParameter } from '@medplum/fhirtypes';
import { operationDefinition } from '../fhir/canonical.ts';
import type { Text } from '../fhir/outcome.ts';
import { inDanish } from '../fhir/translation.ts';
import type { Operation, Room } from '../resources/define.ts';
import { offAmong, offeredRooms } from '../resources/feature-room.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { generalOperations } from './general-operations.ts';
import type { GeneralOperation } from './route.ts';

type Described = Pick<
  Operation,
  'code' | 'title' | 'onType' | 'onInstance' | 'affectsState' | 'parameter' | 'answersAs'
>;

/** Name of the OperationDefinition of a room's own operation; of one that any room may have it is the code. */
export const definitionName = (code: string, room?: Pick<Room, 'slug'>): string =>
  room ? `${room.slug}-${code}` : code;

type Written = OperationDefinitionParameter;

const written = (one: OperationParameter, name: string, isOther: boolean): Written => ({
  name,
  use: one.use,
  // Under whichever of its names it comes, it need not come under another.
  min: one.synonyms?.length ? 0 : one.min,
  max: one.max,
  documentation: isOther ? `The same as ${one.name}.` : one.documentation.en,
  ...inDanish('documentation', isOther ? `Det samme som ${one.name}.` : one.documentation.da),
  type: one.type as NonNullable<Written['type']>,
  ...(one.searchType && { searchType: one.searchType }),
});

const parametersOf = ({ parameter }: Described, answered: string): Written[] => {
  const given = parameter.flatMap((one) => [
    written(one, one.name, false),
    ...(one.synonyms ?? []).map((name) => written(one, name, true)),
  ]);
  if (parameter.some(({ use }) => use === 'out')) return given;
  const answer: Written = {
    ...{ name: 'return', use: 'out', min: 1, max: '1' },
    documentation: 'What stands afterwards.',
    ...inDanish('documentation', 'Det, der står bagefter.'),
    type: answered as NonNullable<Written['type']>,
  };
  return [...given, answer];
};

/** `appointment-find` is `AppointmentFind`. */
const nameOf = (id: string): string =>
  id.replace(/(?:^|-)([a-z\d])/g, (_, first: string) => first.toUpperCase());

/** What it does, and whose parameters it answers. */
function aboutOf({ title, answersAs = [] }: Described): Text {
  if (answersAs.length === 0) return { da: `${title.da}.`, en: `${title.en}.` };
  return {
    da: `${title.da}. Den svarer på parametrene fra ${answersAs.join(' og fra ')}.`,
    en: `${title.en}. It answers the parameters of ${answersAs.join(' and of ')}.`,
  };
}

const definitionOf = (
  operation: Described,
  id: string,
  on: { readonly types: readonly string[]; readonly onSystem: boolean },
): OperationDefinition & { id: string } => ({
  resourceType: 'OperationDefinition',
  id,
  url: operationDefinition(id),
  name: nameOf(id),
  title: operation.title.en,
  ...inDanish('title', operation.title.da),
  ...{ status: 'active', kind: 'operation' },
  description: aboutOf(operation).en,
  ...inDanish('description', aboutOf(operation).da),
  affectsState: operation.affectsState,
  code: operation.code,
  resource: [...on.types] as NonNullable<OperationDefinition['resource']>,
  ...{ system: on.onSystem, type: operation.onType, instance: operation.onInstance },
  parameter: parametersOf(operation, on.types.length === 1 ? (on.types[0] ?? '') : 'Parameters'),
});

const general = (operation: GeneralOperation, rooms: readonly Room[]) => {
  const taking = rooms.filter(
    (room) => (operation.types?.includes(room.type) ?? true) && (operation.offers?.(room) ?? true),
  );
  const types = taking.map(({ type }) => type);
  return definitionOf(operation, definitionName(operation.code), { ...operation, types });
};

/** The operations that are defined by nobody else: of the rooms, and those of ours that any room may have. */
export function operationDefinitions(
  all: readonly Room[],
): (OperationDefinition & { id: string })[] {
  const [rooms, off] = [offeredRooms(all), offAmong(all)];
  return [
    ...rooms.flatMap((room) =>
      room.operations.map((operation) =>
        definitionOf(operation, definitionName(operation.code, room), {
          types: [room.type],
          onSystem: false,
        }),
      ),
    ),
    ...generalOperations
      .filter(({ definition }) => definition === undefined)
      .filter(({ feature }) => feature === undefined || !off.has(feature))
      .map((operation) => general(operation, rooms)),
  ];
}
