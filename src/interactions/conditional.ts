/** Writes by a search. https://hl7.org/fhir/R4/http.html#ccreate */
import type { Bundle } from '@medplum/fhirtypes';
import { badRequest, fail, issue, quote } from '../fhir/outcome.ts';
import { controlNames } from '../fhir/search-control.ts';
import type { Room } from '../resources/define.ts';
import { pairsOf } from './address.ts';
import type { Asking, Desk, Entries, Look } from './exchange.ts';
import { searchByForm, searchByUrl } from './search.ts';

/** What the one resource meant must fulfil; in an address no number of a person may stand. */
export interface Criteria {
  readonly entries: Entries;
  readonly inUrl: boolean;
}

const notForConditions: readonly string[] = [...controlNames, '_page', '_contained'];

const noCriteria = () =>
  badRequest('criteria-missing', {
    da: 'Betingelsen skal have mindst ét søgekriterium; uden ville den gælde alt.',
    en: 'The condition needs at least one search criterion; without, it would mean everything.',
  });

const noCriterion = (name: string) =>
  badRequest(
    'no-criterion',
    {
      da: `${quote(name)} er ikke noget søgekriterium og kan ikke stå i en betingelse.`,
      en: `${quote(name)} is no search criterion and cannot stand in a condition.`,
    },
    { expression: quote(name) },
  );

/** Criteria that can mean something: 400 without any, and for what only shapes an answer. */
export function criteriaOf(entries: Entries, { inUrl }: Pick<Criteria, 'inUrl'>): Criteria {
  const said = entries.filter(([name, value]) => name !== '' && value !== '');
  if (said.length === 0 || said.length < entries.length) throw noCriteria();
  const control = said.find(([name]) => notForConditions.includes(name.split(':')[0] ?? ''));
  if (control) throw noCriterion(control[0]);
  return { entries: said, inUrl };
}

/** The criteria of a header: a query, with or without its question mark. */
export const criteriaIn = (header: string): Criteria =>
  criteriaOf(pairsOf(header.trim().replace(/^\?/, '')), { inUrl: false });

/** Equal for criteria that are the same but for their order. */
export const criteriaKey = (room: Pick<Room, 'type'>, { entries }: Criteria): string =>
  `${room.type}?${JSON.stringify([...entries].sort(([a, b], [c, d]) => (a + b < c + d ? -1 : 1)))}`;

/**
 * What to hold while criteria decide what is written to our own store: all of the type, as one condition has many spellings.
 * The second is what a transaction Bundle holds.
 */
export const conditionLocks = (room: Pick<Room, 'type'>, criteria: Criteria): readonly string[] => [
  `${room.type}?`,
  criteriaKey(room, criteria),
];

const severalMatch = (type: string) =>
  fail(
    412,
    issue({
      code: 'multiple-matches',
      key: 'several-match',
      text: {
        da: `Flere ${type} opfylder betingelsen; den skal ramme højst én.`,
        en: `Several ${type} fulfil the condition; it may meet one at most.`,
      },
    }),
  );

function askingFor({ type }: Room, { entries, inUrl }: Criteria): Asking {
  const query: Entries = [...entries, ['_count', '2']];
  return {
    ...{ method: inUrl ? 'GET' : 'POST', path: [type], query: inUrl ? query : [] },
    ...{ conditions: {}, prefer: { lenient: false, async: false } },
    body: () => ({ kind: 'form', entries: query }),
  };
}

export interface Match {
  /** Undefined when nothing fulfils the criteria. */
  readonly id?: string;
  readonly looks: readonly Look[];
}

/** The resource that fulfils the criteria, among those that the caller may see. 412 for several, 400 for what cannot be searched. */
export async function matchOne(desk: Desk, room: Room, criteria: Criteria): Promise<Match> {
  const search = criteria.inUrl ? searchByUrl : searchByForm;
  const { body, looks } = await search(desk, room, askingFor(room, criteria));
  const { entry = [] } = JSON.parse(String(body)) as Bundle;
  const matches = entry.filter((one) => one.search?.mode === 'match');
  if (matches.length > 1) throw severalMatch(room.type);
  const id = matches[0]?.resource?.id;
  return { looks, ...(id !== undefined && { id }) };
}
