/** What figures are figures of. https://hl7.org/fhir/R4/measure.html */
import type { CodeSystemConcept, Element, Measure } from '@medplum/fhirtypes';
import { codeSystem, ours } from '../fhir/canonical.ts';
import type { Profiles } from '../fhir/profile.ts';
import { inBoth } from '../fhir/translation.ts';
import type { Edition } from './edition.ts';

const system = codeSystem('figure');

/** The translation of a definition stands beside it. */
const danishOf = (concept: CodeSystemConcept): string | undefined => {
  const { _definition: beside } = concept as { readonly _definition?: Element };
  return beside?.extension?.[0]?.extension?.find(({ url }) => url === 'content')?.valueString;
};

const measureOf = (
  concept: CodeSystemConcept,
  { version, date }: Edition,
): Measure & { id: string } => {
  const { code = '', display = code, definition = display, designation = [] } = concept;
  const name = code.replace(/(?:^|-)([a-z])/g, (_, first: string) => first.toUpperCase());
  return {
    resourceType: 'Measure',
    ...{ id: code, url: `${ours}/Measure/${code}`, version, date, name, status: 'draft' },
    ...inBoth('title', { da: display, en: designation[0]?.value ?? display }),
    ...inBoth('description', { da: danishOf(concept) ?? definition, en: definition }),
    topic: [{ coding: [{ system, code }] }],
  };
};

/** A Measure for each code of the code system of figures: `MeasureReport.measure` names it. */
export const measures = (profiles: Profiles, edition: Edition): (Measure & { id: string })[] =>
  (profiles.codeSystem(system)?.concept ?? []).map((one) => measureOf(one, edition));
