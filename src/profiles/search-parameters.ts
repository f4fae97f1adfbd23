/** The search parameters that R4 does not have. https://hl7.org/fhir/R4/searchparameter.html */
import type { SearchParameter } from '@medplum/fhirtypes';
import { searchParameter } from '../fhir/canonical.ts';
import type { Definitions } from '../fhir/definitions.ts';
import type { SearchParam } from '../fhir/search-param.ts';
import { inDanish } from '../fhir/translation.ts';
import type { Room } from '../resources/define.ts';
import type { Edition } from './edition.ts';

const nameOf = (id: string): string =>
  id.replace(/(?:^|[-_])([a-z\d])/g, (_, first: string) => first.toUpperCase());

const definitionOf = (room: Room, name: string, definitions: Definitions): string =>
  (room.search[name]?.description === undefined
    ? definitions.searchParameter(room.type, name)?.url
    : undefined) ?? searchParameter(`${room.slug}-${name}`);

/** R4 allows a target only of a reference, and components only of a composite. */
const detailsOf = (room: Room, param: SearchParam, definitions: Definitions) => ({
  ...(param.target && { target: [...param.target] as NonNullable<SearchParameter['target']> }),
  ...(param.components && {
    component: param.components.map(({ name, expression }) => ({
      definition: definitionOf(room, name, definitions),
      expression,
    })),
  }),
});

/** A SearchParameter for each that a room has and R4 has not. */
export const searchParameters = (
  rooms: readonly Room[],
  definitions: Definitions,
  { version, date }: Edition,
): (SearchParameter & { id: string })[] =>
  rooms.flatMap((room) =>
    Object.entries(room.search).flatMap(([code, param]) => {
      const { type, expression, description } = param;
      if (description === undefined) return [];
      const id = `${room.slug}-${code}`;
      return [
        {
          resourceType: 'SearchParameter' as const,
          ...{ id, url: searchParameter(id), version, date, name: nameOf(id) },
          status: 'draft' as const,
          description: description.en,
          ...inDanish('description', description.da),
          code,
          base: [room.type] as NonNullable<SearchParameter['base']>,
          ...{ type, expression },
          ...detailsOf(room, param, definitions),
        },
      ];
    }),
  );
