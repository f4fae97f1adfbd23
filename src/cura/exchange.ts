import http from 'node:http';
import https from 'node:https';

/** One request to Cura. `operation` names it in errors, without ids or values. */
export interface Exchange {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Undefined when the body is not JSON in UTF-8. */
  readonly body: unknown;
}

/** No answer came. `sent` is false only when it is certain that Cura never had the request. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly sent: boolean;
  constructor(operation: string, reason: string, sent: boolean) {
    super(`Cura ${operation}: ${reason}`);
    this.sent = sent;
  }
}

export interface Connection {
  /** Throws `NoAnswer`. */
  exchange(request: Exchange): Promise<Answer>;
  close(): void;
}

interface Limits {
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly maxSockets: number;
}

const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'failed';
}

function noAnswer(operation: string, error: unknown, signal: AbortSignal): NoAnswer {
  if (error instanceof NoAnswer) return error;
  if (signal.aborted) return new NoAnswer(operation, 'time-out', true);
  const code = codeOf(error);
  return new NoAnswer(operation, code, !neverSent.includes(code));
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

async function read(response: http.IncomingMessage, operation: string, maxBytes: number) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new NoAnswer(operation, `answer over ${maxBytes} bytes`, true);
    chunks.push(chunk);
  }
  return parsed(Buffer.concat(chunks));
}

function send(request: Exchange, agent: http.Agent, signal: AbortSignal) {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const { method, url, headers, body } = request;
  const transport = url.protocol === 'https:' ? https : http;
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const outgoing = transport.request(url, {
    method,
    agent,
    signal,
    headers: { ...headers, ...length },
  });
  outgoing.on('response', resolve).on('error', reject).end(body);
  return promise;
}

/**
 * Keep-alive connections to one host. `timeoutMs` bounds each exchange whole, connecting and reading included. Not `fetch`:
 * its connections cannot be closed, and it does not tell whether a request was sent.
 */
export function connect(baseUrl: URL, limits: Limits): Connection {
  const options = { keepAlive: true, maxSockets: limits.maxSockets };
  const secure = baseUrl.protocol === 'https:';
  const agent = secure ? new https.Agent(options) : new http.Agent(options);
  return {
    async exchange(request) {
      const signal = AbortSignal.timeout(limits.timeoutMs);
      try {
        const response = await send(request, agent, signal);
        const body = await read(response, request.operation, limits.maxAnswerBytes);
        return { status: response.statusCode ?? 0, headers: response.headers, body };
      } catch (error) {
        throw noAnswer(request.operation, error, signal);
      }
    },
    close: () => agent.destroy(),
  };
}
