import type { Extension } from '@medplum/fhirtypes';
import { structure } from '../fhir/canonical.ts';

type Value = string | number | boolean | undefined;

const plainValue = (extension: Extension): Value => {
  const entry = Object.entries(extension).find(([key]) => key.startsWith('value'));
  const value = entry?.[1] as Value | { reference?: string };
  return typeof value === 'object' ? value.reference : value;
};

/** The extension with this URL. */
export const extensionOf = (
  resource: { readonly extension?: readonly Extension[] },
  url: string,
): Extension | undefined => resource.extension?.find((each) => each.url === url);

/** The parts of a complex extension by their short names; references as `Type/id`. */
export const partsOf = (extension: Extension | undefined): Readonly<Record<string, Value>> =>
  Object.fromEntries((extension?.extension ?? []).map((part) => [part.url, plainValue(part)]));

/** The law that a resource names itself. */
export const lawNamed = (resource: {
  readonly extension?: readonly Extension[];
}): string | undefined => extensionOf(resource, structure('legal-basis'))?.valueUri;
