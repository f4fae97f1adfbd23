import type { Text } from '../../fhir/outcome.ts';
import type { Municipality } from '../../resources/municipality.ts';
import type { Found } from './found.ts';

/** What is amiss, and what to do. `at`: the file in the folder, and the place in it. */
export interface Finding {
  readonly at: string;
  readonly text: Text;
  readonly remedy: Text;
}

/** One check. An error keeps the municipality from being ready; a warning is worth a look. */
export interface CheckRow {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  readonly find: (found: Found) => readonly Finding[];
}

/** Where something stands in `municipality.json`. */
export const place = (pointer: string): string => `municipality.json ${pointer}`;

/** A name as a part of a JSON pointer. */
export const pointed = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** A check of the choices themselves; it finds nothing while their form is wrong. */
export const ofChoices = (
  key: string,
  severity: CheckRow['severity'],
  find: (chosen: Municipality) => readonly Finding[],
): CheckRow => ({
  ...{ key, severity },
  find: ({ municipality }) => (municipality.content ? find(municipality.content) : []),
});

/** A check of the choices that finds one thing or nothing. */
export const whether = (
  key: string,
  severity: CheckRow['severity'],
  isAmiss: (chosen: Municipality) => boolean,
  finding: Finding,
): CheckRow => ofChoices(key, severity, (chosen) => (isAmiss(chosen) ? [finding] : []));
