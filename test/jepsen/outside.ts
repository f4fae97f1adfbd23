import { startSandboxCura } from '../../src/sandbox/cura/server.ts';
import { startSmsGateway } from '../../src/sandbox/sms-gateway.ts';
import { standingClock } from '../house-clock.ts';
import { smsSecret } from '../house-outside.ts';
import { reading, type SharedClock } from './clock.ts';

/** A system of others that is to be killed and started again on what it has kept. */
export interface Outsider {
  readonly what: 'cura' | 'sms';
  readonly port: number;
  readonly dataDir: string;
  readonly clock: SharedClock;
  /** When it is filled: what is made of the time must be what the store was loaded from. */
  readonly filledAt: number;
  readonly citizens: number;
}

async function main([text = '']: readonly string[]): Promise<void> {
  const { what, port, dataDir, clock, filledAt, citizens } = JSON.parse(text) as Outsider;
  const running = reading(clock);
  const standing = standingClock(filledAt);
  let now = standing.now;
  const place = { port, host: '127.0.0.1', dataDir, now: () => now() };
  if (what === 'cura') await startSandboxCura({ ...place, size: { citizens } });
  else await startSmsGateway({ ...place, secret: smsSecret });
  now = running;
  process.stdout.write('ready');
}

await main(process.argv.slice(2));
