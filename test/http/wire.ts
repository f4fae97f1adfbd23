import { connect } from 'node:net';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { TestHouse } from '../house.ts';

/** The status and what was said of it. */
export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** It took under a second of this process's work, as the server is in it, and did not wait for long either. */
  readonly isSoon: boolean;
  readonly outcome?: OperationOutcome;
}

const outcomeIn = (text: string): OperationOutcome | undefined => {
  try {
    const body = JSON.parse(text);
    const found = body.resourceType === 'Bundle' ? body.entry?.[0]?.resource : body;
    return found?.resourceType === 'OperationOutcome' ? found : undefined;
  } catch {
    return undefined;
  }
};

export async function hear(asking: Promise<Response>): Promise<Heard> {
  const from = performance.now();
  const before = process.threadCpuUsage();
  const response = await asking;
  const text = await response.text();
  const outcome = outcomeIn(text);
  const { user, system } = process.threadCpuUsage(before);
  return {
    status: response.status,
    headers: response.headers,
    text,
    isSoon: user + system < 1_000_000 && performance.now() - from < 5_000,
    ...(outcome && { outcome }),
  };
}

/** `400 malformed-json`, with the place that the first issue names. */
export function said({ status, outcome }: Heard): string {
  const issue = outcome?.issue[0];
  const place = issue?.expression?.[0];
  return [status, issue?.details?.coding?.[0]?.code, place].filter((part) => part).join(' ');
}

/** Sends bytes as they are and gives what comes back until the other side closes. Refuses to wait longer than `patienceMs`. */
export const raw = (
  house: TestHouse,
  bytes: string | Buffer,
  patienceMs = 5_000,
): Promise<string> =>
  new Promise((done, failed) => {
    const { hostname, port } = new URL(house.base);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const parts: Buffer[] = [];
    const timer = setTimeout(() => {
      socket.destroy();
      failed(new Error(`no end within ${patienceMs} ms`));
    }, patienceMs);
    socket.on('data', (part) => parts.push(part));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      done(Buffer.concat(parts).toString());
    });
  });
