import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A port that nobody had a moment ago; a process that is started again takes the same. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** A process that may be killed at any moment and started again. */
export interface Mortal {
  readonly name: string;
  readonly start: () => Promise<void>;
  /** SIGKILL: it has no time to end anything. */
  readonly kill: () => Promise<void>;
}

async function untilReady(child: ChildProcess, name: string): Promise<void> {
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2_000);
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${name} ended before it was ready: ${complaint}`);
  });
  const ready = (async () => {
    for await (const chunk of child.stdout ?? []) if (String(chunk).includes('ready')) return;
  })();
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
}

/** A script of this folder as a process of its own, told what it is as JSON. */
export function mortal(name: string, script: string, told: object): Mortal {
  let child: ChildProcess | undefined;
  const file = fileURLToPath(new URL(script, import.meta.url));
  return {
    name,
    start: async () => {
      child = spawn(process.execPath, [file, JSON.stringify(told)], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      await untilReady(child, name);
    },
    kill: async () => {
      const dying = child;
      child = undefined;
      if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
      const gone = once(dying, 'exit');
      dying.kill('SIGKILL');
      await gone;
    },
  };
}
