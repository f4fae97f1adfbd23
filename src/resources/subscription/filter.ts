/** Whose resources a Subscription asks for, and whether its filters can be held against them. */
import type { Subscription } from '@medplum/fhirtypes';
import type { Grant } from '../../access/grant.ts';
import { noMandate } from '../../access/resolve.ts';
import { fail, issue, unprocessable } from '../../fhir/outcome.ts';
import type { Criterion } from '../../fhir/search-criterion.ts';
import { parseSearch } from '../../fhir/search-query.ts';
import { isCompartment } from '../../store/shape.ts';
import type { StoredRoom } from '../../store/stored-room.ts';
import type { Ports } from '../define.ts';
import type { Asked } from './asked.ts';
import { citizenOf } from './owner.ts';

const notServed = (type: string) =>
  fail(
    422,
    issue({
      code: 'not-supported',
      key: 'subscription-topic',
      text: {
        da: `Her findes ingen ${type}, så emnet giver intet at fortælle.`,
        en: `There is no ${type} here, so that the topic has nothing to tell.`,
      },
      expression: 'Subscription.criteria',
    }),
  );

const tooMuch = () =>
  unprocessable(
    'subscription-filter',
    {
      da: 'Et filter siger noget om ressourcen selv: ingen kæder, ingen _has, intet der former svaret; og højst én borger.',
      en: 'A filter says something of the resource itself: no chains, no _has, nothing that shapes the answer; and one citizen at most.',
    },
    { expression: 'Subscription.criteria.extension' },
  );

function roomOf({ room }: Pick<Ports, 'room'>, type: string): StoredRoom {
  try {
    return room(type);
  } catch {
    throw notServed(type);
  }
}

/** The criteria of one filter. 400 for what is no search of the type. */
function criteriaOf({ shape }: StoredRoom, base: string, query: string): readonly Criterion[] {
  const entries = [...new URLSearchParams(query)];
  const { criteria } = parseSearch(entries, shape.search, {
    ...{ type: shape.type, method: 'GET', base },
  });
  const isPlain = criteria.every(({ kind }) => kind !== 'chain' && kind !== 'has');
  if (!isPlain || criteria.length !== entries.length) throw tooMuch();
  return criteria;
}

const citizensIn = ({ shape }: StoredRoom, criteria: readonly Criterion[]): string[] =>
  criteria.flatMap((one) =>
    one.kind === 'reference' && isCompartment(shape, one.name)
      ? one.values.map(({ reference }) => reference.replace(/^Patient\//, ''))
      : [],
  );

/**
 * `patient`: whose resources are waited for, empty for those of nobody or of anybody; `citizen`: for whom a person is told, the one
 * named, else the one whom the token or the Subscription names, else oneself.
 */
export function filtersFor(
  ports: Pick<Ports, 'room' | 'publicUrl'>,
  { caller, self }: Grant,
  given: Subscription,
  { topic, queries }: Asked,
): { readonly patient: string; readonly citizen: string | undefined } {
  const room = roomOf(ports, topic.type);
  const base = `${ports.publicUrl}/fhir`;
  const criteria = queries.flatMap((query) => criteriaOf(room, base, query));
  const named = [...new Set(citizensIn(room, criteria))];
  const [first] = named;
  if (named.length > 1) throw tooMuch();
  if (caller.kind !== 'person') return { patient: first ?? '', citizen: undefined };
  const citizen = caller.patient ?? first ?? citizenOf(given) ?? self;
  if (first !== undefined && first !== citizen) throw fail(403, noMandate);
  const ofCitizens = room.shape.patient !== undefined;
  return { patient: ofCitizens ? (citizen ?? '') : '', citizen };
}
