import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const giveUpMs = 60_000;

/** A port whose three neighbours are likely free as well. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  await new Promise((done) => server.close(done));
  return ((typeof place === 'object' && place ? place.port : 0) % 30_000) + 20_000;
}

async function untilReady(url: string): Promise<void> {
  for (const deadline = performance.now() + giveUpMs; performance.now() < deadline; ) {
    const response = await fetch(`${url}/ready`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(10);
  }
  throw new Error('The house did not get ready in a minute.');
}

/** Starts the whole house as `npm start` does, and stops it. Milliseconds until it answered. */
async function startOnce(dataDir: string): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const house = spawn(process.execPath, ['src/main.ts'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  });
  const ended = once(house, 'exit');
  await untilReady(`http://127.0.0.1:${port}`);
  const took = performance.now() - started;
  house.kill('SIGTERM');
  await ended;
  return took;
}

/** A first start in an empty folder, and a second one with what the first left. */
export async function benchStart(dataDir: string): Promise<{ first: number; second: number }> {
  return { first: await startOnce(dataDir), second: await startOnce(dataDir) };
}
