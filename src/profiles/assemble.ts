import type { Resource } from '@medplum/fhirtypes';
import type { Definitions } from '../fhir/definitions.ts';
import { ourTerminology } from '../fhir/our-terminology.ts';
import { operationDefinitions } from '../interactions/operation-definition.ts';
import { codeTables } from '../resources/code-tables.ts';
import { transitionMap } from '../resources/concept-map/transitions.ts';
import type { Room } from '../resources/define.ts';
import { measurementCodes } from '../resources/observation/code-tables.ts';
import { structureMapsFor } from '../resources/structure-map/published.ts';
import type { Compiled } from './compile.ts';
import type { Edition } from './edition.ts';
import { type Example, examplesOf } from './examples.ts';
import { guideOf } from './guide.ts';
import { measures } from './measures.ts';
import { namingSystems } from './naming-systems.ts';
import { presented } from './presented.ts';
import { recordModels } from './record-models.ts';
import { requirements } from './requirements.ts';
import { searchParameters } from './search-parameters.ts';

/** What goes into a package. */
export interface Contents {
  /** Definitions, the guide last; each has its id and, where R4 has room for one, its version. */
  readonly resources: readonly (Resource & { id: string })[];
  readonly examples: readonly Example[];
}

interface Sources {
  readonly compiled: readonly Compiled[];
  readonly rooms: readonly Room[];
  readonly definitions: Definitions;
  readonly edition: Edition;
}

const isFiled = (one: Resource): one is Resource & { id: string } => one.id !== undefined;

/** Codes, sets and maps that come from the tables of the mappings; what Shorthand defines is compiled. */
function fromTables({ definitions }: Sources): Resource[] {
  const known = ourTerminology(definitions.profiles, codeTables, measurementCodes);
  const { profiles } = definitions;
  return [
    ...known.codeSystems.filter(({ url = '' }) => !profiles.codeSystem(url)),
    ...known.valueSets.filter(({ url = '' }) => !profiles.valueSet(url)),
    ...known.conceptMaps,
    transitionMap,
  ];
}

function fromRegistry({ rooms, definitions, edition }: Sources): Resource[] {
  return [
    ...searchParameters(rooms, definitions, edition),
    ...operationDefinitions(rooms),
    requirements(rooms, definitions, edition),
    ...structureMapsFor(rooms),
    ...recordModels(edition),
    ...namingSystems(edition),
    ...measures(definitions.profiles, edition),
  ];
}

/** Puts together what Shorthand, the mappings and the registry say. */
export function assemble(sources: Sources): Contents {
  const { compiled, rooms, edition } = sources;
  const examples = examplesOf(rooms);
  const own = [...compiled, ...fromTables(sources), ...fromRegistry(sources)].filter(isFiled);
  const definitions = presented(own, edition);
  const guide = presented([guideOf(definitions, examples, edition)], edition);
  return { resources: [...definitions, ...guide], examples };
}
