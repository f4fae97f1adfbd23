import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';
import { type Heard, hear, said } from './wire.ts';

/** Asks a server; the path is behind its FHIR base. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** A value that each type of parameter can read; of a composite, of each part. */
const values: Readonly<Record<string, string>> = {
  ...{ token: 'x', string: 'xyz', reference: 'Patient/x', date: '2026-11-24', uri: 'urn:x:y' },
  ...{ number: '1', quantity: '1', special: '55|12|1|km' },
};

/** `code$value`: what the parts of R4's composites are, by the type of the last. */
const composites: readonly string[] = [
  'x$x',
  'x$1',
  'x$2026-11-24',
  'Patient/x$x',
  'x$xyz',
  'x$urn:x',
];

/** An interaction, or a promise of the statement, as it is asked for of an id that is not there. */
interface Asked {
  readonly code: string;
  readonly method: string;
  readonly path: string;
  readonly isStated: (stated: CapabilityStatementRestResource) => boolean;
}

const interaction = (code: string, method: string, path: string): Asked => ({
  ...{ code, method, path },
  isStated: (stated) => stated.interaction?.some((one) => one.code === code) ?? false,
});

const calls: readonly Asked[] = [
  interaction('read', 'GET', '/none'),
  interaction('vread', 'GET', '/none/_history/1'),
  interaction('history-instance', 'GET', '/none/_history'),
  interaction('history-type', 'GET', '/_history'),
  interaction('search-type', 'GET', '?_count=1'),
  interaction('search-type', 'POST', '/_search'),
  interaction('create', 'POST', ''),
  interaction('update', 'PUT', '/none'),
  interaction('patch', 'PATCH', '/none'),
  interaction('delete', 'DELETE', '/none'),
  {
    ...{ code: 'conditionalUpdate', method: 'PUT', path: '?_id=none' },
    isStated: (stated) => stated.conditionalUpdate === true,
  },
  {
    ...{ code: 'conditionalDelete', method: 'DELETE', path: '?_id=none' },
    isStated: (stated) => stated.conditionalDelete !== 'not-supported',
  },
];

/** An address that answers: also by saying that there is no such thing, or that a body is missing. */
const answers = ({ status, outcome }: Heard): boolean =>
  status < 300 ||
  (status === 404 && outcome?.issue[0]?.code !== 'not-supported') ||
  [400, 410, 412].includes(status);

/** What is stated of interactions and is not so, and what is not stated and answers. */
export async function wrongInteractions(
  ask: Ask,
  stated: CapabilityStatementRestResource,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { code, method, path, isStated } of calls) {
    const heard = await hear(ask(`${stated.type}${path}`, { method }));
    const isRefused = heard.status === 405 || (heard.status === 404 && path.includes('_history'));
    if (isStated(stated) ? !answers(heard) : !isRefused)
      wrong.push(`${stated.type} ${code}, ${isStated(stated) ? '' : 'not '}stated: ${said(heard)}`);
  }
  return wrong;
}

const isAnswered = async (ask: Ask, path: string): Promise<boolean> =>
  (await hear(ask(path))).status === 200;

async function anyAnswered(ask: Ask, paths: readonly string[]): Promise<boolean> {
  for (const path of paths) if (await isAnswered(ask, path)) return true;
  return false;
}

/** Parameters that are stated and not taken, and such as are taken and not stated; `others` are names to try. */
export async function wrongParameters(
  ask: Ask,
  { type, searchParam = [] }: CapabilityStatementRestResource,
  others: readonly string[],
): Promise<string[]> {
  const declared = new Map(searchParam.map((param) => [param.name, `${param.type}`]));
  const wrong: string[] = [];
  for (const name of new Set([...declared.keys(), ...others])) {
    const kind = declared.get(name) ?? 'token';
    const tried = kind === 'composite' ? composites : [values[kind] ?? ''];
    const paths = tried.map((one) => `${type}?${name}=${encodeURIComponent(one)}&_count=1`);
    if ((await anyAnswered(ask, paths)) !== declared.has(name)) wrong.push(`${type} ${name}`);
  }
  return wrong;
}

/** Includes that are stated and refused. */
export async function wrongIncludes(
  ask: Ask,
  { type, searchInclude = [], searchRevInclude = [] }: CapabilityStatementRestResource,
): Promise<string[]> {
  const asked = [
    ...searchInclude.map((one) => `_include=${one}`),
    ...searchRevInclude.map((one) => `_revinclude=${one}`),
  ];
  const wrong: string[] = [];
  for (const one of asked)
    if (!(await isAnswered(ask, `${type}?_count=1&${one}`))) wrong.push(`${type}?${one}`);
  return wrong;
}

const systemCalls: Readonly<Record<string, readonly [string, string]>> = {
  'history-system': ['GET', '_history'],
  'search-system': ['GET', '?_type=Patient'],
  transaction: ['POST', ''],
  batch: ['POST', ''],
};

/** What is stated of the system as a whole and is not so, or the other way round. */
export async function wrongOfSystem(ask: Ask, statement: CapabilityStatement): Promise<string[]> {
  const stated = statement.rest?.[0]?.interaction?.map(({ code }) => `${code}`) ?? [];
  const wrong: string[] = [];
  for (const [code, [method, path]] of Object.entries(systemCalls)) {
    const { status } = await hear(ask(path, { method }));
    const isThere = status < 300 || (status === 400 && method === 'POST');
    if (isThere !== stated.includes(code)) wrong.push(`${code}: ${status}`);
  }
  const compartments = statement.rest?.[0]?.compartment ?? [];
  for (const { type } of statement.rest?.[0]?.resource ?? []) {
    const isStated = compartments.some((url) => url.endsWith(`/${`${type}`.toLowerCase()}`));
    const { status } = await hear(ask(`${type}/none/*`));
    if (isStated === (status === 404)) wrong.push(`compartment ${type}: ${status}`);
  }
  return wrong;
}

/** Operations that are stated and nowhere. */
export async function wrongOperations(ask: Ask, { rest = [] }: CapabilityStatement) {
  const places = (rest[0]?.resource ?? []).flatMap(({ type, operation = [] }) =>
    operation.map(({ name }) => [`${type}/$${name}`, `${type}/none/$${name}`]),
  );
  const all = [...places, ...(rest[0]?.operation ?? []).map(({ name }) => [`$${name}`])];
  const wrong: string[] = [];
  for (const addresses of all) {
    const heard = await Promise.all(
      addresses.map((address) => hear(ask(address, { method: 'POST' }))),
    );
    const isThere = heard.some((one) => said(one) !== '404 unknown-operation');
    if (!isThere || heard.some(({ status }) => status >= 500)) wrong.push(addresses.join(' '));
  }
  return wrong;
}

/** Formats that are stated and do not come. */
export async function wrongFormats(ask: Ask, { format = [] }: CapabilityStatement) {
  const wrong: string[] = [];
  for (const one of format) {
    const { status, headers } = await hear(ask(`metadata?_format=${encodeURIComponent(one)}`));
    const kind = one.replace(/^.*[/+]/, '');
    if (status !== 200 || !headers.get('content-type')?.includes(kind)) wrong.push(one);
  }
  return wrong;
}

/** Patch formats that are stated and not read, by a patch of what is not there. */
export async function wrongPatches(
  ask: Ask,
  type: string,
  { patchFormat = [] }: CapabilityStatement,
) {
  const statusOf = async (kind: string): Promise<number> => {
    const headers = { 'content-type': kind };
    return (await hear(ask(`${type}/none`, { method: 'PATCH', headers, body: 'x' }))).status;
  };
  const wrong: string[] = [];
  for (const kind of patchFormat) if ((await statusOf(kind)) === 415) wrong.push(kind);
  if ((await statusOf('text/plain')) !== 415) wrong.push('text/plain');
  return wrong;
}
