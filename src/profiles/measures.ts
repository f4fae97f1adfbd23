/** What figures are figures of. https://hl7.org/fhir/R4/measure.html */
import type { CodeSystemConcept, Measure } from '@medplum/fhirtypes';
import { codeSystem, ours } from '../fhir/canonical.ts';
import type { Profiles } from '../fhir/profile.ts';
import type { Edition } from './edition.ts';

const system = codeSystem('figure');

const measureOf = (
  { code = '', display = code }: CodeSystemConcept,
  { version, date }: Edition,
): Measure & { id: string } => ({
  resourceType: 'Measure',
  id: code,
  url: `${ours}/Measure/${code}`,
  ...{
    version,
    date,
    name: code.replace(/(?:^|-)([a-z])/g, (_, first: string) => first.toUpperCase()),
  },
  title: display.replace(/:.*$/s, ''),
  status: 'draft',
  description: display,
  topic: [{ coding: [{ system, code }] }],
});

/** A Measure for each code of the code system of figures: `MeasureReport.measure` names it. */
export const measures = (profiles: Profiles, edition: Edition): (Measure & { id: string })[] =>
  (profiles.codeSystem(system)?.concept ?? []).map((one) => measureOf(one, edition));
