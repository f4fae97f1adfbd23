import type { Composition, CompositionSection } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { asSubset } from '../view.ts';

const openedUrl = structure('section-opened');

const isOpened = ({ extension = [] }: CompositionSection): boolean =>
  !extension.some(({ url, valueBoolean }) => url === openedUrl && valueBoolean === false);

/** Staff alone are concerned with these. */
const unseen: readonly Composition['status'][] = ['preliminary', 'entered-in-error'];

/** What is opened of a document: nothing of a draft or of a mistake, and of others the sections that are not kept back. */
export function opened(resource: Composition): Composition | undefined {
  if (unseen.includes(resource.status)) return undefined;
  const { section = [], ...rest } = resource;
  const kept = section.filter(isOpened);
  if (kept.length === section.length) return resource;
  return asSubset({ ...rest, ...(kept.length > 0 && { section: kept }) });
}
