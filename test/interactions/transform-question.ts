import { isDeepStrictEqual } from 'node:util';
import type {
  Appointment,
  OperationOutcome,
  Parameters,
  ParametersParameter,
} from '@medplum/fhirtypes';
import { registry } from '../../src/registry.ts';
import { fhir } from '../access/answer.ts';
import type { Ask } from '../access/ask.ts';
import { allFixtures, type Fixture } from '../contracts/door.ts';
import type { TestHouse } from '../house.ts';

/** A part of an answer. */
export type Part = ParametersParameter;
/** An object. */
export type Json = Readonly<Record<string, unknown>>;

/** Asks `$transform`. */
export const post = (ask: Ask, body: object | string, query = ''): Promise<Response> =>
  ask(`$transform${query}`, {
    method: 'POST',
    headers: fhir,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** Parameters. */
export const call = (...parameter: object[]) => ({ resourceType: 'Parameters', parameter });
/** The parameters of a record. */
export const record = (type: string, value: object | string) => [
  { name: 'record-type', valueCode: type },
  { name: 'record', valueString: typeof value === 'string' ? value : JSON.stringify(value) },
];

const aftale = { name: 'record-type', valueCode: 'aftale' };
/** A resource that is laid upon no aftale. */
export const asAftale = (resource: object) => call({ name: 'resource', resource }, aftale);

/** Parts by their name. */
export const partsOf = (all: readonly Part[] | undefined, name: string): Part[] =>
  (all ?? []).filter((one) => one.name === name);
/** The texts or codes of parts by their name. */
export const textOf = (part: Part | undefined, name: string): string =>
  partsOf(part?.part, name)
    .map(({ valueString, valueCode }) => valueString ?? valueCode)
    .join();

/** One for each type of resource. */
export const resultsIn = ({ parameter }: Parameters): Part[] => partsOf(parameter, 'result');

/** Status, key and place of each issue. */
export const issuesIn = async (answer: Response): Promise<string[]> => {
  const outcome = (await answer.json()) as OperationOutcome;
  return outcome.issue.map(({ details, expression = [] }) =>
    [answer.status, details?.coding?.[0]?.code, ...expression].join(' '),
  );
};

/** NUL is no character of JSON that is sent here. */
export const all = allFixtures(registry).filter(
  ({ record }) => !JSON.stringify(record).includes('\\u0000'),
);

/** Which record a fixture is: that of which the mapping makes its other half. */
export const recordOf = ({ room, name }: (typeof all)[number]): string =>
  (room.mappings.find(({ record: type }) => name.startsWith(`${type}-`)) ?? room.mappings[0])
    ?.record ?? '';

/** A fixture by its name. */
export const fixtureOf = (name: string): Fixture & { type: string } => {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`there is no fixture ${name}`);
  return { ...found, type: recordOf(found) };
};

/** What an answer says of the law. */
export const holds = (result: Part | undefined): boolean | undefined =>
  partsOf(partsOf(result?.part, 'round-trip')[0]?.part, 'holds')[0]?.valueBoolean;

/** The result for a type of resource. */
export const ofType = (results: readonly Part[], type: string): Part | undefined =>
  results.find((one) => textOf(one, 'resource-type') === type);

/** Tables in which a row has one of the words. */
export async function tablesWith(
  { owner }: TestHouse,
  ...words: readonly string[]
): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    [],
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const { rows: hits } = await owner.query<object>(
      `select 1 from ${name} r where r::text ~ $1 limit 1`,
      [words.join('|')],
    );
    if (hits.length > 0) found.push(name);
  }
  return found;
}

/** What the store has of a record, as a type. */
export async function storedAs(
  { owner, ports }: TestHouse,
  record: string,
  curaId: string,
  type: string,
): Promise<object> {
  const { table } = ports.room(type);
  const { rows } = await owner.query<{ content: string }>(
    `select s.content from ${table} s join cura_record c on c.id = s.id
     where c.record = $1 and c.cura_id = $2 and s.view & 1 <> 0`,
    [record, curaId],
  );
  return JSON.parse(rows[0]?.content ?? '{}') as object;
}

const ids = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;

/** Ids of people are made up. */
const withoutIds = (value: unknown): Json =>
  JSON.parse(JSON.stringify(value).replace(ids, 'id')) as Json;

const nameOf = (item: object): string => `extension('${(item as { url?: string }).url}')`;

/** Elements that the store has otherwise, and that nobody told of. */
export function untold(shown: unknown, stored: unknown, told: readonly string[]): string[] {
  const [one, other] = [withoutIds(shown), withoutIds(stored)];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const isKept = (name: string) => isDeepStrictEqual(one[name], other[name]);
  const changed = names.filter((name) => !isKept(name) && !['meta', 'extension'].includes(name));
  const kept = (all: unknown) => (all ?? []) as object[];
  const has = (all: unknown, item: object) =>
    kept(all).some((each) => isDeepStrictEqual(each, item));
  const extensions = [
    ...kept(other.extension).filter((item) => !has(one.extension, item)),
    ...kept(one.extension).filter((item) => !has(other.extension, item)),
  ];
  return [...changed, ...extensions.map(nameOf)].filter((name) => !told.includes(name));
}

/** The resource that a record becomes, with the ids that the service has for it. */
export async function storedLike(ask: Ask, sent: object, id: string, patient: string) {
  const answer = await post(ask, call(...record('aftale', sent)));
  const [result] = resultsIn((await answer.json()) as Parameters);
  const { resource } = partsOf(result?.part, 'resource')[0] ?? {};
  const { participant = [] } = resource as Appointment;
  const isCitizen = ({ actor }: (typeof participant)[number]) =>
    actor?.reference?.startsWith('Patient/') === true;
  const shown = participant.map((each) =>
    isCitizen(each) ? { ...each, actor: { reference: `Patient/${patient}` } } : each,
  );
  return { ...resource, id, participant: shown };
}
