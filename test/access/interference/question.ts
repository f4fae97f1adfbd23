/** One request; `url` is behind the base. */
export interface Question {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** All of an answer that may not tell what is hidden. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Where the answer's links lead, behind the base. */
  readonly links: Readonly<Record<string, string>>;
}

/** The moment, and how many bytes the sealed links take. */
const passing = ['date', 'content-length', 'connection', 'keep-alive', 'x-request-id'];

interface Whole {
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
}

/** Every sealing of a cursor is another one, and every expansion of a value set has its own name. */
const unsealed = (text: string): string =>
  text
    .replace(/_page=[\w.%-]+/g, '_page=sealed')
    .replace(/"identifier":"urn:uuid:[\da-f-]+","timestamp"/g, '"timestamp"');

function parsed(text: string): Whole | undefined {
  try {
    return JSON.parse(text) as Whole;
  } catch {
    return undefined;
  }
}

const linksOf = ({ link = [] }: Whole): Record<string, string> =>
  Object.fromEntries(link.map(({ relation, url }) => [relation, url.replace(/^.*\/fhir\//, '')]));

/** Asks a house as the bearer of a token, or of none, and keeps what must be alike of every house. */
export async function ask(
  base: string,
  token: string | undefined,
  { method, url, headers, body }: Question,
): Promise<Answer> {
  const response = await fetch(`${base}/${url}`, {
    method,
    headers: { ...(token !== undefined && { authorization: token }), ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  const kept = [...response.headers].filter(([name]) => !passing.includes(name));
  const whole = parsed(text);
  return {
    status: response.status,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, unsealed(value)])),
    body: unsealed(text),
    links: whole ? linksOf(whole) : {},
  };
}

/** A question as one line, to ask it again by hand. */
export const written = ({ method, url, headers, body }: Question): string =>
  [method, url, headers ? JSON.stringify(headers) : '', body ?? ''].filter(Boolean).join(' ');
