import type { Bundle, BundleLink } from '@medplum/fhirtypes';
import type { Ask } from '../access/ask.ts';

/** Address of a link behind the base; undefined when there is none. */
export const linkTo = (
  { link }: Pick<Bundle, 'link'>,
  relation: NonNullable<BundleLink['relation']>,
): string | undefined =>
  link?.find((one) => one.relation === relation)?.url.replace(/^.*\/fhir\//, '');

export async function bundleAt(ask: Ask, path: string): Promise<Bundle> {
  const response = await ask(path);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text) as Bundle;
}

/** Every page from an address on, in one direction. `between` runs after each. */
export async function pagesFrom(
  ask: Ask,
  path: string,
  direction: 'next' | 'previous' = 'next',
  between: () => Promise<void> = async () => undefined,
): Promise<Bundle[]> {
  const pages: Bundle[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const page: Bundle = await bundleAt(ask, next);
    pages.push(page);
    if (pages.length > 500) throw new Error(`${path} has no end`);
    next = linkTo(page, direction);
    await between();
  }
  return pages;
}

/** `Appointment/1 W/"3" DELETE`, in the order of the pages. */
export const versionsIn = (pages: readonly Bundle[]): string[] =>
  pages.flatMap(({ entry = [] }) =>
    entry.map(
      ({ fullUrl, response, request }) =>
        `${fullUrl?.split('/').slice(-2).join('/')} ${response?.etag} ${request?.method}`,
    ),
  );

/** `Appointment/1` of each match. */
export const matchesIn = (pages: readonly Bundle[]): string[] =>
  pages.flatMap(({ entry = [] }) =>
    entry
      .filter(({ search }) => search?.mode === 'match')
      .map(({ resource }) => `${resource?.resourceType}/${resource?.id}`),
  );
