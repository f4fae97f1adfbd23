/** Reads `.http` files as VS Code's REST Client does: variables, named requests, and what their answers held. */

/** One request, with the status that its comment tells of. */
export interface HttpRequest {
  readonly title: string;
  readonly name: string | undefined;
  /** One, or several where it is a matter of time which. */
  readonly expected: readonly number[];
  readonly method: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpFile {
  readonly variables: ReadonlyMap<string, string>;
  readonly requests: readonly HttpRequest[];
}

const isComment = (line: string): boolean => /^(?:#|\/\/)/.test(line);

function requestOf(block: string): HttpRequest {
  const [title = '', ...lines] = block.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '' && !isComment(line));
  const rest = lines.slice(first);
  const end = rest.findIndex((line) => line.trim() === '');
  const [start = '', ...fields] = end < 0 ? rest : rest.slice(0, end);
  const body = end < 0 ? '' : rest.slice(end).join('\n').trim();
  const said = lines.slice(0, first).join('\n');
  const status = /^# expect (\d+(?: or \d+)*)$/m.exec(said)?.[1];
  // An address may hold spaces in a variable.
  const [, method = '', address = ''] = /^(\w+) (.+)$/.exec(start) ?? [];
  return {
    ...{ title: title.trim(), method, address, name: /^# @name (\w+)$/m.exec(said)?.[1] },
    expected: status === undefined ? [] : status.split(' or ').map(Number),
    headers: Object.fromEntries(fields.map((line) => line.split(/:\s*(.*)/s).slice(0, 2))),
    body: body === '' ? undefined : body,
  };
}

/** The requests of a file, in their order. */
export function readHttp(text: string): HttpFile {
  const [before = '', ...blocks] = text.split(/^###/m);
  return {
    variables: new Map(
      [...before.matchAll(/^@(\w+) = (.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
    ),
    requests: blocks.map(requestOf),
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const taken = (body: unknown, path: string): unknown =>
  path
    .split(/[.[\]$]+/)
    .filter((step) => step !== '')
    .reduce((at, step) => (at as Record<string, unknown> | undefined)?.[step], body);

/** What goes on from request to request. */
export interface Sending {
  readonly file: HttpFile;
  /** In the place of the addresses of the file. */
  readonly instead: Readonly<Record<string, string>>;
  readonly now: number;
  readonly answers: Map<string, Answer>;
}

const hourMs = 3_600_000;

function timeOf(word: string, now: number): string | undefined {
  const [, form, count, unit] =
    /^\$datetime (iso8601|"YYYY-MM-DD") (-?\d+) ([hd])$/.exec(word) ?? [];
  if (form === undefined) return undefined;
  const at = new Date(now + Number(count) * (unit === 'd' ? 24 : 1) * hourMs).toISOString();
  return form === 'iso8601' ? at : at.slice(0, 10);
}

function partOf(word: string, answers: Sending['answers']): string | undefined {
  const [, name = '', part, path = ''] = /^(\w+)\.response\.(body|headers)\.(.+)$/.exec(word) ?? [];
  if (part === undefined) return undefined;
  const answer = answers.get(name);
  if (part === 'headers') return answer?.headers.get(path) ?? '';
  return path === '*' ? JSON.stringify(answer?.body) : String(taken(answer?.body, path));
}

function standsFor(word: string, sending: Sending): string {
  const { file, instead, now, answers } = sending;
  const given = timeOf(word, now) ?? partOf(word, answers);
  if (given !== undefined) return given;
  const value = instead[word] ?? file.variables.get(word);
  if (value === undefined) throw new RangeError(`{{${word}}} is nothing`);
  return filled(value, sending);
}

const filled = (words: string, sending: Sending): string =>
  words.replace(/\{\{([^}]+)\}\}/g, (_, word: string) => standsFor(word.trim(), sending));

/** Sends one request as it stands, and keeps its answer under its name. */
export async function send(request: HttpRequest, sending: Sending): Promise<Answer> {
  const { method, address, headers, body, name } = request;
  const answer = await fetch(filled(address, sending), {
    method,
    headers: Object.fromEntries(
      Object.entries(headers).map(([field, value]) => [field, filled(value, sending)]),
    ),
    ...(body !== undefined && { body: filled(body, sending) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  const kept = {
    ...{ status: answer.status, headers: answer.headers },
    body: isJson && text !== '' ? JSON.parse(text) : text,
  };
  if (name !== undefined) sending.answers.set(name, kept);
  return kept;
}
