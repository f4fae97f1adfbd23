import { type Example, variables, variablesOf } from '../../src/manual/example.ts';

/** Sends to an address behind the base, as a persona where there are any. */
export type Send = (path: string, init?: RequestInit) => Promise<Response>;

/** `.entry[0].resource.id` */
const taken = (body: unknown, path: string): string =>
  String(
    path
      .split(/[.[\]]+/)
      .filter((step) => step !== '')
      .reduce((at, step) => (at as Record<string, unknown> | undefined)?.[step], body),
  );

const filled = (words: string, values: ReadonlyMap<string, string>): string =>
  words.replace(/\$([A-Z]+)\b/g, (all, name) => values.get(name) ?? all);

const escaped = (address: string): string => address.replaceAll('|', '%7C').replace(/^\//, '');

async function variableOf(
  name: string,
  send: Send,
  now: number,
  known: ReadonlyMap<string, string>,
): Promise<string> {
  const variable = variables[name];
  if (!variable) throw new RangeError(name);
  if ('hours' in variable) return new Date(now + variable.hours * 3_600_000).toISOString();
  const { method, address, take } = variable;
  const answer = await send(escaped(filled(address, known)), { method });
  return take === undefined ? answer.text() : taken(await answer.json(), take);
}

/** Asks for an example as it stands on its page, with what it needs first. */
export async function sent(example: Example, send: Send, now: number): Promise<Response> {
  const values = new Map<string, string>();
  for (const name of variablesOf(example))
    values.set(name, await variableOf(name, send, now, values));
  const { method, address, headers = {}, body } = example;
  return send(escaped(filled(address, values)), {
    method,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), filled(value, values)]),
    ),
    ...(body !== undefined && { body: filled(body, values) }),
  });
}
