/** The measurements of one kind that a caller may see of a citizen, over a period. */
import type { Bundle, Observation } from '@medplum/fhirtypes';
import { measures } from '../../mappings/codes/measure.ts';
import { meantBy } from '../../mappings/codes/measure-synonyms.ts';
import { formatUtc, type InstantRange, parseInstant } from '../fhir/instant.ts';
import { badRequest } from '../fhir/outcome.ts';
import { type Kind, measureOf } from '../resources/observation/read.ts';
import type { OperationParameter } from '../resources/operation.ts';
import type { Point } from './chart-drawing.ts';
import type { Asking, Desk, Entries, Look } from './exchange.ts';
import { type Given, textIn } from './operation-input.ts';
import { answerSearch } from './search.ts';

const input = (
  name: string,
  type: string,
  da: string,
  en: string,
  min = 0,
): OperationParameter => ({
  ...{ name, use: 'in', min, max: '1', type },
  documentation: { da, en },
});

/** Which measurements, and from when to when. */
export const seriesParameters: readonly OperationParameter[] = [
  input(
    'code',
    'string',
    'Hvad der er målt: code eller system|code.',
    'What was measured: code or system|code.',
    1,
  ),
  input(
    'start',
    'date',
    'Fra og med; 30 dage før slut, når intet er sagt.',
    'From; 30 days before the end unless said.',
  ),
  input('end', 'date', 'Til og med; nu, når intet er sagt.', 'To; now unless said.'),
];

const dayMs = 86_400_000;
const usualDays = 30;
/** A page is read while others are served. */
const pageLength = 250;
const mostPages = 4;

const kinds = Object.keys(measures) as Kind[];
const noKind = () =>
  badRequest(
    'measure-code',
    {
      da: 'Koden er ikke en måling, der vises her.',
      en: 'The code is no measurement that is shown here.',
    },
    { expression: 'code' },
  );

/** The kind that a code means, with its system or without. */
function kindOf(text: string): Kind {
  const [code = '', system] = text.split('|').reverse();
  const own = kinds.find((kind) => measureOf(kind).code.some((one) => one.code === code));
  const meant = system === undefined ? own : meantBy({ system, code })?.kind;
  if (meant === undefined) throw noKind();
  return meant;
}

const valuesIn = ({ valueQuantity, component = [] }: Observation): number[] =>
  [valueQuantity, ...component.map((one) => one.valueQuantity)].flatMap((one) => one?.value ?? []);

const pointsIn = ({ entry = [] }: Bundle): Point[] =>
  entry.flatMap(({ resource }) => {
    if (resource?.resourceType !== 'Observation' || !resource.effectiveDateTime) return [];
    return [{ at: parseInstant(resource.effectiveDateTime), values: valuesIn(resource) }];
  });

const spanIn = (given: Given, name: string): InstantRange | undefined =>
  given.get(name)?.[0] as InstantRange | undefined;

/** What is asked for; `from` and `to` are epoch milliseconds. */
export interface Wanted {
  readonly patient: string;
  readonly kind: Kind;
  readonly from: number;
  readonly to: number;
}

/** What was entered in error is not shown. */
const entriesFor = ({ patient, kind, from, to }: Wanted): Entries => {
  const [code] = measureOf(kind).code;
  return [
    ['patient', `Patient/${patient}`],
    ['code', `${code?.system}|${code?.code}`],
    ['date', `ge${formatUtc(from)}`],
    ['date', `lt${formatUtc(to)}`],
    ['status', 'final,corrected'],
    ['_sort', '-date'],
    ['_count', String(pageLength)],
  ];
};

/** What the parameters mean. 400 for a code of nothing that is measured here. */
export function wantedIn(desk: Desk, given: Given, patient: string): Wanted {
  const now = desk.call.ports.now();
  const end = spanIn(given, 'end')?.to;
  return {
    ...{ patient, kind: kindOf(textIn(given, 'code') ?? '') },
    from: spanIn(given, 'start')?.from ?? (end ?? now) - usualDays * dayMs,
    to: end ?? now + dayMs,
  };
}

const nextIn = ({ link = [] }: Bundle): Entries | undefined => {
  const url = link.find(({ relation }) => relation === 'next')?.url;
  const page = url && new URL(url).searchParams.get('_page');
  return page ? [['_page', page]] : undefined;
};

/** `isCut`: there are more, which are older. */
export interface Series {
  /** Oldest first. */
  readonly points: readonly Point[];
  readonly isCut: boolean;
  /** Who was looked at. */
  readonly looks: readonly Look[];
}

/** The newest of what is wanted. */
export async function seriesOf(desk: Desk, asking: Asking, wanted: Wanted): Promise<Series> {
  const room = desk.rooms.find(({ type }) => type === 'Observation');
  if (!room) throw new TypeError('There are no Observations.');
  // Conditions are about the answer, which is not the search that it is made of.
  const plain: Asking = { ...asking, method: 'GET', conditions: {}, body: () => undefined };
  const points: Point[] = [];
  let looks: readonly Look[] | undefined;
  let entries: Entries | undefined = entriesFor(wanted);
  for (let page = 0; entries && page < mostPages; page += 1) {
    const asked = { room, asking: plain, address: 'Observation', entries, inUrl: false };
    const told = await answerSearch(desk, asked);
    const bundle = JSON.parse(String(told.body)) as Bundle;
    points.push(...pointsIn(bundle));
    looks ??= told.looks;
    entries = nextIn(bundle);
  }
  return { points: points.reverse(), isCut: entries !== undefined, looks: looks ?? [] };
}
