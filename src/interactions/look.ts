/** What an answer shows of whom: for the access records. */
import type { FhirError } from '../fhir/outcome.ts';
import type { Asking, Entries, Look, Told } from './exchange.ts';
import type { Place, Route } from './route.ts';

/** Something shown that may be a citizen's. */
interface Shown {
  readonly type: string;
  readonly id: string;
  readonly patient: string | null;
}

/** A look for each citizen, in the order in which they are met; `named` were asked about, whether or not anything was found. */
export function looksAt(shown: readonly Shown[], named: readonly string[] = []): Look[] {
  const targets = new Map<string, string[]>(named.map((patient) => [patient, []]));
  for (const { type, id, patient } of shown) {
    if (patient === null) continue;
    const known = targets.get(patient);
    if (known) known.push(`${type}/${id}`);
    else targets.set(patient, [`${type}/${id}`]);
  }
  return [...targets].map(([patient, all]) => ({ patient, targets: all }));
}

/** UUIDs, which are kept; or numbers of persons, also those that stand in for one, however they are parted. */
const idOrNumber =
  /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<!\d)\d{6}[^\dA-Za-z]{0,2}\d{4}(?!\d)|(?<![\dA-Za-z])\d{6}[- ]?[\dA-Z]{4}(?![\dA-Za-z])/gi;

/** Stands for a number in what was asked, until it is known whose it is. */
export const somebody = '{person}';

const deepestEscape = 4;

/** Undoes escapes within escapes, so that no number hides in them. */
function unescaped(text: string, depth = 0): string {
  if (depth === deepestEscape || !/%[0-9a-f]{2}/i.test(text)) return text;
  try {
    return unescaped(decodeURIComponent(text), depth + 1);
  } catch {
    return text;
  }
}

const masked = (text: string): string =>
  unescaped(text).replace(idOrNumber, (_, id?: string) => id ?? somebody);

/** What would end a value, or the line. */
const written = (text: string): string =>
  masked(text).replace(/[%&#\p{C}]/gu, (sign) =>
    encodeURIComponent(sign.isWellFormed() ? sign : '\uFFFD'),
  );

/** What was asked, behind the base, without numbers of persons. */
export function askedText(path: string, entries: Entries): string {
  const query = entries.map(([name, value]) => `${written(name)}=${written(value)}`).join('&');
  return query === '' ? written(path) : `${written(path)}?${query}`;
}

/**
 * The looks of one request. Where it was of more than one citizen, how it was asked stands in a look of its own, which names none of
 * them: no citizen is to read of others what led here.
 */
export function lookedBy(looks: readonly Look[], query: string, isOfMore = false): Look[] {
  if (looks.length <= 1 && !isOfMore) return looks.map((look) => ({ query, ...look }));
  const [path = ''] = query.split('?');
  return [
    ...looks.map((look) => ({ query: path, ...look })),
    { patient: null, targets: [], query },
  ];
}

type Asked = Pick<Route, 'name' | 'room'>;

/** Names in each look what was asked, where it does not say so itself. */
export function stamped(told: Told, { name }: Asked, asking: Asking): Told {
  if (told.looks.length === 0) return told;
  const query = askedText(asking.path.join('/'), asking.query);
  const { known = [], fresh = [] } = Object.groupBy(told.looks, (look) =>
    look.query === undefined ? 'fresh' : 'known',
  );
  const looks = [...known, ...lookedBy(fresh, query)];
  return { ...told, looks: looks.map((look) => ({ interaction: name, ...look })) };
}

/** Statuses by which a caller is kept from what may be there, or from doing something to it. */
const refused: readonly number[] = [401, 403, 404, 409, 410, 412, 422];

const citizenNames: readonly string[] = ['patient', 'subject', 'patient-reference', 'patient-id'];

/** The references that a body names a citizen by; a body that cannot be read names none. */
function namedInBody({ body }: Asking): [string, unknown][] {
  try {
    const given = body(['form', 'resource']);
    if (given?.kind === 'form') return [...given.entries].map(([name, value]) => [name, value]);
    const { patient, subject, parameter } = (given?.kind === 'resource' ? given.resource : {}) as {
      readonly patient?: { readonly reference?: unknown };
      readonly subject?: { readonly reference?: unknown };
      readonly parameter?: readonly {
        readonly name: string;
        readonly valueReference?: { readonly reference?: unknown };
      }[];
    };
    const references = Array.isArray(parameter) ? parameter : [];
    return [
      ['patient', patient?.reference],
      ['subject', subject?.reference],
      ...references.map((one): [string, unknown] => [one?.name, one?.valueReference?.reference]),
    ];
  } catch {
    return [];
  }
}

function citizenIn(asking: Asking): string | null {
  const all: [string, unknown][] = [...asking.query.map(([n, v]): [string, unknown] => [n, v])];
  const found = [...all, ...namedInBody(asking)].find(
    ([name, value]) => citizenNames.includes(name) && typeof value === 'string',
  );
  return found ? String(found[1]).replace(/^Patient\//, '') : null;
}

/** Refusals inside a transaction, told with the entry that they are of. */
const inside = new WeakMap<object, readonly Look[]>();

/** Notes what was refused inside a request, for when the refusal of the whole is kept. */
export const refusedInside = <E extends FhirError>(error: E, looks: readonly Look[]): E => {
  inside.set(error, looks);
  return error;
};

/** The refusal of a request that could have shown or changed something of a citizen; none of one that could not. */
export function refusedLook(
  error: FhirError,
  { name, room }: Asked,
  asking: Asking,
  { id }: Place,
): readonly Look[] {
  const known = inside.get(error);
  if (known) return known;
  const { status } = error;
  if (!refused.includes(status) || (status !== 403 && room?.access.kind !== 'compartment'))
    return [];
  const targets = room && id !== undefined ? [`${room.type}/${id}`] : [];
  const patient = room?.type === 'Patient' && id !== undefined ? id : citizenIn(asking);
  const query = askedText(asking.path.join('/'), asking.query);
  return [{ patient, targets, isRefused: true, interaction: name, query }];
}
