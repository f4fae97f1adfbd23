import type { Bundle } from '@medplum/fhirtypes';
import { mostIncluded } from '../../src/store/include.ts';
import type { TestHouse } from '../house.ts';
import type { Probe } from './probes.ts';

export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

interface Answer {
  readonly status: number;
  readonly total?: number;
  readonly matches: readonly string[];
  readonly includes: readonly string[];
}

const nextOf = ({ link }: Bundle): string | undefined =>
  link?.find(({ relation }) => relation === 'next')?.url.replace(/^.*\/fhir\//, '');

const idsIn = ({ entry = [] }: Bundle, mode: 'match' | 'include'): string[] =>
  entry
    .filter(({ search }) => search?.mode === mode)
    .map(({ resource }) =>
      mode === 'match' ? `${resource?.id}` : `${resource?.resourceType}/${resource?.id}`,
    );

/** What matches of two pages refer to is included in each of them; twice in one page it stays twice. */
function includesOf(pages: readonly Bundle[]): string[] {
  const seen = new Set<string>();
  return pages.flatMap((page) => {
    const fresh = idsIn(page, 'include').filter((one) => !seen.has(one));
    for (const one of fresh) seen.add(one);
    return fresh;
  });
}

/** Every page of a search. */
export async function askAll(ask: Ask, path: string): Promise<Answer> {
  const pages: Bundle[] = [];
  let status = 200;
  for (let next: string | undefined = path; next !== undefined && status === 200; ) {
    const response: Response = await ask(next);
    const page = (await response.json()) as Bundle;
    status = response.status;
    if (status === 200) pages.push(page);
    next = nextOf(page);
  }
  const total = pages.at(-1)?.total;
  return {
    status,
    matches: pages.flatMap((page) => idsIn(page, 'match')),
    includes: includesOf(pages),
    ...(total !== undefined && { total }),
  };
}

const differs = (found: readonly string[], expected: ReadonlySet<string>): string | undefined => {
  const missing = [...expected].filter((id) => !found.includes(id));
  const extra = found.filter((id, at) => !expected.has(id) || found.indexOf(id) !== at);
  if (missing.length === 0 && extra.length === 0) return undefined;
  return `${missing.length} missing, ${extra.length} too many (${[...missing, ...extra][0]})`;
};

/** A page includes so many and says that there are more; which ones is its own to choose. */
function differsFromAll(found: readonly string[], expected: ReadonlySet<string>) {
  if (expected.size <= mostIncluded || found.length < mostIncluded) return differs(found, expected);
  return differs(found, new Set(found.filter((one) => expected.has(one))));
}

/** What is wrong with the answer to a probe, in a sentence; undefined when it is as the oracle says. */
export async function fault(ask: Ask, probe: Probe): Promise<string | undefined> {
  const { status, matches, includes, total } = await askAll(ask, `${probe.type}?${probe.query}`);
  const where = `${probe.type}?${probe.query}`;
  if (probe.matches === 'refused')
    return status === 403 ? undefined : `${where}: ${status} instead of 403`;
  if (status !== 200) return `${where}: ${status}`;
  if (total !== probe.matches.size) return `${where}: total ${total}, not ${probe.matches.size}`;
  const wrong = differs(matches, probe.matches);
  const wrongIncludes = probe.includes && differsFromAll(includes, probe.includes);
  if (wrong !== undefined) return `${where}: ${wrong}`;
  return wrongIncludes === undefined ? undefined : `${where}: included: ${wrongIncludes}`;
}

/** As a persona, without asking for a token each time. */
export async function asker(house: TestHouse, persona: string, base = house.base): Promise<Ask> {
  const token = await house.identity.token(persona);
  return (path, init = {}) =>
    fetch(`${base}/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
    });
}
