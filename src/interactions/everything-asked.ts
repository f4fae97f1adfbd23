/** What is asked of $everything. https://hl7.org/fhir/R4/patient-operation-everything.html */
import type { InstantRange } from '../fhir/instant.ts';
import { badRequest, quote } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';
import type { Input, OperationParameter } from '../resources/operation.ts';
import type { Asking, Desk, Entries } from './exchange.ts';
import { type Described, inputFromQuery, inputOf } from './operation.ts';
import { givenIn, numberIn, spanIn, textsIn } from './operation-input.ts';
import { unreadable } from './place.ts';

/** Resources of one answer, when it is not asked for fewer: what is more comes in pages. */
export const mostAtOnce = 3_000;

export const everythingParameters: readonly OperationParameter[] = [
  {
    ...{ name: 'start', use: 'in', min: 0, max: '1', type: 'date' },
    documentation: {
      da: 'Kun, hvad der fandt sted fra denne dato.',
      en: 'Only what took place from this date on.',
    },
  },
  {
    ...{ name: 'end', use: 'in', min: 0, max: '1', type: 'date' },
    documentation: {
      da: 'Kun, hvad der fandt sted til og med denne dato.',
      en: 'Only what took place up to the end of this date.',
    },
  },
  {
    ...{ name: '_since', use: 'in', min: 0, max: '1', type: 'instant' },
    documentation: {
      da: 'Kun, hvad der er ændret siden.',
      en: 'Only what has changed since then.',
    },
  },
  {
    ...{ name: '_type', use: 'in', min: 0, max: '*', type: 'code' },
    documentation: {
      da: 'Kun disse typer, også af det, der refereres til.',
      en: 'Only these types, also of what is referred to.',
    },
  },
  {
    ...{ name: '_count', use: 'in', min: 0, max: '1', type: 'integer' },
    documentation: {
      da: `Højst så mange på en side, hvad der refereres til fraregnet; uden den alt, op til ${mostAtOnce}.`,
      en: `At most so many a page, not counting what is referred to; without it all, up to ${mostAtOnce}.`,
    },
  },
  {
    ...{ name: 'return', use: 'out', min: 1, max: '1', type: 'Bundle' },
    documentation: {
      da: 'Borgerens ressourcer, og dem, de refererer til.',
      en: 'The resources of the citizen, and those that they refer to.',
    },
  },
];

/** All of it is of one citizen. */
export interface Wanted {
  readonly start?: InstantRange | undefined;
  readonly end?: InstantRange | undefined;
  readonly since?: InstantRange | undefined;
  /** All types, when none is named. */
  readonly types: readonly string[];
  readonly count: number;
}

const noType = (type: string, types: readonly string[]) =>
  badRequest(
    'unknown-type',
    {
      da: `Ressourcetypen ${quote(type)} findes ikke her. Her findes: ${types.join(', ')}.`,
      en: `There is no resource type ${quote(type)} here. There are: ${types.join(', ')}.`,
    },
    { expression: '_type' },
  );

const textOf = (value: object): string =>
  String(Object.values(value).find((one) => typeof one !== 'object') ?? '');

const asEntries = ({ values }: Input): Entries =>
  [...values].flatMap(([name, all]) =>
    all.map(({ name: _, ...value }) => [name, textOf(value)] as const),
  );

/** The parameters as an address would have them, wherever they stood; a link to a page has one of its own. */
export const entriesOf = (
  desk: Desk,
  room: Room,
  asking: Asking,
  operation: Described,
): Entries => {
  if (asking.query.some(([name]) => name === '_page')) return asking.query;
  const input = inputOf(desk, room, asking, operation);
  givenIn(operation, input);
  return asEntries(input);
};

/** Reads what is wanted. 400 for a value that cannot be read, and for a type that is not here. */
export function wantedIn(
  operation: Described,
  entries: Entries,
  served: readonly string[],
): Wanted {
  const given = givenIn(operation, inputFromQuery(operation, entries));
  const types = textsIn(given, '_type');
  const unknown = types.find((type) => !served.includes(type));
  if (unknown !== undefined) throw noType(unknown, served);
  const count = numberIn(given, '_count') ?? mostAtOnce;
  if (count === 0) throw unreadable('_count', '1, 2, 3 …');
  return {
    ...{ types, count: Math.min(count, mostAtOnce) },
    ...{ start: spanIn(given, 'start'), end: spanIn(given, 'end') },
    since: spanIn(given, '_since'),
  };
}
