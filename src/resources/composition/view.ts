import type { Composition, CompositionSection } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { asSubset } from '../view.ts';

const openedUrl = structure('section-opened');

const isOpened = ({ extension = [] }: CompositionSection): boolean =>
  !extension.some(({ url, valueBoolean }) => url === openedUrl && valueBoolean === false);

const codeOf = ({ code }: CompositionSection): string | undefined => code?.coding?.[0]?.code;

/** Staff alone are concerned with these. */
const unseen: readonly Composition['status'][] = ['preliminary', 'entered-in-error'];

/** What is opened of a document: nothing of a draft or of a mistake, and of others the sections that are not kept back. */
export function opened(resource: Composition): Composition | undefined {
  if (unseen.includes(resource.status)) return undefined;
  const { section = [], ...rest } = resource;
  const kept = section.filter(isOpened);
  if (kept.length === section.length) return resource;
  // A title alone would tell what staff keep to themselves.
  return kept.length > 0 ? asSubset({ ...rest, section: kept }) : undefined;
}

/** A section that is kept back is kept back of earlier versions too. */
export function openedStill(then: Composition, now: Composition): Composition {
  const closed = (now.section ?? []).filter((one) => !isOpened(one)).map(codeOf);
  const { section = [], ...rest } = then;
  const kept = section.filter((one) => !closed.includes(codeOf(one)));
  if (kept.length === section.length) return then;
  return asSubset({ ...rest, ...(kept.length > 0 && { section: kept }) });
}
