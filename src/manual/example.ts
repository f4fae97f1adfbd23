/** Requests to copy: written for curl, and sent by the tests as they stand. */
import type { Described } from './described.ts';
import { type Block, text } from './page.ts';

export interface Example {
  readonly shows: string;
  /** Persona of the sandbox. */
  readonly as: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind the base; may name variables. */
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A type that must be served too. */
  readonly with?: string;
  readonly status: number;
}

/**
 * What a variable stands for: an instant some hours from now, or what an address answers: all of it, or what `take` leads to.
 */
export type Variable =
  | { readonly hours: number }
  | { readonly method: 'GET' | 'POST'; readonly address: string; readonly take?: string };

const proposed = '.entry[0].resource';
const firstId = `${proposed}.id`;
const proposals = '/Appointment/$find?start=$FROM&end=$TO&patient-reference=$ME&visit-type=G1.39';

export const variables: Readonly<Record<string, Variable>> = {
  ME: { method: 'GET', address: '/Patient', take: firstId },
  ONE: { method: 'GET', address: '/Appointment?patient=$ME&_count=1', take: firstId },
  WHOLE: { method: 'GET', address: '/Appointment/$ONE' },
  FROM: { hours: 26 },
  TO: { hours: 100 },
  TIME: { method: 'GET', address: proposals, take: firstId },
  SLOT: { method: 'GET', address: proposals, take: `${proposed}.slot[0].reference` },
  START: { method: 'GET', address: proposals, take: `${proposed}.start` },
  END: { method: 'GET', address: proposals, take: `${proposed}.end` },
  LATER: { method: 'GET', address: proposals, take: '.entry[3].resource.slot[0].reference' },
  BOOKED: {
    method: 'POST',
    address: '/Appointment/$book?appt-id=$TIME&patient-id=$ME',
    take: firstId,
  },
};

const named = /\$([A-Z]+)\b/g;

const namesIn = (words: string): string[] =>
  [...words.matchAll(named)].map(([, name = '']) => name).filter((name) => name in variables);

type Asked = Pick<Example, 'address' | 'body' | 'headers'>;

/** The variables that a request needs, each after those that it needs itself. */
export function variablesOf({ address, body = '', headers = {} }: Asked): string[] {
  const names = namesIn([address, ...Object.values(headers), body].join(' ')).flatMap((name) => {
    const variable = variables[name];
    return variable && 'address' in variable ? [...variablesOf(variable), name] : [name];
  });
  return [...new Set(names)];
}

const isVariable = (name: string): boolean => name in variables;

/** Between double quotes; the `$` of an operation stays one. */
const doubleQuoted = (words: string): string =>
  `"${words.replace(/[\\"`]/g, '\\$&').replace(/\$(\w*)/g, (all, name) => (isVariable(name) ? all : `\\${all}`))}"`;

/** Between single quotes, but for variables. */
const singleQuoted = (words: string): string =>
  isVariable(words.slice(1))
    ? `"${words}"`
    : `'${words.replaceAll("'", "'\\''").replace(named, (all, name) => (isVariable(name) ? `'"${all}"'` : all))}'`;

type Request = Pick<Example, 'method' | 'address' | 'headers' | 'body'>;

function curl({ method, address, headers = {}, body }: Request, isSecured: boolean): string {
  const parts = [
    method === 'HEAD' ? 'curl -sI' : 'curl -s',
    ...(method === 'GET' || method === 'HEAD' ? [] : [`-X ${method}`]),
    ...(isSecured ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...Object.entries(headers).map(([name, value]) => `-H ${singleQuoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${singleQuoted(body)}`]),
    doubleQuoted(`$API${address}`).replace('\\$API', '$API'),
  ];
  return parts.join(' ');
}

function assignment(name: string, isSecured: boolean): string {
  const variable = variables[name];
  if (!variable) throw new RangeError(`no variable ${name}`);
  if ('hours' in variable)
    return `${name}=$(node -pe "new Date(Date.now() + ${variable.hours} * 36e5).toISOString()")`;
  const { take } = variable;
  return `${name}=$(${curl(variable, isSecured)}${take === undefined ? '' : ` | field ${take}`})`;
}

const field = `field() { node -pe "JSON.parse(require('fs').readFileSync(0))$1"; }`;

const linesOf = (example: Example, { base, isSecured }: Described): string[] => {
  const names = variablesOf(example);
  const isReading = names.some((name) => 'take' in (variables[name] ?? {}));
  return [
    `API=${base}`,
    ...(isSecured ? [`TOKEN=$(npm run token -- ${example.as})`] : []),
    ...(isReading ? [field] : []),
    ...names.map((name) => assignment(name, isSecured)),
    curl(example, isSecured),
  ];
};

/** The segments of an address behind the base, with something in the place of each variable. */
export const segmentsOf = (address: string): string[] =>
  (address.split('?')[0] ?? '')
    .replace(named, (all, name) => (isVariable(name) ? name : all))
    .split('/')
    .filter((one) => one !== '');

/** Whether the server that is described answers it, and everything that it needs. */
export function isAnswered({ router, rooms }: Described, request: Example): boolean {
  if (request.with !== undefined && !rooms.some(({ type }) => type === request.with)) return false;
  const needed = variablesOf(request).map((name) => variables[name]);
  const all = [request, ...needed.flatMap((one) => (one && 'address' in one ? [one] : []))];
  try {
    for (const { method, address } of all)
      router.match(method === 'HEAD' ? 'GET' : method, segmentsOf(address));
    return true;
  } catch {
    return false;
  }
}

/** Those that the described server answers, with what comes before them. */
export const exampleBlocks = (examples: readonly Example[], described: Described): Block[] =>
  examples
    .filter((example) => isAnswered(described, example))
    .flatMap((example): Block[] => [
      text(`${example.shows} (${example.status})`),
      { kind: 'shell', lines: linesOf(example, described) },
    ]);
