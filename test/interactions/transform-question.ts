import type { OperationOutcome, Parameters, ParametersParameter } from '@medplum/fhirtypes';
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
