/** https://hl7.org/fhir/R4/conceptmap-operation-translate.html */
import type { ConceptMap, ParametersParameter } from '@medplum/fhirtypes';
import { unknownConceptMap } from '../fhir/terminology-fault.ts';
import { partsIn, resourceIn, textIn, truthIn } from './operation-input.ts';
import { type Question, tellResource, terminologyOperation } from './terminology-operation.ts';
import {
  answered,
  canonicalIn,
  codeIn,
  codeParameters,
  systemsIn,
  taken,
} from './terminology-parameter.ts';
import { terminologyFor } from './terminology-stored.ts';

/** One for each coding of the concept. */
function dependencyOf({ part = [] }: ParametersParameter) {
  const element = part.find(({ name }) => name === 'element')?.valueUri ?? '';
  const concept = part.find(({ name }) => name === 'concept')?.valueCodeableConcept;
  return (concept?.coding ?? []).map(({ code = '' }) => ({ element, code }));
}

async function translate({ desk, given, stored }: Question) {
  const conceptMap =
    (stored as ConceptMap | undefined) ?? resourceIn<ConceptMap>(given, 'conceptMap');
  const { url, version } = conceptMap ? {} : canonicalIn(given, 'url', 'conceptMapVersion');
  const terms = await terminologyFor(desk, {
    ...{ urls: [url, ...systemsIn(given)], resources: [conceptMap] },
    allMaps: !conceptMap && url === undefined,
  });
  if (url !== undefined && version !== undefined && terms.conceptMap(url)?.version !== version)
    throw unknownConceptMap(`${url}|${version}`);
  const translated = terms.translate({
    ...{ url, conceptMap, ...codeIn(given), language: desk.call.language },
    ...{ source: textIn(given, 'source'), target: textIn(given, 'target') },
    ...{ targetSystem: textIn(given, 'targetsystem'), reverse: truthIn(given, 'reverse') },
    dependency: partsIn(given, 'dependency').flatMap(dependencyOf),
  });
  return tellResource(translated);
}

/** What a code becomes. */
export const translateOperation = terminologyOperation('ConceptMap', 'translate', {
  title: { da: 'Oversæt en kode', en: 'Translate a code' },
  parameter: [
    taken('url', 'uri', 'Oversættelsens URL.', 'The URL of the map.'),
    taken('conceptMap', 'ConceptMap', 'Oversættelsen selv.', 'The map itself.'),
    taken('conceptMapVersion', 'string', 'Dens version.', 'Its version.'),
    taken('system', 'uri', 'Kodens system.', 'The system of the code.'),
    ...codeParameters,
    taken('source', 'uri', 'Værdisættet, koden er fra.', 'The value set that the code is from.'),
    taken('target', 'uri', 'Værdisættet, der oversættes til.', 'The value set to translate to.'),
    taken('targetsystem', 'uri', 'Systemet, der oversættes til.', 'The system to translate to.'),
    taken(
      'dependency',
      'BackboneElement',
      'Andet, som oversættelsen afhænger af.',
      'What else the translation depends on.',
      '*',
    ),
    taken('reverse', 'boolean', 'Fra mål til kilde.', 'From target to source.'),
    answered('result', 'boolean', 'Om der er en oversættelse.', 'Whether there is a translation.'),
    answered('message', 'string', 'Hvorfor ikke.', 'Why not.', 0),
    answered('match', 'BackboneElement', 'Hver oversættelse.', 'Each translation.', 0),
  ],
  answer: translate,
});
